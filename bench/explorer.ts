import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNpz, writeNpz } from '../src/codec/index.ts';
import { drawFigure } from '../src/render-terminal/index.ts';
import { type ProgramTerminal, startInTerminal, type WireFrame } from './explorer-terminal.ts';
import type { Bench, BenchRow } from './run.ts';
import { benchResults, program, trainedRun } from './trained-run.ts';

const size = { columns: 160, rows: 48 };
const starts = 7;
const idleSeconds = 10;

/**
 * The real explorer in a pseudo-terminal of 160×48, on a run that is trained here: p=113, 950 epochs, a checkpoint every
 * 10. GROKSCOPE_BENCH_RESULTS names a results folder to keep it in instead of .bench.
 */
const bench: Bench = async () => {
  if (spawnSync('script', ['--version']).status !== 0)
    return { skipped: '`script` (util-linux) is not installed' };
  const folder = mkdtempSync(join(tmpdir(), 'grokscope-bench-'));
  try {
    const variant = trainedRun();
    const command = [process.execPath, program, 'explore', variant, '--results', benchResults];
    const env = {
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      LANG: 'C.UTF-8',
      NO_COLOR: '',
      FORCE_COLOR: '',
      GROKSCOPE_STATE_DIR: join(folder, 'state')
    };
    const open = () => {
      // Every start is a first one: nothing is remembered.
      rmSync(env.GROKSCOPE_STATE_DIR, { recursive: true, force: true });
      return startInTerminal(command, size, env);
    };
    const first: WireFrame[] = [];
    for (let i = 0; i <= starts; i++) {
      const terminal = await open();
      // The first one fills Node's compile cache, as after an installation.
      if (i > 0) first.push(terminal.first);
      await terminal.close();
    }
    const terminal = await open();
    try {
      return {
        rows: [
          startRow(first),
          ...(await scrubRows(terminal)),
          ...(await restRows(terminal)),
          ...millionRows()
        ]
      };
    } finally {
      await terminal.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
export default bench;

function startRow(frames: readonly WireFrame[]): BenchRow {
  const ms = frames.map((frame) => frame.ms);
  return {
    what: 'explorer: start to first full frame',
    measured: `${at(ms, 0.5).toFixed(0)} ms`,
    against: '400 ms',
    ratio: (at(ms, 0.5) / 400).toFixed(2),
    note: `median of ${frames.length} starts (${Math.min(...ms).toFixed(0)} to ${Math.max(...ms).toFixed(0)}), from exec to the last byte`
  };
}

async function scrubRows(terminal: ProgramTerminal): Promise<BenchRow[]> {
  const cold: WireFrame[] = [];
  const warm: WireFrame[] = [];
  for (let i = 0; i < 60; i++) cold.push(await terminal.press(','));
  for (let i = 0; i < 50; i++) warm.push(await terminal.press('.'));
  for (let i = 0; i < 50; i++) warm.push(await terminal.press(','));
  const row = (
    what: string,
    frames: readonly WireFrame[],
    share: number,
    budget: number
  ): BenchRow => {
    const ms = at(
      frames.map((frame) => frame.ms),
      share
    );
    return {
      what,
      measured: `${ms.toFixed(1)} ms`,
      against: `${budget} ms`,
      ratio: (ms / budget).toFixed(2),
      note: `${frames.length} keys, one at a time, to the last byte`
    };
  };
  const bytes = [...cold, ...warm].map((frame) => frame.bytes / 1024);
  return [
    row('scrubbing the overview, artifacts on disk, p50', cold, 0.5, 16),
    row('scrubbing the overview, artifacts on disk, p95', cold, 0.95, 33),
    row('scrubbing over epochs seen before, p50', warm, 0.5, 16),
    row('scrubbing over epochs seen before, p95', warm, 0.95, 33),
    {
      what: 'bytes per scrub frame',
      measured: `${at(bytes, 0.5).toFixed(1)} KiB`,
      against: '20 KiB',
      ratio: (at(bytes, 0.5) / 20).toFixed(2),
      note: `p50; p95 ${at(bytes, 0.95).toFixed(1)}, at most ${Math.max(...bytes).toFixed(1)} KiB; truecolor`
    }
  ];
}

async function restRows(terminal: ProgramTerminal): Promise<BenchRow[]> {
  // Everything that fills memory: all epochs, many neurons, every panel maximised, help and sidebar.
  await terminal.press('\x1b[H', 500);
  for (let i = 0; i < 100; i++) await terminal.press('.', 5);
  for (let i = 0; i < 40; i++) await terminal.press('n', 5);
  for (const keys of ['z', '\t', '\t', '\t', '\t', '\t', '\t', '\t', 'z', '?', 'q', 'b', 'b'])
    await terminal.press(keys);
  // What is found in the background (colour ranges over all epochs) has to be done before the program is at rest.
  await untilCalm(terminal);
  const { now, most } = terminal.memory();
  const before = terminal.cpuSeconds();
  await new Promise((resolve) => setTimeout(resolve, idleSeconds * 1000));
  const idle = ((terminal.cpuSeconds() - before) / idleSeconds) * 100;
  return [
    {
      what: 'memory of the explorer',
      measured: `${most.toFixed(0)} MiB`,
      against: '250 MiB',
      ratio: (most / 250).toFixed(2),
      note: `peak RSS after all epochs, 40 neurons and all panels; ${now.toFixed(0)} MiB at rest`
    },
    {
      what: 'idle CPU',
      measured: `${idle.toFixed(1)} %`,
      against: '1 %',
      ratio: idle.toFixed(2),
      note: `${idleSeconds} s without a key`
    }
  ];
}

async function untilCalm(terminal: ProgramTerminal): Promise<void> {
  for (let i = 0; i < 30; i++) {
    const before = terminal.cpuSeconds();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    if (terminal.cpuSeconds() - before < 0.02) return;
  }
}

/** Trajectories of a million points: each new one drawn from scratch, in a process that draws already; and one read from an npz. */
function millionRows(): BenchRow[] {
  const points = 1_000_000;
  const x = Float64Array.from({ length: points }, (_, i) => i);
  const trajectory = (seed: number) =>
    x.map((i) => Math.exp(-i / 2e5) + 0.02 * Math.sin(i / 50 + seed));
  const draw = (y: Float64Array): number => {
    const started = performance.now();
    drawFigure(
      { data: [{ type: 'scatter', name: 'Loss', x: x.slice(), y, mode: 'lines' }], layout: {} },
      { width: 158, height: 40 }
    );
    return performance.now() - started;
  };
  for (let i = 0; i < 5; i++) draw(trajectory(i));
  const fresh = Array.from({ length: 11 }, (_, i) => trajectory(5 + i)).map(draw);
  const shape = [points];
  const bytes = writeNpz({
    epochs: { dtype: 'float64', shape, data: x },
    loss: { dtype: 'float64', shape, data: trajectory(0) }
  });
  const loads = Array.from({ length: 5 }, () => {
    const started = performance.now();
    readNpz(bytes);
    return performance.now() - started;
  });
  const row = (
    what: string,
    values: readonly number[],
    budget: number,
    note: string
  ): BenchRow => ({
    what,
    measured: `${at(values, 0.5).toFixed(1)} ms`,
    against: `${budget} ms`,
    ratio: (at(values, 0.5) / budget).toFixed(2),
    note
  });
  return [
    row(
      '1 M points in one trajectory, drawn',
      fresh,
      15,
      'median of 11 trajectories not seen before, arrays copied'
    ),
    row('1 M points in one trajectory, loaded', loads, 500, 'decoded from npz, two float64 arrays')
  ];
}

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
