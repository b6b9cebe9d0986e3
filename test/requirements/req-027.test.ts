import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import neuronFreqNorm from '../../src/analyzers/neurons/neuron-freq-norm.ts';
import { float32, type NamedArrays, type Tensor } from '../../src/array/tensor.ts';
import { readNpz, writeNpz } from '../../src/codec/index.ts';
import * as library from '../../src/index.ts';
import { readFamily, readProvenance, readSummary, readVariant } from '../../src/loader/index.ts';
import { resolveOptions } from '../../src/option/option.ts';
import { explorerSource } from '../../src/workbench/explorer/explorer-source.ts';
import { grokscope } from '../cli/program.ts';
import { pairContext } from '../helpers/pair-context.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { heatmap, scatters, shapesNamed } from '../helpers/traces.ts';
import { type TrainedRun, trainedRun } from '../helpers/trained-run.ts';

const { renderSpecializationByFrequency, renderSpecializationTrajectory } = library;

const keys = [
  'specialized_count_per_freq',
  'specialized_count_low',
  'specialized_count_mid',
  'specialized_count_high',
  'specialized_count_total',
  'mean_max_frac',
  'median_max_frac'
];

let run: TrainedRun;
let stored: NamedArrays;
beforeAll(async () => {
  run = await trainedRun();
  stored = await readSummary(run.variant, 'neuron_freq_norm');
});

type Row = Readonly<Record<string, Tensor>>;

/** The summary row of a norm_matrix, [frequency][neuron]. */
function summarized(matrix: readonly (readonly number[])[], set: object = {}): Row {
  const data = Float32Array.from(matrix.flat());
  const norm_matrix = float32(data, [matrix.length, matrix[0].length]);
  const context = { epoch: 0, ...pairContext(2 * matrix.length + 1) };
  const parameters = resolveOptions(neuronFreqNorm.parameters!, set as Record<string, unknown>);
  const row = neuronFreqNorm.summarize!({ norm_matrix }, context, parameters, {});
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      typeof value === 'number'
        ? { dtype: 'float64', shape: [], data: Float64Array.of(value) }
        : value
    ])
  );
}

const one = (row: Row, key: string) => row[key]?.data[0];
const numbers = (values: ArrayLike<unknown> | undefined) => Array.from(values ?? []);

/** Six frequencies, six neurons; neuron n holds share `share` of frequency `at[n]`. */
function clusters(at: readonly number[], share: number): number[][] {
  return Array.from({ length: 6 }, (_, k) =>
    at.map((own) => (own === k ? share : (1 - share) / 5))
  );
}

describe('REQ_027 analyzer extension', () => {
  it('get_summary_keys() added to NeuronFreqClustersAnalyzer, returning all summary key names', () => {
    expect(Object.keys(neuronFreqNorm.summary!)).toEqual(expect.arrayContaining(keys));
  });

  it('compute_summary() added, returning all summary statistics from norm_matrix', () => {
    const row = summarized(clusters([0, 0, 2, 3, 4, 5], 0.95));
    expect(Object.keys(row)).toEqual(expect.arrayContaining(keys));
    for (const key of keys) expect(stored[key]?.shape[0], key).toBe(5);
  });

  it('Existing analyze() method and norm_matrix artifact unchanged', async () => {
    expect(neuronFreqNorm.arrays).toEqual({ norm_matrix: ['frequency', 'd_mlp'] });
    const { norm_matrix, ...more } = await library.readArtifact(
      run.variant,
      'neuron_freq_norm',
      40
    );
    expect(more).toEqual({});
    expect(norm_matrix).toMatchObject({ dtype: 'float32', shape: [5, 24] });
    const python = pythonVariant();
    if (python === null) return;
    const theirs = await library.readArtifact(await readVariant(python), 'neuron_freq_norm', 59);
    expect(Object.keys(theirs)).toEqual(['norm_matrix']);
    expect(theirs.norm_matrix).toMatchObject({ dtype: 'float32', shape: [6, 512] });
  });

  it('specialized_count_per_freq correctly counts neurons above threshold per frequency', () => {
    const row = summarized(clusters([0, 0, 2, 3, 3, 5], 0.95));
    expect(numbers(row.specialized_count_per_freq?.data)).toEqual([2, 0, 1, 2, 0, 1]);
    const mixed = clusters([0, 0, 2, 3, 3, 5], 0.95).map((r) => [...r.slice(0, 5), 1 / 6]);
    expect(numbers(summarized(mixed).specialized_count_per_freq?.data)).toEqual([2, 0, 1, 2, 0, 0]);
  });

  it('Range bucket counts correctly partition frequencies into low/mid/high', () => {
    const row = summarized(clusters([0, 1, 1, 2, 4, 5], 0.95));
    expect(one(row, 'specialized_count_low')).toBe(3);
    expect(one(row, 'specialized_count_mid')).toBe(1);
    expect(one(row, 'specialized_count_high')).toBe(2);
  });

  it('specialized_count_total equals sum of range bucket counts', () => {
    const [low, mid, high, total] = ['low', 'mid', 'high', 'total'].map(
      (range) => stored[`specialized_count_${range}`].data
    );
    for (let e = 0; e < 5; e++) expect(total[e]).toBe(low[e] + mid[e] + high[e]);
  });

  it('mean_max_frac and median_max_frac computed from per-neuron maximum variance fractions', async () => {
    const row = summarized([
      [0.5, 0.1, 1],
      [0.25, 0.3, 0]
    ]);
    expect(one(row, 'mean_max_frac')).toBeCloseTo(0.6, 6);
    expect(one(row, 'median_max_frac')).toBeCloseTo(0.5, 6);
  });
});

