import { chmodSync, cpSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import * as library from '../../src/index.ts';
import { readFamily, readSummary, readVariant } from '../../src/loader/index.ts';
import { analyzeVariant } from '../../src/workbench/analysis/index.ts';
import { explorerSource } from '../../src/workbench/explorer/explorer-source.ts';
import { grokscope } from '../cli/program.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { bars, heatmap, shapesNamed } from '../helpers/traces.ts';
import { type TrainedRun, trainedRun } from '../helpers/trained-run.ts';
import { exploring } from '../tui/explorer.ts';

const { renderNeuronFreqTrajectory } = library;

let run: TrainedRun;
beforeAll(async () => {
  run = await trainedRun();
});

/** Three epochs of four neurons; frequencies 0-based. */
const dynamics = {
  epochs: [0, 100, 1000],
  dominant_freq: [
    [0, 5, 2, 1],
    [3, 5, 2, 1],
    [3, 0, 2, 0]
  ],
  max_frac: [
    [0.2, 0.9, 0.6, 0.6],
    [0.8, 0.9, 0.5, 0.4],
    [0.9, 0.7, 0.6, 0.8]
  ]
};
const numbers = (values: ArrayLike<unknown> | undefined) => Array.from(values ?? []);
const gaps = (options: object) =>
  heatmap(renderNeuronFreqTrajectory(dynamics, options)).z.flatMap((row) =>
    numbers(row).filter(Number.isNaN)
  ).length;

describe('REQ_042 conditions', () => {
  it('1. render_neuron_freq_trajectory() produces a Plotly heatmap with neuron×epoch layout, colored by dominant frequency, with uncommitted neurons masked', async () => {
    const map = heatmap(renderNeuronFreqTrajectory(dynamics, { prime: 13 }));
    expect(map.z.map((row) => numbers(row))).toEqual([
      [Number.NaN, 3, 3],
      [5, 5, 0],
      [2, 2, 2],
      [1, Number.NaN, 0]
    ]);
    expect(numbers(map.x)).toEqual(dynamics.epochs);
    const variant = await library.open(run.variant.path);
    const drawn = heatmap(await variant.figure('neuron_freq_trajectory'));
    expect(drawn.z).toHaveLength(24);
    expect(numbers(drawn.x)).toEqual([0, 10, 20, 30, 40]);
  });

  it('1. … also from the stored artifact of the Python workbench', async () => {
    const path = pythonVariant();
    if (path === null) return;
    const variant = await library.open(path);
    expect(heatmap(await variant.figure('neuron_freq_trajectory')).z).toHaveLength(512);
    expect(bars(await variant.figure('commitment_timeline'))).toHaveLength(1);
    expect(bars(await variant.figure('switch_count_distribution'))).toHaveLength(1);
  });

  it('2. Sorted view groups neurons by final dominant frequency', () => {
    const figure = renderNeuronFreqTrajectory(dynamics, { prime: 13, sortedByFinal: true });
    const last = heatmap(figure).z.map((row) => row[2]);
    expect(last).toEqual([0, 0, 2, 3]);
    expect(heatmap(figure).y).toEqual(['neuron 3', 'neuron 1', 'neuron 2', 'neuron 0']);
  });

  it('3. Uncommitted threshold defaults to 3 / (p // 2) (3× uniform baseline), configurable', async () => {
    expect(gaps({ prime: 13 })).toBe(2); // 3/6
    expect(gaps({ prime: 7 })).toBe(12); // 3/3
    expect(gaps({ prime: 113 })).toBe(0); // 3/56
    expect(gaps({ prime: 13, threshold: 0.65 })).toBe(6);
    const stored = await library.readAcross(run.variant, 'neuron_dynamics');
    expect(stored.threshold?.data[0]).toBeCloseTo(3 / 5, 12);
  });

  it('4. Colorscale uses muted HSL hue rotation (saturation ≤ 0.5)', () => {
    const { colorscale } = heatmap(renderNeuronFreqTrajectory(dynamics, { prime: 13 }));
    const hues = colorscale!.map(([, color]) => hsl(color));
    for (const { saturation, lightness } of hues) {
      expect(saturation).toBeLessThanOrEqual(0.505); // rounded to bytes
      // about 0.55, in shades that tell near hues apart (issue 12)
      expect(Math.abs(lightness - 0.55)).toBeLessThan(0.16);
    }
    expect(new Set(hues.map(({ hue }) => Math.round(hue * 6) % 6)).size).toBe(6);
  });

  it('5. Summary computation adds `switch_count` and `commitment_epoch` fields to neuron_freq_norm summary', async () => {
    const summary = await readSummary(run.variant, 'neuron_freq_norm');
    const across = await library.readAcross(run.variant, 'neuron_dynamics');
    expect(summary.switch_count?.shape).toEqual([5, 24]);
    expect(summary.commitment_epoch?.shape).toEqual([5, 24]);
    expect(numbers(summary.switch_count?.data).slice(-24)).toEqual(
      numbers(across.switch_counts?.data)
    );
    expect(numbers(summary.commitment_epoch?.data).slice(-24)).toEqual(
      numbers(across.commitment_epochs?.data)
    );
  });

  it('5. … on a results folder of the Python workbench, without recomputing its per-epoch artifacts', async () => {
    const results = copyOfPython();
    if (results === null) return;
    const [variant] = await library.listVariants(results);
    const before = written(variant.path);
    const theirs = await library.readAcross(variant, 'neuron_dynamics');
    expect(await readSummary(variant, 'neuron_freq_norm')).not.toHaveProperty('switch_count');
    const report = await analyzeVariant(variant, {
      analyzers: ['neuron_freq_norm'],
      device: 'cpu'
    });
    expect(report).toMatchObject({ artifacts: 0, remade: ['neuron_freq_norm/summary.npz'] });
    const after = written(variant.path);
    expect(Object.keys(after).filter((file) => after[file] !== before[file])).toEqual([
      'neuron_freq_norm/summary.npz'
    ]);
    const made = await readSummary(variant, 'neuron_freq_norm');
    expect(numbers(made.switch_count?.data).slice(-512)).toEqual(
      numbers(theirs.switch_counts?.data)
    );
    expect(numbers(made.commitment_epoch?.data).slice(-512)).toEqual(
      numbers(theirs.commitment_epochs?.data)
    );
  });

  it('6. Neuron activation animation function generates frame sequence for a given neuron across epochs', async () => {
    const variant = await library.open(run.variant.path);
    const [live, other] = await library.listNeurons(run.variant, 'coarseness');
    const neuron = live.neuron;
    const frames = await variant.frames('neuron_heatmap', { neuron });
    const titles = frames.map(({ layout }) => layout.title?.text);
    for (const [i, epoch] of [0, 10, 20, 30, 40].entries())
      expect(titles[i]).toMatch(new RegExp(`${neuron}.*Epoch ${epoch}\\b`));
    const scales = new Set(frames.map((frame) => `${heatmap(frame).zmin} ${heatmap(frame).zmax}`));
    expect(scales.size).toBe(1);
    expect(heatmap(frames[4]).z).not.toEqual(heatmap(frames[0]).z);
    const some = await variant.frames('neuron_heatmap', { neuron, epochs: '10:30:20' });
    expect(some.map((frame) => heatmap(frame).z)).toEqual([1, 3].map((i) => heatmap(frames[i]).z));
    const [last] = await variant.frames('neuron_heatmap', { neuron: other.neuron, epochs: [40] });
    expect(heatmap(last).z).not.toEqual(heatmap(frames[4]).z);
  });

  it('6. … as an animated GIF with a frame per stored epoch', async () => {
    const out = join(temporaryFolder(), 'neuron.gif');
    const words = [
      'export',
      run.variant.path,
      'neuron_heatmap',
      '--neuron',
      '7',
      '--epochs',
      'all'
    ];
    const size = ['--width', '240', '--height', '200', '--format', 'gif', '--out', out];
    const { code, stderr } = await grokscope([...words, ...size]);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('grokscope:')]);
    expect((await sharp(out, { pages: -1 }).metadata()).pages).toBe(5);
  });

  it('6. … and any other figure moves too: per-epoch figures by their data, cross-epoch figures by their cursor', async () => {
    const variant = await library.open(run.variant.path);
    const swept = await variant.frames('coarseness_trajectory');
    expect(swept.map((frame) => shapesNamed(frame, 'cursor')[0]?.x0)).toEqual([0, 10, 20, 30, 40]);
    const clusters = await variant.frames('neuron_freq_clusters', { epochs: '0,40' });
    expect(heatmap(clusters[0]).z).not.toEqual(heatmap(clusters[1]).z);
  });

  it('7. Renderer is registered in the visualization export registry', async () => {
    expect(library.findVisualization('neuron_freq_trajectory').kind).toBe('run');
    const family = await readFamily('modulo_addition_1layer');
    expect(family.visualizations).toContain('neuron_freq_trajectory');
    const words = ['export', run.variant.path, 'neuron_freq_trajectory', '--format', 'json'];
    const out = join(temporaryFolder(), 'figure.json');
    expect((await grokscope([...words, '--out', out])).code).toBe(0);
    expect(statSync(out).size).toBeGreaterThan(100);
  });

  it('8. Dashboard integration: a group of its own in the explorer, inherently cross-epoch', async () => {
    const { groups } = await explorerSource(run.results).openRun(run.variant.name);
    const group = groups.find(({ title }) => title === 'Neuron dynamics');
    expect(group?.panels.map(({ kind }) => kind)).toEqual(['run', 'run', 'run']);
  });

  it('8. … a view of its own with the variants in the sidebar and no epoch control', async () => {
    const { terminal, number } = await neuronDynamics();
    expect(terminal.lines()[0]).toMatch(new RegExp(`^ ${number} Neuron dynamics +.*p11 s\\d+`));
    expect(terminal.text()).not.toMatch(/epoch 40\b|\[5\/5\]/);
    const before = terminal.text();
    await terminal.press(',');
    expect(terminal.lines().at(-1)).toContain('is about all epochs at once');
    await terminal.press('esc');
    expect(terminal.text()).toBe(before);
    await terminal.press('b');
    expect(terminal.text()).toMatch(/╭─ Variants ─[\s\S]*▸ ?\d+ Neuron dynamics/);
    await terminal.press('esc', '0');
    expect(terminal.lines()[0]).toContain('epoch 40 [5/5]');
  });

  it('9. Page layout: trajectory heatmap with natural/sorted toggle, commitment timeline histogram, switch count distribution', async () => {
    const source = explorerSource(run.results);
    const { groups } = await source.openRun(run.variant.name);
    const group = groups.find(({ title }) => title === 'Neuron dynamics');
    expect(group?.panels.map(({ id }) => id)).toEqual([
      'neuron_freq_trajectory',
      'commitment_timeline',
      'switch_count_distribution'
    ]);
    const rows = async (sorted_by_final: boolean) => {
      const request = { epoch: 0, neuron: 0, set: { sorted_by_final } };
      const figure = await source.figure(run.variant.name, 'neuron_freq_trajectory', request);
      return heatmap(figure).y;
    };
    expect(await rows(false)).toEqual(Array.from({ length: 24 }, (_, n) => n));
    expect(await rows(true)).not.toEqual(await rows(false));
  });

  it('9. … as one page: the trajectory large, its order switched by a key, both histograms below, values under a cursor', async () => {
    const { terminal } = await neuronDynamics();
    const row = (pattern: RegExp) => terminal.lines().findIndex((line) => pattern.test(line));
    expect(row(/^╭─ Frequency trajectory · .+ ─+ s sorted by final: off ─╮$/)).toBe(1);
    const below = row(/^╭─ Commitment timeline .*─+╮╭─ Switch counts .*─+╮$/);
    expect(below - 1).toBeGreaterThan(40 - 1 - below);
    expect(terminal.text()).not.toContain('neurons by final frequency');
    await terminal.press('s');
    expect(terminal.lines()[1]).toContain('s sorted by final: on');
    expect(terminal.text()).toContain('neurons by final frequency');
    await terminal.press('z', 'left', 's', 'left');
    expect(terminal.lines()[1]).toContain('s sorted by final: off');
    expect(terminal.text()).toMatch(/neuron \d+, epoch \d+ [\s\S]*frequency \d+, fraction 0\.\d+/);
  });
});

