import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNpz, writeNpz } from '../src/codec/index.ts';
import { drawFigure } from '../src/render-terminal/index.ts';
import { explorerSource } from '../src/workbench/explorer/explorer-source.ts';
import type { PanelGroup, RunDescription } from '../src/workbench/explorer/explorer-workbench.ts';
import {
  type ProgramTerminal,
  startInTerminal,
  type WireFrame,
  type WithImages
} from './explorer-terminal.ts';
import { longResults, longRun } from './long-run.ts';
import type { Bench, BenchRow } from './run.ts';
import { program } from './trained-run.ts';

const size = { columns: 160, rows: 48 };
const starts = 7;
const idleSeconds = 10;
/** Pixels of a cell where plots are kitty's images. */
const pictureCell = { width: 9, height: 18 };
/** A screen is settled that stays as it is for so many milliseconds: searches begin after 300. */
const settled = 1200;

/**
 * The real explorer in a pseudo-terminal of 160×48, on the long run (long-run.ts), as its user meets
 * it: from the command to the settled screen, and through every view. GROKSCOPE_BENCH_RESULTS names
 * a results folder to keep the run in instead of .bench.
 */
const bench: Bench = async () => {
  if (spawnSync('script', ['--version']).status !== 0)
    return { skipped: '`script` (util-linux) is not installed' };
  const folder = mkdtempSync(join(tmpdir(), 'grokscope-bench-'));
  try {
    const variant = await longRun();
    const words = ['explore', '--results', longResults];
    const env = {
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      LANG: 'C.UTF-8',
      NO_COLOR: '',
      FORCE_COLOR: '',
      GROKSCOPE_STATE_DIR: join(folder, 'state')
    };
    const open = (node: string, images: WithImages | null = null) => {
      // Every start is a first one: nothing is remembered.
      rmSync(env.GROKSCOPE_STATE_DIR, { recursive: true, force: true });
      return startInTerminal([node, program, ...words], size, env, settled, images);
    };
    const startsUnder = async (node: string) => {
      const first: WireFrame[] = [];
      for (let i = 0; i <= starts; i++) {
        const terminal = await open(node);
        // The first one fills Node's compile cache, as after an installation.
        if (i > 0) first.push(terminal.first);
        await terminal.close();
      }
      return first;
    };
    const rows = [
      startRow('explorer: command to settled screen', await startsUnder(process.execPath))
    ];
    const old = olderNode();
    if (old)
      rows.push(
        startRow(
          `the same, typed under the system's Node ${old.version}`,
          await startsUnder(old.path)
        )
      );
    const source = explorerSource(longResults);
    const { groups, views = [] } = await source.openRun(variant);
    await source.close();
    const pictured = await open(process.execPath, pictureCell);
    const withImages = await viewRows(pictured, groups, views, 'images').finally(() =>
      pictured.close()
    );
    const terminal = await open(process.execPath);
    try {
      const { rows: scrubbed, detail } = await viewRows(terminal, groups, views, 'truecolor');
      rows.push(...scrubbed, ...withImages.rows);
      rows.push(...(await restRows(terminal)), ...millionRows());
      const head = [...detail.head, ...detail.head.slice(1).map((word) => `images: ${word}`)];
      return {
        rows,
        detail: {
          head,
          rows: detail.rows.map((row, i) => [...row, ...(withImages.detail.rows[i] ?? []).slice(1)])
        }
      };
    } finally {
      await terminal.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
export default bench;

/** The Node that a user's PATH has besides the pinned one, where the launcher starts the pinned one. */
function olderNode(): { readonly path: string; readonly version: string } | null {
  for (const path of ['/usr/local/bin/node', '/usr/bin/node']) {
    const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
    const version = stdout?.trim().slice(1) ?? '';
    if (status === 0 && Number(version.split('.')[0]) < 22) return { path, version };
  }
  return null;
}

function startRow(what: string, frames: readonly WireFrame[]): BenchRow {
  const ms = frames.map((frame) => frame.ms);
  return {
    what,
    measured: `${at(ms, 0.5).toFixed(0)} ms`,
    against: '400 ms',
    ratio: (at(ms, 0.5) / 400).toFixed(2),
    note: `median of ${frames.length} starts (${Math.min(...ms).toFixed(0)} to ${Math.max(...ms).toFixed(0)}), from exec to the last byte before ${settled} ms without one`
  };
}

interface Scrubbed {
  readonly view: string;
  readonly p50: number;
  readonly p95: number;
  readonly bytes: number;
}

/** Steps through 40 epochs of the overview and of every view that has an epoch cursor. */
async function viewRows(
  terminal: ProgramTerminal,
  groups: readonly PanelGroup[],
  places: NonNullable<RunDescription['views']>,
  how: 'images' | 'truecolor'
) {
  const views: Scrubbed[] = [];
  const scrub = async (view: string) => {
    const frames: WireFrame[] = [];
    await terminal.press('\x1b[F', settled);
    for (let i = 0; i < 40; i++) frames.push(await terminal.press(','));
    const ms = frames.map((frame) => frame.ms);
    const bytes = at(
      frames.map((frame) => frame.bytes / 1024),
      0.5
    );
    views.push({ view, p50: at(ms, 0.5), p95: at(ms, 0.95), bytes });
  };
  await scrub('overview');
  for (const group of groups) {
    const number = places.findIndex(({ title }) => title === group.title) + 1;
    await terminal.press(`:view ${number}\r`, settled);
    if (!group.isCrossEpoch) await scrub(group.title);
  }
  const worst = (of: (view: Scrubbed) => number) => views.reduce((a, b) => (of(b) > of(a) ? b : a));
  const [p50, p95, bytes] = [
    worst((view) => view.p50),
    worst((view) => view.p95),
    worst((view) => view.bytes)
  ];
  const shown =
    how === 'images'
      ? `, plots as images of ${pictureCell.width}×${pictureCell.height} a cell`
      : '';
  const row = (what: string, ms: number, budget: number, view: string): BenchRow => ({
    what: `${what}${shown}`,
    measured: `${ms.toFixed(1)} ms`,
    against: `${budget} ms`,
    ratio: (ms / budget).toFixed(2),
    note: `the slowest is ${view}; 40 keys each, one at a time, to the last byte; artifacts on disk`
  });
  const rows: BenchRow[] = [
    row(`scrubbing, slowest of ${views.length} views, p50`, p50.p50, 16, p50.view),
    row(`scrubbing, slowest of ${views.length} views, p95`, p95.p95, 33, p95.view),
    {
      what: `bytes per scrub frame, most of all views, p50${shown}`,
      measured: `${bytes.bytes.toFixed(1)} KiB`,
      against: '20 KiB',
      ratio: (bytes.bytes / 20).toFixed(2),
      note: `${bytes.view}; ${how === 'images' ? 'kitty' : how}`
    }
  ];
  const head = ['view', 'p50, ms', 'p95, ms', 'KiB per frame'];
  const detail = {
    head,
    rows: views.map(({ view, ...numbers }) => [
      view,
      ...[numbers.p50, numbers.p95, numbers.bytes].map((x) => x.toFixed(1))
    ])
  };
  return { rows, detail };
}

async function restRows(terminal: ProgramTerminal): Promise<BenchRow[]> {
  // Everything else that fills memory: many neurons, every panel maximised, help and sidebar.
  await terminal.press('0');
  for (let i = 0; i < 40; i++) await terminal.press('n', 5);
  for (const keys of ['z', '\t', '\t', '\t', '\t', '\t', '\t', '\t', 'z', '?', 'q', 'b', 'b'])
    await terminal.press(keys);
  // What is found in the background (ranges over all epochs) has to be done before it is at rest.
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
      note: `peak RSS after every view, 40 neurons and all panels; ${now.toFixed(0)} MiB at rest`
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