describe('REQ_027 renderers', () => {
  const summary = {
    epochs: [0, 100, 200],
    specialized_count_low: [0, 2, 4],
    specialized_count_mid: [1, 1, 0],
    specialized_count_high: [0, 0, 3],
    specialized_count_total: [1, 3, 7],
    specialized_count_per_freq: [
      [0, 0, 1, 0, 0, 0],
      [1, 1, 1, 0, 0, 0],
      [3, 1, 0, 0, 0, 3]
    ]
  };

  it('render_specialization_trajectory() produces a multi-line Plotly figure with epoch indicator', () => {
    const figure = renderSpecializationTrajectory(summary, { currentEpoch: 100 });
    const lines = scatters(figure);
    expect(lines.map(({ name }) => name)).toEqual(['Total', 'Low freq', 'Mid freq', 'High freq']);
    expect(lines.map(({ y }) => numbers(y))).toEqual([
      summary.specialized_count_total,
      summary.specialized_count_low,
      summary.specialized_count_mid,
      summary.specialized_count_high
    ]);
    expect(shapesNamed(figure, 'cursor')).toMatchObject([{ x0: 100, x1: 100 }]);
    expect(figure.layout.xaxis?.title?.text).toBe('epoch');
    expect(figure.layout.yaxis?.title?.text).toBe('neurons');
  });

  it('render_specialization_by_frequency() produces a Plotly heatmap', () => {
    const figure = renderSpecializationByFrequency(summary);
    const map = heatmap(figure);
    expect(map.z).toHaveLength(6);
    expect(map.z.map((row) => numbers(row))[0]).toEqual([0, 1, 3]);
    expect(numbers(map.x)).toEqual(summary.epochs);
    expect(shapesNamed(figure, 'cursor')).toEqual([]);
    const marked = renderSpecializationByFrequency(summary, { currentEpoch: 200 });
    expect(shapesNamed(marked, 'cursor')).toMatchObject([{ x0: 200 }]);
  });

  it('Both accept title override parameter', () => {
    for (const render of [renderSpecializationTrajectory, renderSpecializationByFrequency])
      expect(render(summary, { title: 'Mine' }).layout.title?.text).toBe('Mine');
  });

  it('Both return plotly.graph_objects.Figure (here Plotly figure JSON)', () => {
    for (const render of [renderSpecializationTrajectory, renderSpecializationByFrequency])
      expect(Object.keys(JSON.parse(library.figureJson(render(summary))))).toEqual([
        'data',
        'layout'
      ]);
  });

  it('Exported from visualization/__init__.py (here from the package’s entry)', () => {
    expect(library.renderSpecializationTrajectory).toBeTypeOf('function');
    expect(library.renderSpecializationByFrequency).toBeTypeOf('function');
  });
});

describe('REQ_027 dashboard (the explorer)', () => {
  it('Specialization trajectory panel appears when neuron_freq_norm summary data exists, beside the clusters', async () => {
    const panels = await panelsOf(run.results, run.variant.name);
    const at = panels.indexOf('specialization_trajectory');
    expect(at).toBeGreaterThan(0);
    expect(panels[at + 1]).toBe('neuron_freq_clusters');
    const results = shared('data/workbench');
    if (results === null) return;
    const [theirs] = await explorerSource(results).listVariants();
    expect(await panelsOf(results, theirs.name)).toContain('specialization_trajectory');
  });

  it('Panel absent when summary does not exist', async () => {
    const results = copy();
    rmSync(artifact(results, 'neuron_freq_norm/summary.npz'));
    const panels = await panelsOf(results, run.variant.name);
    expect(panels).not.toContain('specialization_trajectory');
    expect(panels).not.toContain('specialization_by_frequency');
    expect(panels).toContain('neuron_freq_clusters');
  });

  it('Summary data loaded once on variant selection', async () => {
    const results = copy();
    const source = explorerSource(results);
    await source.openRun(run.variant.name);
    const draw = async (epoch: number) =>
      source.figure(run.variant.name, 'specialization_trajectory', { epoch, neuron: 0 });
    await draw(0);
    rmSync(artifact(results, 'neuron_freq_norm/summary.npz'));
    expect(scatters(await draw(30))).toHaveLength(4);
  });

  it('Epoch indicator updates on slider change', async () => {
    const source = explorerSource(run.results);
    await source.openRun(run.variant.name);
    for (const epoch of [10, 40]) {
      const request = { epoch, neuron: 0 };
      const figure = await source.figure(run.variant.name, 'specialization_trajectory', request);
      expect(shapesNamed(figure, 'cursor')).toMatchObject([{ x0: epoch, x1: epoch }]);
    }
  });
});

