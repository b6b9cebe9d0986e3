import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findPyTorch } from './pytorch.ts';
import type { Bench, BenchRow } from './run.ts';

const peer = fileURLToPath(new URL('../../shared/bench/torch_train.py', import.meta.url));
const layered = fileURLToPath(new URL('./torch_layers.py', import.meta.url));
const ours = fileURLToPath(new URL('./train-epochs.ts', import.meta.url));
const rounds = 5;
const steps = 15;

/** What ../shared/bench/torch_train.py prints. */
interface PeerRecord {
  readonly threads: number;
  readonly standard_epoch_ms: number;
  readonly last_position_epoch_ms: number;
}

/** What train-epochs.ts prints. */
interface OwnRecord {
  readonly epoch_ms: number;
  readonly first_epoch_ms: number;
}

/** Milliseconds per epoch (one full-batch step and the test loss) of p=113 on the CPU, in turns with PyTorch. */
const bench: Bench = async () => {
  if (!existsSync(peer)) return { skipped: '../shared/bench/torch_train.py is absent' };
  const pytorch = findPyTorch();
  if (pytorch === null)
    return { skipped: 'no PyTorch: set GROKSCOPE_PYTHON, or apt install python3-torch' };
  const own: OwnRecord[] = [];
  const theirs: PeerRecord[] = [];
  for (let round = 0; round < rounds; round++) {
    own.push(printed<OwnRecord>(process.execPath, [ours, String(steps + 3)]));
    theirs.push(printed<PeerRecord>(pytorch.python, [peer, '--steps', String(steps)]));
  }
  const epoch = median(own.map((record) => record.epoch_ms));
  const how = `medians of ${rounds} alternating rounds; ${pytorch.words}, ${theirs[0].threads} threads`;
  const row = (name: string, key: 'standard_epoch_ms' | 'last_position_epoch_ms'): BenchRow => ({
    what: `one epoch of p=113, against the ${name} form`,
    measured: `${epoch.toFixed(1)} ms`,
    against: `${median(theirs.map((record) => record[key])).toFixed(1)} ms`,
    // Each round's two sides saw the same machine, so the ratio is taken round by round.
    ratio: median(own.map(({ epoch_ms }, i) => epoch_ms / theirs[i][key])).toFixed(3),
    note: how
  });
  const pairs = Array.from({ length: rounds }, () => ({
    ours: printed<OwnRecord>(process.execPath, [ours, String(steps + 3), 'cpu', '2']).epoch_ms,
    theirs: printed<{ readonly epoch_ms: number }>(pytorch.python, [
      ...[layered, '--layers', '2'],
      ...['--steps', String(steps)]
    ]).epoch_ms
  }));
  const twoLayers: BenchRow = {
    what: 'one epoch of p=113 with two layers, against the standard form',
    measured: `${median(pairs.map((pair) => pair.ours)).toFixed(1)} ms`,
    against: `${median(pairs.map((pair) => pair.theirs)).toFixed(1)} ms`,
    ratio: median(pairs.map((pair) => pair.ours / pair.theirs)).toFixed(3),
    note: how
  };
  return {
    rows: [
      row('standard', 'standard_epoch_ms'),
      row('last-position', 'last_position_epoch_ms'),
      twoLayers
    ]
  };
};
export default bench;

function printed<R>(command: string, args: readonly string[]): R {
  const output = execFileSync(command, args, { encoding: 'utf8' });
  return JSON.parse(output.trim().split('\n').at(-1)!);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