describe('REQ_042 constraints', () => {
  it('all data derives from existing neuron_freq_norm per-epoch artifacts', async () => {
    const results = temporaryFolder();
    cpSync(run.results, results, { recursive: true });
    const path = join(results, run.variant.family, run.variant.name);
    rmSync(join(path, 'checkpoints'), { recursive: true });
    rmSync(join(path, 'artifacts', 'neuron_dynamics'), { recursive: true });
    const report = await analyzeVariant(await readVariant(path), {
      analyzers: ['neuron_dynamics']
    });
    expect(report.remade).toEqual(['neuron_dynamics/cross_epoch.npz']);
    const [made, known] = [await readVariant(path), run.variant].map((variant) =>
      library.readAcross(variant, 'neuron_dynamics')
    );
    expect(await made).toEqual(await known);
  });

  it('summaries without these fields do not break the dashboard', async () => {
    const results = copyOfPython();
    if (results === null) return;
    const source = explorerSource(results);
    const [entry] = await source.listVariants();
    const { groups } = await source.openRun(entry.name);
    const ids = groups.flatMap((group) => group.panels.map(({ id }) => id));
    expect(ids).toEqual(
      expect.arrayContaining(['specialization_trajectory', 'neuron_freq_trajectory'])
    );
    const request = { epoch: 59, neuron: 0 };
    for (const id of ids)
      expect(await source.figure(entry.name, id, request)).toHaveProperty('data');
  });

  it('panels are absent without neuron_dynamics', async () => {
    const results = temporaryFolder();
    cpSync(run.results, results, { recursive: true });
    const artifacts = join(results, run.variant.family, run.variant.name, 'artifacts');
    rmSync(join(artifacts, 'neuron_dynamics'), { recursive: true });
    const { groups } = await explorerSource(results).openRun(run.variant.name);
    expect(groups.map(({ title }) => title)).not.toContain('Neuron dynamics');
  });

  it('the top thrashers can be listed: `list neurons VARIANT --sort switches`', async () => {
    const words = [
      'list',
      'neurons',
      run.variant.path,
      '--sort',
      'switches',
      '--top',
      '5',
      '--json'
    ];
    const rows = JSON.parse((await grokscope(words)).stdout) as {
      neuron: number;
      switches: number;
    }[];
    const { switch_counts } = await library.readAcross(run.variant, 'neuron_dynamics');
    const most = Array.from(switch_counts.data).sort((a, b) => b - a);
    expect(rows.map(({ switches }) => switches)).toEqual(most.slice(0, 5));
    for (const { neuron, switches } of rows) expect(switch_counts.data[neuron]).toBe(switches);
  });
});