describe('REQ_027 family registration', () => {
  it('"specialization_trajectory" added to visualizations list in family.json', async () => {
    const family = await readFamily('modulo_addition_1layer');
    expect(family.visualizations).toContain('specialization_trajectory');
    expect(family.visualizations).toContain('specialization_by_frequency');
  });
});

describe('REQ_027 tests', () => {
  it('Summary keys match compute_summary() output keys', () => {
    const row = summarized(clusters([0, 1, 2, 3, 4, 5], 0.95));
    expect(Object.keys(row).sort()).toEqual(Object.keys(neuronFreqNorm.summary!).sort());
  });

  it('specialized_count_per_freq has shape (n_freq,) with non-negative integer values', () => {
    const row = summarized(clusters([0, 1, 2, 3, 4, 5], 0.95));
    expect(row.specialized_count_per_freq?.shape).toEqual([6]);
    expect(stored.specialized_count_per_freq?.shape).toEqual([5, 5]);
    for (const count of stored.specialized_count_per_freq.data)
      expect(Number.isInteger(count) && count >= 0).toBe(true);
  });

  it('Range counts are non-negative and sum to specialized_count_total', async () => {
    const python = pythonVariant();
    const summaries = [stored];
    if (python !== null)
      summaries.push(await readSummary(await readVariant(python), 'neuron_freq_norm'));
    for (const summary of summaries) {
      const counts = ['low', 'mid', 'high'].map((r) => summary[`specialized_count_${r}`].data);
      summary.specialized_count_total.data.forEach((total, e) => {
        const each = counts.map((column) => column[e]);
        expect(Math.min(...each)).toBeGreaterThanOrEqual(0);
        expect(each.reduce((a, b) => a + b)).toBe(total);
      });
    }
  });

  it('mean_max_frac and median_max_frac are in [0, 1]', () => {
    for (const key of ['mean_max_frac', 'median_max_frac'])
      for (const value of stored[key].data) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }
  });

  it('Known input: all-specialized matrix → counts match expectations', () => {
    const row = summarized(clusters([0, 1, 2, 3, 4, 5], 1));
    expect(numbers(row.specialized_count_per_freq?.data)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(keys.slice(1).map((key) => one(row, key))).toEqual([2, 2, 2, 6, 1, 1]);
  });

  it('Known input: no-specialized matrix → all counts are 0', () => {
    const row = summarized(clusters([0, 1, 2, 3, 4, 5], 0.5));
    expect(numbers(row.specialized_count_per_freq?.data)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(keys.slice(1, 5).map((key) => one(row, key))).toEqual([0, 0, 0, 0]);
  });

  it('Renderers produce valid Plotly figures', async () => {
    const variant = await library.open(run.variant.path);
    for (const id of ['specialization_trajectory', 'specialization_by_frequency']) {
      const figure = await variant.figure(id);
      expect(figure.data.length).toBeGreaterThan(0);
      const bytes = await library.exportFigure(figure, { format: 'json' });
      expect(JSON.parse(Buffer.from(bytes).toString())).toHaveProperty('layout.xaxis');
    }
  });
});

describe('REQ_027 parameters and constraints', () => {
  it('the default threshold is 0.9, counted from it on in the precision of the data', () => {
    const share = Math.fround(0.9);
    const row = summarized([
      [share, 0.89],
      [1 - share, 0.11]
    ]);
    expect(one(row, 'specialized_count_total')).toBe(1);
  });

  it('`analyze --set specialization_threshold=… --set n_range_buckets=…` remakes the summary alone and is recorded in the manifest', async () => {
    const results = copy();
    const name = run.variant.name;
    const before = written(results);
    const words = ['--set', 'specialization_threshold=0.4', '--set', 'n_range_buckets=4'];
    const only = [
      '--analyzer',
      'coarseness',
      '--analyzer',
      'neuron_dynamics',
      '--results',
      results
    ];
    const call = await grokscope(['analyze', name, ...words, ...only]);
    expect(call.stderr).toBe('');
    expect(call.code).toBe(0);
    const after = written(results);
    const remade = Object.keys(after).filter((file) => after[file] !== before[file]);
    expect(remade).toEqual(['neuron_freq_norm/summary.npz']);
    const variant = await readVariant(join(results, run.variant.family, name));
    const provenance = await readProvenance(variant);
    expect(provenance.neuron_freq_norm?.parameters).toMatchObject({
      specializationThreshold: 0.4,
      nRangeBuckets: 4
    });
    const summary = await readSummary(variant, 'neuron_freq_norm');
    expect(summary.specialized_count_per_range?.shape).toEqual([5, 4]);
    const total = summary.specialized_count_total.data.at(-1);
    expect(total).toBeGreaterThan(stored.specialized_count_total!.data.at(-1)!);
    const again = await grokscope(['analyze', name, ...only]);
    expect(again.stdout).toContain('nothing missing');
    expect(written(results)).toEqual(after);
  });

  it('a summary is made from stored norm_matrix files alone, without checkpoints and without touching them', async () => {
    const results = copy();
    rmSync(artifact(results, 'neuron_freq_norm/summary.npz'));
    rmSync(join(artifact(results, '..'), 'checkpoints'), { recursive: true });
    const before = written(results);
    const only = ['--analyzer', 'neuron_freq_norm', '--results', results];
    const call = await grokscope(['analyze', run.variant.name, ...only]);
    expect(call.code).toBe(0);
    const after = written(results);
    expect(Object.keys(after).filter((file) => after[file] !== before[file])).toEqual([
      'neuron_freq_norm/summary.npz'
    ]);
    const made = await readSummary(
      await readVariant(join(artifact(results, '..'))),
      'neuron_freq_norm'
    );
    for (const key of keys) expect(numbers(made[key]?.data)).toEqual(numbers(stored[key]?.data));
  });

  it('nothing is hard-coded: frequency and neuron counts come from the matrix', () => {
    const row = summarized(Array.from({ length: 9 }, () => [0.1, 0.2, 0.05, 0.3]));
    expect(row.specialized_count_per_freq?.shape).toEqual([9]);
    expect(row.switch_count?.shape).toEqual([4]);
  });

  it('hypotheses 1–4: `table` has the epoch of k specialized neurons per range, saturation, onset and test loss', async () => {
    const { stdout } = await grokscope(['table', '--json', '--k', '1', '--results', run.results]);
    const [row] = JSON.parse(stdout);
    const total = numbers(stored.specialized_count_total?.data) as number[];
    const first = total.findIndex((count) => count >= 1);
    expect(row.first_epoch_total).toBe(first < 0 ? null : stored.epochs.data[first]);
    expect(row.final_specialized_total).toBe(total.at(-1));
    expect(row.max_specialized_total).toBe(Math.max(...total));
    for (const key of ['first_epoch_low', 'first_epoch_mid', 'first_epoch_high', 'grokking_epoch'])
      expect(row).toHaveProperty(key);
    const losses = await library.readLosses(run.variant);
    expect(row.final_test_loss).toBe(losses.test.at(-1));
  });

  it('old summaries without keys that came later still open', async () => {
    const results = copy();
    const path = artifact(results, 'neuron_freq_norm/summary.npz');
    const { switch_count, commitment_epoch, specialized_count_per_range, ...old } = readNpz(
      readFileSync(path)
    );
    writeFileSync(path, writeNpz(old));
    expect([switch_count, commitment_epoch, specialized_count_per_range]).not.toContain(undefined);
    const variant = await library.open(run.variant.name, { results });
    expect(scatters(await variant.figure('specialization_trajectory'))).toHaveLength(4);
    const panels = await panelsOf(results, run.variant.name);
    expect(panels).toContain('specialization_trajectory');
  });
});

function copy(): string {
  const results = temporaryFolder();
  cpSync(run.results, results, { recursive: true, preserveTimestamps: true });
  return results;
}

function artifact(results: string, file: string): string {
  return join(results, run.variant.family, run.variant.name, 'artifacts', file);
}

/** When each npz below artifacts was written. */
function written(results: string): Record<string, number> {
  const root = artifact(results, '');
  return Object.fromEntries(
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.npz'))
      .sort()
      .map((name) => [name, statSync(join(root, name)).mtimeMs])
  );
}

async function panelsOf(results: string, name: string): Promise<readonly string[]> {
  const { groups } = await explorerSource(results).openRun(name);
  return groups.flatMap((group) => group.panels.map(({ id }) => id));
}

function pythonVariant(): string | null {
  return shared(
    'data/workbench/modulo_addition_1layer/modulo_addition_1layer_p13_seed999_dseed598'
  );
}
