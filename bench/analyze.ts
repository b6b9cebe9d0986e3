import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  checkpointPath,
  createVariant,
  defaultRecipe,
  readFamily,
  type Variant,
  writeCheckpoint
} from '../src/loader/index.ts';
import { findArchitecture } from '../src/model/index.ts';
import { findTask } from '../src/task/index.ts';
import { analyzeVariant } from '../src/workbench/analysis/index.ts';
import { findPyTorch } from './pytorch.ts';
import type { Bench, BenchRow } from './run.ts';

const peer = fileURLToPath(new URL('../../shared/bench/torch_analyze.py', import.meta.url));
const analyzers = [
  'dominant_frequencies',
  'neuron_freq_norm',
  'coarseness',
  'effective_dimensionality',
  'attention_freq'
];
const rounds = 5;
const checkpoints = 25;

/** Seconds to analyze one p=113 checkpoint with the five analyzers, in turns with PyTorch. */
const bench: Bench = async () => {
  if (!existsSync(peer)) return { skipped: '../shared/bench/torch_analyze.py is absent' };
  const pytorch = findPyTorch();
  if (pytorch === null)
    return { skipped: 'no PyTorch: set GROKSCOPE_PYTHON, or apt install python3-torch' };
  const folder = mkdtempSync(join(tmpdir(), 'grokscope-bench-'));
  try {
    const variant = await randomRun(folder);
    const ours: Timing[] = [];
    const theirs: PeerRecord[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await timing(variant));
      const args = [peer, checkpointPath(variant, 0), '--repeat', '5'];
      const record: PeerRecord = JSON.parse(
        execFileSync(pytorch.python, args, { encoding: 'utf8' })
      );
      theirs.push(record);
    }
    const how = `medians of ${rounds} alternating rounds; ${pytorch.words}, ${theirs[0].threads} threads`;
    const row = (what: string, key: keyof Timing, note: string): BenchRow => ({
      what,
      measured: `${(1000 * median(ours.map((timing) => timing[key]))).toFixed(1)} ms`,
      against: `${(1000 * median(theirs.map((record) => record.seconds_per_checkpoint))).toFixed(0)} ms`,
      // Each round's two sides saw the same machine, so the ratio is taken round by round.
      ratio: median(
        ours.map((timing, i) => timing[key] / theirs[i].seconds_per_checkpoint)
      ).toFixed(3),
      note: `${how}; ${note}`
    });
    return {
      rows: [
        row(
          'one p=113 checkpoint, five analyzers',
          'steady',
          'ours reads and writes files, PyTorch only reads'
        ),
        row(
          `the same from the start of a run of ${checkpoints} checkpoints`,
          'whole',
          'with compilation, summaries and manifest'
        )
      ]
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
export default bench;

/** What ../shared/bench/torch_analyze.py prints. */
interface PeerRecord {
  readonly threads: number;
  readonly seconds_per_checkpoint: number;
}

interface Timing {
  /** Seconds per checkpoint once the first is done. */
  readonly steady: number;
  /** Seconds of the whole run per checkpoint. */
  readonly whole: number;
}

async function timing(variant: Variant): Promise<Timing> {
  let first = 0;
  let last = 0;
  const started = performance.now();
  await analyzeVariant(variant, {
    analyzers,
    force: true,
    onProgress({ done }) {
      last = performance.now();
      if (done === 1) first = last;
    }
  });
  const whole = performance.now() - started;
  return { steady: (last - first) / 1000 / (checkpoints - 1), whole: whole / 1000 / checkpoints };
}

/** A run whose checkpoints are initial weights of different seeds. */
async function randomRun(folder: string): Promise<Variant> {
  const recipe = defaultRecipe(await readFamily('modulo_addition_1layer'));
  const variant = await createVariant(folder, recipe);
  const model = findArchitecture('transformer').build({
    ...recipe,
    ...findTask(recipe.task).layout(recipe.parameters)
  });
  for (let epoch = 0; epoch < checkpoints; epoch++)
    await writeCheckpoint(variant, epoch, { ...model.initial(epoch), ...model.frozen });
  return variant;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
