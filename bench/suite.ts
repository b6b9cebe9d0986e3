import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listVariants } from '../src/loader/index.ts';
import { analyzeVariant } from '../src/workbench/analysis/index.ts';
import { analyzerCosts } from './analyzer-costs.ts';
import type { Bench, BenchRow } from './run.ts';
import { benchResults, program } from './trained-run.ts';

const all = 250;
const counts = [10, 50, all];
const suiteRun = fileURLToPath(new URL('./suite-run.ts', import.meta.url));
const trained = join(benchResults, 'suite');

/** The whole default suite of the family on a trained p=113 run: per checkpoint, across epochs, memory, growth. */
const bench: Bench = async () => {
  trainSuiteRun();
  const folder = mkdtempSync(join(tmpdir(), 'grokscope-bench-'));
  try {
    const rows: BenchRow[] = [];
    // The program's base: engine, host thread and files at work, on the lightest analyzer.
    await copyCheckpoints(join(folder, 'base'), 10);
    const { peak: base } = costOf(join(folder, 'base'), 'dominant_frequencies');
    for (const count of counts) {
      const results = join(folder, String(count));
      await copyCheckpoints(results, count);
      const cost = costOf(results);
      const seconds = cost.whole + cost.across;
      rows.push({
        what: `whole suite, ${count} checkpoints`,
        measured: `${seconds.toPrecision(3)} s`,
        against: '–',
        ratio: '–',
        note: `${((1000 * seconds) / count).toFixed(0)} ms each, with compilation, summaries and cross-epoch work`
      });
      if (count === all) rows.push(...inDetail(cost, base));
    }
    const [variant] = await listVariants(join(folder, String(all)));
    const flatness = await analyzeVariant(variant, {
      analyzers: ['landscape_flatness'],
      epochs: '0:15:5'
    });
    const each = flatness.seconds / flatness.checkpoints;
    rows.push(
      row('landscape_flatness, one checkpoint', each, 3, 's', '51 losses on the full grid')
    );
    const detail = {
      head: ['analyzer alone', 'engine, ms', 'host and writing, ms', `across ${all}, s`],
      rows: await analyzerCosts(variant)
    };
    return { rows, detail };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
export default bench;

/** What suite-run.ts prints; seconds and MiB. */
interface SuiteCost {
  readonly steady: number;
  readonly whole: number;
  readonly across: number;
  readonly peakOfEpochs: number;
  readonly peak: number;
}

function costOf(results: string, ...analyzers: readonly string[]): SuiteCost {
  const words = [suiteRun, results, ...analyzers];
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }));
}

function inDetail(cost: SuiteCost, base: number): BenchRow[] {
  const memory = (what: string, peak: number, note: string): BenchRow =>
    row(what, (peak - base) / 1024, 0.4, 'GiB', note);
  const above = `peak above the ${base.toFixed(0)} MiB of dominant_frequencies alone`;
  return [
    row(
      'one checkpoint once it runs',
      cost.steady,
      0.5,
      's',
      'reading, engine, host steps, writing'
    ),
    row(
      `cross-epoch work over ${all} checkpoints`,
      cost.across,
      20,
      's',
      'thirteen analyzers, two threads'
    ),
    memory('memory of the per-checkpoint suite', cost.peakOfEpochs, above),
    {
      ...memory('memory with cross-epoch work', cost.peak, 'the same process'),
      against: '–',
      ratio: '–'
    }
  ];
}

function row(what: string, value: number, limit: number, unit: string, note: string): BenchRow {
  const shown = (number: number) => `${number.toPrecision(3)} ${unit}`;
  return {
    what,
    measured: shown(value),
    against: `${limit} ${unit}`,
    ratio: (value / limit).toFixed(2),
    note
  };
}

function trainSuiteRun(): void {
  const last = (all - 1) * 5;
  if (existsSync(trained) && checkpointsOf(variantFolder(trained)).length === all) return;
  console.log(`training the run of this benchmark: p=113, ${last + 1} epochs …`);
  const recipe = ['--prime', '113', '--epochs', `${last + 1}`, '--checkpoints', `0:${last}:5`];
  const train = ['train', 'modulo_addition_1layer', '--results', trained, ...recipe, '--resume'];
  execFileSync(process.execPath, [program, ...train], { stdio: 'ignore' });
}

/** A results folder with `count` of the checkpoints, evenly chosen, and no artifacts. */
async function copyCheckpoints(results: string, count: number): Promise<void> {
  const from = variantFolder(trained);
  const to = from.replace(trained, results);
  mkdirSync(join(to, 'checkpoints'), { recursive: true });
  for (const name of ['config.json', 'metadata.json']) cpSync(join(from, name), join(to, name));
  const files = checkpointsOf(from);
  for (let i = 0; i < count; i++) {
    const name = files[Math.floor((i * files.length) / count)];
    cpSync(join(from, 'checkpoints', name), join(to, 'checkpoints', name));
  }
}

function variantFolder(results: string): string {
  const family = join(results, 'modulo_addition_1layer');
  return join(family, readdirSync(family)[0]);
}

function checkpointsOf(variant: string): readonly string[] {
  return readdirSync(join(variant, 'checkpoints')).sort();
}