/** The explorer in a fake terminal of 120×42, at the neuron dynamics of the trained run. */
async function neuronDynamics() {
  const { views = [] } = await explorerSource(run.results).openRun(run.variant.name);
  const number = views.findIndex(({ title }) => title === 'Neuron dynamics') + 1;
  const { terminal } = await exploring([120, 42], explorerSource(run.results));
  await terminal.press(...`:view ${number}`, 'enter');
  await terminal.settled();
  return { terminal, number };
}

function pythonVariant(): string | null {
  return shared(
    'data/workbench/modulo_addition_1layer/modulo_addition_1layer_p13_seed999_dseed598'
  );
}

/** A writable copy of the Python workbench's results, null where they are absent. */
function copyOfPython(): string | null {
  const from = shared('data/workbench');
  if (from === null) return null;
  const results = temporaryFolder();
  cpSync(from, results, { recursive: true, preserveTimestamps: true });
  for (const name of ['.', ...readdirSync(results, { recursive: true, encoding: 'utf8' })]) {
    const file = join(results, name);
    chmodSync(file, statSync(file).isDirectory() ? 0o755 : 0o644);
  }
  return results;
}

/** When each npz below artifacts was written. */
function written(path: string): Record<string, number> {
  const root = join(path, 'artifacts');
  return Object.fromEntries(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.npz'))
      .map((name) => [name, statSync(join(root, name)).mtimeMs])
  );
}

function hsl(color: string): { hue: number; saturation: number; lightness: number } {
  const [r, g, b] = /#(..)(..)(..)/
    .exec(color)!
    .slice(1)
    .map((byte) => Number.parseInt(byte, 16) / 255);
  const [high, low] = [Math.max(r, g, b), Math.min(r, g, b)];
  const lightness = (high + low) / 2;
  const spread = high - low;
  const saturation = spread / (1 - Math.abs(2 * lightness - 1));
  const sector =
    high === r
      ? (((g - b) / spread) % 6) + 6
      : high === g
        ? (b - r) / spread + 2
        : (r - g) / spread + 4;
  return { hue: (sector / 6) % 1, saturation, lightness };
}
