import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, BenchRow } from './run.ts';
import { benchResults, program, trainedRun } from './trained-run.ts';

const rounds = 5;

/** Seconds of whole `grokscope export` calls on the run of the benchmarks, from a cold start. */
const bench: Bench = async () => {
  const variant = trainedRun();
  const folder = mkdtempSync(join(tmpdir(), 'grokscope-bench-'));
  const seconds = (words: readonly string[], out: string): number => {
    const started = performance.now();
    const args = [
      'export',
      variant,
      ...words,
      '--results',
      benchResults,
      '--out',
      join(folder, out),
      '--force'
    ];
    const { status, stderr } = spawnSync(process.execPath, [program, ...args]);
    if (status !== 0) throw new Error(String(stderr));
    return (performance.now() - started) / 1000;
  };
  const row = (what: string, measured: number, budget: number, note: string): BenchRow => ({
    what,
    measured: `${measured.toFixed(1)} s`,
    against: `${budget} s`,
    ratio: (measured / budget).toFixed(2),
    note
  });
  const median = (count: number, once: () => number): number =>
    Array.from({ length: count }, once).sort((a, b) => a - b)[count >> 1] ?? Number.NaN;
  try {
    const png = median(rounds, () => seconds(['loss_curves'], 'a.png'));
    const heat = median(rounds, () => seconds(['neuron_freq_clusters'], 'b.png'));
    const all = ['--epochs', 'all', '--width', '900', '--height', '500'];
    const bars = median(1, () => seconds(['coarseness_distribution', ...all], 'c.gif'));
    const maps = median(1, () => seconds(['neuron_heatmap', '--neuron', '37', ...all], 'd.gif'));
    const how = `median of ${rounds} processes`;
    return {
      rows: [
        row('one PNG, lines (loss_curves, 1200×800 at scale 2)', png, 4, how),
        row('one PNG, heat map (neuron_freq_clusters)', heat, 4, how),
        row('GIF of 96 frames, 900×500, bars (coarseness_distribution)', bars, 60, 'one process'),
        row('GIF of 96 frames, 900×500, heat maps (neuron_heatmap)', maps, 60, 'one process')
      ]
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
export default bench;
