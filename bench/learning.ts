import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { normal } from '../src/array/random/normal.ts';
import { torchGenerator } from '../src/array/random/torch-generator.ts';
import { alignedUmap } from '../src/array/umap/aligned-umap.ts';
import { open } from '../src/workbench/open.ts';
import { findPyTorch } from './pytorch.ts';
import type { Bench, BenchRow } from './run.ts';
import { benchResults, program } from './trained-run.ts';

const script = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url));
const run = fileURLToPath(new URL('../../shared/data/learning/syllo-run', import.meta.url));
const probes = join(run, 'config/probe_set.json');
const checkpoints = join(run, 'checkpoints');
const folder = join(benchResults, 'learning');
const [CHECKPOINTS, PROBES] = [200, 500];

interface Cost {
  /** Seconds per checkpoint: of all, and of all but the first. */
  readonly all: number;
  readonly further: number;
  readonly right: number;
  readonly logProbability: number;
}

/** What a language model knows: measures of a checkpoint, a map of many probes, a long run opened. */
const bench: Bench = async () => {
  if (!existsSync(probes)) return { skipped: '../shared/data/learning is absent' };
  const rows = [...measureRows(), umapRow(), ...(await openRows())];
  return { rows };
};
export default bench;

function measureRows(): readonly BenchRow[] {
  const torch = findPyTorch();
  if (torch === null) return [];
  const called = (command: string, name: string): Cost =>
    JSON.parse(
      execFileSync(command, [script(name), name.endsWith('.py') ? checkpoints : run, probes], {
        encoding: 'utf8',
        env: { ...process.env, THREADS: '2' },
        stdio: ['ignore', 'pipe', 'ignore']
      })
    );
  const rounds = 3;
  const [ours, theirs]: [Cost[], Cost[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    ours.push(called(process.execPath, 'learning-run.ts'));
    theirs.push(called(torch.python, 'torch_learning.py'));
  }
  if (
    Math.abs(ours[0].right - theirs[0].right) > 1e-9 ||
    Math.abs(ours[0].logProbability - theirs[0].logProbability) > 1e-3
  )
    throw new Error('the two measure different things');
  const row = (what: string, key: 'all' | 'further', note: string): BenchRow => {
    const best = (costs: readonly Cost[]) => Math.min(...costs.map((cost) => cost[key]));
    const [own, other] = [best(ours), best(theirs)];
    return {
      what,
      measured: `${own.toFixed(3)} s`,
      against: `${other.toFixed(3)} s`,
      ratio: (own / other).toFixed(2),
      note: `${note}; best of ${rounds}, two threads, ${torch.words} and NumPy`
    };
  };
  return [
    row(
      'all measures of a checkpoint, 96 probes, 102,208 parameters',
      'further',
      'mean over 12 of 13 checkpoints, written to disk by grokscope only'
    ),
    row('the same with the first checkpoint', 'all', 'mean over 13, compiling included')
  ];
}

function umapRow(): BenchRow {
  const [rows, columns, slices] = [500, 64, 12];
  const generator = torchGenerator(1);
  const centres = normal(generator, 10 * columns);
  const noise = normal(generator, slices * rows * columns);
  const points = Array.from({ length: slices }, (_, t) =>
    Float64Array.from({ length: rows * columns }, (_, i) => {
      const place = (Math.floor(i / columns) % 10) * columns + (i % columns);
      return 0.3 * t * centres[place] + noise[t * rows * columns + i];
    })
  );
  const started = performance.now();
  alignedUmap(points, rows, columns, { seed: 0 });
  return budgetRow(
    'aligned UMAP, 500 probes × 12 checkpoints',
    (performance.now() - started) / 1000,
    30
  );
}

/** 200 checkpoints (those of the run over and over, as steps of their own) × 500 probes. */
async function openRows(): Promise<readonly BenchRow[]> {
  const name = 'many_probes';
  if (!existsSync(join(folder, 'language_model', name, 'artifacts', 'probe_learning'))) {
    console.log(`analyzing ${CHECKPOINTS} checkpoints × ${PROBES} probes …`);
    rmSync(folder, { recursive: true, force: true });
    const from = readdirSync(checkpoints).filter((entry) => /^checkpoint-\d+$/.test(entry));
    for (let i = 0; i < CHECKPOINTS; i++)
      cpSync(
        join(checkpoints, from[i % from.length]),
        join(folder, 'run', `checkpoint-${i * 100}`),
        {
          recursive: true
        }
      );
    mkdirSync(folder, { recursive: true });
    const asked = join(folder, 'probes.json');
    const words = ['probes', 'syllogisms', '--count', '84', '--json'];
    const made = JSON.parse(
      execFileSync(process.execPath, [program, ...words], { encoding: 'utf8' })
    );
    writeFileSync(asked, JSON.stringify({ probes: made.probes.slice(0, PROBES) }));
    const call = (...more: string[]) =>
      execFileSync(process.execPath, [program, ...more, '--results', folder], {
        stdio: ['ignore', 'ignore', 'inherit']
      });
    call('import', join(folder, 'run'), '--probe-file', asked, '--name', name);
    call(
      'analyze',
      name,
      ...['probe_answers', 'probe_skills', 'probe_learning'].flatMap((id) => ['--analyzer', id])
    );
  }
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const started = performance.now();
    const opened = await open(name, { results: folder });
    for (const id of ['skill_trajectories', 'skill_radar', 'probe_map']) await opened.figure(id);
    times.push((performance.now() - started) / 1000);
  }
  return [
    budgetRow(
      `open ${CHECKPOINTS} checkpoints × ${PROBES} probes, with skills, radar and probe map`,
      times.sort((a, b) => a - b)[2],
      0.4
    )
  ];
}

function budgetRow(what: string, seconds: number, budget: number): BenchRow {
  return {
    what,
    measured: `${seconds.toPrecision(2)} s`,
    against: `${budget} s`,
    ratio: (seconds / budget).toFixed(2),
    note: 'budget'
  };
}
