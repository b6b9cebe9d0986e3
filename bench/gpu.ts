import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tryDevices } from '../src/engine/index.ts';
import { findPyTorch } from './pytorch.ts';
import type { Bench, BenchRow } from './run.ts';
import { benchResults, trainedRun } from './trained-run.ts';

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const rounds = 3;
const epochs = 103;

/** What train-epochs.ts prints. */
interface OwnRecord {
  readonly epoch_ms: number;
  readonly first_epoch_ms: number;
  readonly losses: readonly [number, number];
}

/** What torch_gpu.py prints. */
interface PeerRecord {
  readonly epoch_ms: number;
  readonly gpu: string;
}

/** Training and the suite of analyzers on the GPU, against PyTorch there and against the CPU beside it. */
const bench: Bench = async () => {
  const found = (await tryDevices()).filter(({ works, software }) => works && !software);
  const device = found.map(({ device }) => device).find((device) => device !== 'cpu');
  if (device === undefined) return { skipped: 'no GPU works here (see grokscope doctor)' };
  const pytorch = findPyTorch();
  const gpu: OwnRecord[] = [];
  const cpu: OwnRecord[] = [];
  const theirs: PeerRecord[] = [];
  const train = [beside('train-epochs.ts'), String(epochs)];
  for (let round = 0; round < rounds; round++) {
    gpu.push(printed<OwnRecord>(process.execPath, [...train, device]));
    cpu.push(printed<OwnRecord>(process.execPath, [...train, 'cpu']));
    if (pytorch !== null)
      theirs.push(printed<PeerRecord>(pytorch.python, [beside('torch_gpu.py')]));
  }
  const epoch = median(gpu.map(({ epoch_ms }) => epoch_ms));
  const how = `medians of ${rounds} alternating rounds of ${epochs} epochs`;
  const row = (
    what: string,
    ours: number,
    other: number,
    unit: string,
    note: string
  ): BenchRow => ({
    what,
    measured: `${ours.toPrecision(3)} ${unit}`,
    against: `${other.toPrecision(3)} ${unit}`,
    ratio: (ours / other).toFixed(3),
    note
  });
  const rows = [
    row(
      `one epoch of p=113 on ${device}, against our CPU`,
      epoch,
      median(cpu.map(({ epoch_ms }) => epoch_ms)),
      'ms',
      how
    )
  ];
  if (pytorch !== null) {
    const other = median(theirs.map(({ epoch_ms }) => epoch_ms));
    const peer = `${how}; ${pytorch.words}, ${theirs[0].gpu}`;
    rows.unshift(row(`one epoch of p=113 on ${device}, against PyTorch`, epoch, other, 'ms', peer));
  }
  const apart = gpu[0].losses.map((loss, i) => Math.abs(loss / cpu[0].losses[i] - 1));
  rows.push({
    what: `losses after ${epochs} epochs, ${device} beside CPU`,
    measured: Math.max(...apart).toExponential(1),
    against: '–',
    ratio: '–',
    note: 'largest relative difference of training and test loss'
  });
  const [own, other] = [suiteSeconds(device), suiteSeconds('cpu')];
  const one = 'one checkpoint of the whole suite once it runs';
  rows.push(row(`${one}, ${device} against our CPU`, own, other, 's', '96 checkpoints'));
  return { rows };
};
export default bench;

function suiteSeconds(device: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'grokscope-bench-'));
  try {
    const path = join('modulo_addition_1layer', trainedRun());
    for (const name of ['config.json', 'metadata.json', 'checkpoints'])
      cpSync(join(benchResults, path, name), join(folder, path, name), { recursive: true });
    const env = { ...process.env, GROKSCOPE_BENCH_DEVICE: device };
    const args = [beside('suite-run.ts'), folder];
    const output = execFileSync(process.execPath, args, { encoding: 'utf8', env });
    return JSON.parse(output).steady;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function printed<R>(command: string, args: readonly string[]): R {
  const output = execFileSync(command, args, { encoding: 'utf8' });
  return JSON.parse(output.trim().split('\n').at(-1)!);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
