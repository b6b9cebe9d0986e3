import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findAnalyzer } from '../../src/analyzers/index.ts';
import {
  type Family,
  listFamilies,
  type RecipeChanges,
  readCheckpoint,
  readFamily,
  readMetadata
} from '../../src/loader/index.ts';
import { findTask, labelsOf, layoutOf, type Parameters } from '../../src/task/index.ts';
import { findVisualization } from '../../src/visualizations/index.ts';
import { needsOf } from '../../src/visualizations/visualization.ts';
import { analyzeVariant, findGaps } from '../../src/workbench/analysis/index.ts';
import { findAnomalies } from '../../src/workbench/compare/anomalies.ts';
import { compareRuns } from '../../src/workbench/compare/compare-runs.ts';
import { explorerSource } from '../../src/workbench/explorer/explorer-source.ts';
import { open, type Run } from '../../src/workbench/open.ts';
import { type RunData, readRun } from '../../src/workbench/run/run-data.ts';
import { traceVariant } from '../../src/workbench/trace/index.ts';
import { trainVariant } from '../../src/workbench/train/train-variant.ts';
import { variantTurn } from '../../src/workbench/turn/variant-turn.ts';
import { userErrorOf } from '../helpers/user-error.ts';

/** What the runs are trained on. */
const small: Parameters = { prime: 11, bits: 6, relevant: 2 };

function pick(values: Parameters, names: readonly string[]): Parameters {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

const grids = (await listFamilies()).filter(({ subject }) => subject === 'grid');

describe.each(grids.map(({ name }) => name))('the family %s', (name) => {
  let family: Family;
  let run: Run;
  const results = mkdtempSync(join(tmpdir(), 'grokscope-'));
  afterAll(() => rmSync(results, { recursive: true, force: true }));

  beforeAll(async () => {
    family = await readFamily(name);
    const isDeep = family.training.model === 'transformer';
    const own = Object.keys(findTask(family.training.task).parameters);
    const parameters = { ...pick(small, own), fraction: 0.6 };
    const sizes = { parameters, dMlp: 24, ...(isDeep && { dModel: 16, heads: 2 }) };
    const { variant } = await trainVariant({
      results,
      family: name,
      changes: { ...sizes, epochs: 31, checkpoints: '0:30:10' },
      device: 'cpu'
    });
    await analyzeVariant(variant, { device: 'cpu' });
    run = await open(variant.path);
  });

  it('lists the analyzers and figures that mean something for its task, and shows all figures', () => {
    const { structure: has } = layoutOf(run.variant);
    for (const id of [...family.analyzers, ...family.optionalAnalyzers]) {
      const { structure } = findAnalyzer(id);
      if (structure !== undefined) expect(has, id).toContain(structure);
    }
    const optional = (id: string) =>
      needsOf(findVisualization(id)).some(
        (need) => 'analyzer' in need && family.optionalAnalyzers.includes(need.analyzer)
      );
    const shown = family.visualizations.filter((id) => !optional(id));
    expect(shown.filter((id) => !run.figures.includes(id))).toEqual([]);
    const grouped = family.groups.flatMap(({ visualizations }) => visualizations);
    expect([...new Set(grouped)].sort()).toEqual([...family.visualizations].sort());
  });

  it('trains on pairs that have an answer only, and leaves no gaps', async () => {
    const labels = labelsOf(run.variant);
    const { trainIndices, testIndices } = await readMetadata(run.variant);
    const rows = [...trainIndices, ...testIndices];
    expect(rows.some((row) => labels[row] < 0)).toBe(false);
    expect(new Set(rows).size).toBe(labels.filter((label) => label >= 0).length);
    expect(await findGaps(run.variant)).toEqual([]);
  });

  it('counts right answers as its task says', async (context) => {
    if (!layoutOf(run.variant).structure.includes('pairs')) return context.skip();
    const labels = labelsOf(run.variant);
    const { predictions, correct } = await run.artifact('input_trace');
    const right = labels.map((label, row) =>
      label >= 0 && predictions.data[row] === label ? 1 : 0
    );
    expect([...correct.data]).toEqual([...right]);
    expect([...labels.keys()].filter((row) => labels[row] < 0)).toEqual(
      [...labels.keys()].filter((row) => predictions.data[row] === -1)
    );
  });

  it('draws each of its figures', async () => {
    for (const id of run.figures) {
      const { data } = await run.figure(id);
      expect(data.length, id).toBeGreaterThan(0);
    }
  });

  it('traces, turns, compares, tells anomalies and a table row, and opens in the explorer', async () => {
    const { variant } = run;
    const isPairs = layoutOf(variant).structure.includes('pairs');
    const traced = await traceVariant(variant, { input: isPairs ? '4+2' : '011001' });
    const { tokens } = layoutOf(variant);
    const row = isPairs ? 4 * tokens + 2 : 0b011001;
    expect(traced.subject.rows).toEqual(Int32Array.of(row));
    expect(traced.subject.name).toContain(`=${labelsOf(variant)[row]}`);
    const isDeep = family.training.model === 'transformer';
    expect(traced.stages).toEqual(isDeep ? ['embedding', 'attention', 'mlp'] : ['mlp']);
    expect(traced.heads).toBe(isDeep ? 2 : 0);
    expect((await variantTurn(variant)).variant).toBeDefined();
    const again = await readRun(variant, []);
    const { figure } = await compareRuns([again, run.data], findVisualization('loss_curves'));
    expect(figure.data.length).toBeGreaterThan(1);
    expect((await findAnomalies([variant], [variant])).variants.length).toBe(1);
    expect(JSON.stringify(await run.table())).toContain(name);
    const { groups } = await explorerSource(results).openRun(variant.name);
    expect(groups.map(({ title }) => title)).toContain('Loss');
  });
});

it('an MLP has no layers to choose', async () => {
  const error = await userErrorOf(() =>
    trainVariant({
      results: tmpdir(),
      family: 'modulo_addition_2layer_mlp',
      changes: { layers: 2 },
      device: 'cpu'
    })
  );
  expect(error.message).toBe('no layers in this model: Two-layer MLP');
});

it('an analyzer that means nothing for the task is refused with the reason', async () => {
  const results = mkdtempSync(join(tmpdir(), 'grokscope-'));
  const { variant } = await trainVariant({
    results,
    family: 'modulo_division',
    changes: { parameters: { prime: 5, fraction: 0.5 }, dModel: 8, heads: 2, dMlp: 8, epochs: 2 },
    device: 'cpu'
  });
  const error = await userErrorOf(() =>
    analyzeVariant(variant, { analyzers: ['neuron_freq_norm'], device: 'cpu' })
  );
  expect(error.message).toBe('no analyzer of modular division: neuron_freq_norm');
  const figure = await userErrorOf(async () =>
    (await open(variant.path)).figure('coarseness_by_neuron')
  );
  expect(figure.message).toContain('no coarseness_by_neuron of modular division');
  const noAnswer = await userErrorOf(() => traceVariant(variant, { input: '3/0' }));
  expect(noAnswer.message).toBe('pair without an answer: 3/0');
  rmSync(results, { recursive: true, force: true });
});

it('a family of one’s own, given by its file, trains, is analyzed, traced and resumed', async () => {
  const results = mkdtempSync(join(tmpdir(), 'grokscope-'));
  const ours = new URL('../../families/sparse_parity/family.json', import.meta.url);
  const json = JSON.parse(readFileSync(ours, 'utf8'));
  const own = {
    ...json,
    name: 'parity_transformer',
    architecture: { n_layers: 1, n_heads: 2, d_model: 16, d_head: 8, d_mlp: 24, act_fn: 'relu' },
    variant_pattern: 'parity_transformer_n{bits}_k{relevant}_seed{seed}_dseed{data_seed}',
    training: { ...json.training, model: 'transformer', fraction: 0.5 }
  };
  const family = join(results, 'family.json');
  writeFileSync(family, JSON.stringify(own));
  const changes = { parameters: { bits: 6 }, epochs: 21, checkpoints: '0:20:10' };
  const request = { results, family, device: 'cpu' } as const;
  const { variant } = await trainVariant({ ...request, changes });
  expect(variant.name).toBe('parity_transformer_n6_k3_seed999_dseed598');
  expect((await analyzeVariant(variant, { device: 'cpu' })).failures).toEqual([]);
  const { figures } = await open(variant.path);
  expect(figures).toEqual(expect.arrayContaining(['parity_shares', 'weight_norms']));
  expect(figures).not.toContain('attention_heads');
  const { heads, keys } = await traceVariant(variant, { input: '010101' });
  expect([heads, keys]).toEqual([2, 7]);
  const longer = { ...changes, epochs: 31 };
  const again = await trainVariant({ ...request, changes: longer, resume: true });
  expect([again.from, again.epochs]).toEqual([21, 31]);
  const pairsOnly = {
    ...own,
    name: 'x',
    variant_pattern: 'x',
    training: { ...own.training, model: 'learned_emb_mlp' }
  };
  writeFileSync(family, JSON.stringify(pairsOnly));
  const error = await userErrorOf(() => trainVariant({ ...request, changes }));
  expect(error.message).toBe('cannot read inputs of 6 tokens: MLP with learned embeddings');
  rmSync(results, { recursive: true, force: true });
});

describe('variants of several families', () => {
  const results = mkdtempSync(join(tmpdir(), 'grokscope-'));
  const runs: RunData[] = [];
  afterAll(() => rmSync(results, { recursive: true, force: true }));

  beforeAll(async () => {
    const widths = { dModel: 16, heads: 2 };
    const families: readonly (readonly [string, RecipeChanges])[] = [
      ['modulo_division', { parameters: { prime: 7, fraction: 0.6 }, ...widths }],
      ['modulo_addition_2layer', { parameters: { prime: 7, fraction: 0.6 }, ...widths }],
      ['sparse_parity', { parameters: { bits: 6, relevant: 2, fraction: 0.5 } }]
    ];
    for (const [family, own] of families) {
      const changes = { ...own, dMlp: 24, epochs: 21, checkpoints: '0:20:10' };
      const { variant } = await trainVariant({ results, family, changes, device: 'cpu' });
      await analyzeVariant(variant, { device: 'cpu' });
      runs.push((await open(variant.path)).data);
    }
  });

  it.each(['loss_curves', 'weight_norms', 'dimensionality_trajectory', 'parameter_velocity'])(
    'compare by %s, each under the name of its family',
    async (id) => {
      const { figure, leftOut } = await compareRuns(runs, findVisualization(id));
      expect(leftOut).toEqual([]);
      const names = figure.data.map(({ name }) => name ?? '').join('\n');
      for (const word of ['division p7', 'addition_2layer p7', 'sparse_parity n6 k2'])
        expect(names).toContain(word);
    }
  );

  it('do not compare by what one of them lacks: it is left out by name', async () => {
    const { leftOut } = await compareRuns(runs, findVisualization('coarseness_trajectory'));
    expect(leftOut.map(({ reason }) => reason.message)).toEqual([
      expect.stringContaining('no coarseness_trajectory of modular division'),
      expect.stringContaining('no coarseness_trajectory of sparse parity')
    ]);
    const error = await userErrorOf(() =>
      compareRuns(runs, findVisualization('parameter_trajectory'))
    );
    expect(error.message).toContain('weights of different shapes');
  });
});

describe('two layers', () => {
  const results = mkdtempSync(join(tmpdir(), 'grokscope-'));
  let run: Run;
  afterAll(() => rmSync(results, { recursive: true, force: true }));

  beforeAll(async () => {
    const parameters = { prime: 7, fraction: 0.6 };
    const sizes = { parameters, layers: 2, dModel: 16, heads: 2, dMlp: 12 };
    const { variant } = await trainVariant({
      results,
      family: 'modulo_addition_1layer',
      changes: { ...sizes, epochs: 21, checkpoints: '0:20:10' },
      device: 'cpu'
    });
    await analyzeVariant(variant, { device: 'cpu' });
    run = await open(variant.path);
  });

  it('are in the name, in config.json and in every checkpoint', async () => {
    expect(run.variant.name).toContain('_l2_');
    expect(run.variant.config.n_layers).toBe(2);
    const names = Object.keys(await readCheckpoint(run.variant, 20));
    expect(names).toContain('blocks.1.mlp.W_out');
    expect(names).toContain('blocks.1.attn.mask');
  });

  it('are analyzed without gaps, and each figure is drawn', async () => {
    expect(await findGaps(run.variant)).toEqual([]);
    for (const id of run.figures) expect((await run.figure(id)).data.length, id).toBeGreaterThan(0);
    expect(run.figures).toContain('neuron_heatmap');
  });

  it('lie in the last layer unless another is set, and the weights of both count', async () => {
    const weights = await readCheckpoint(run.variant, 20);
    const norm = (name: string) => Math.hypot(...weights[name].data);
    const { norm_W_in, norm_total } = await run.artifact('weight_norms', 20);
    expect(norm_W_in.data[0]).toBeCloseTo(norm('blocks.1.mlp.W_in'), 4);
    const trained = Object.keys(weights).filter((name) => /\.W_\w+$/.test(name));
    expect(norm_total.data[0]).toBeCloseTo(Math.hypot(...trained.map(norm)), 4);
    const set = { layer: 0 };
    await analyzeVariant(run.variant, {
      analyzers: ['weight_norms'],
      parameters: set,
      device: 'cpu'
    });
    const first = await run.artifact('weight_norms', 20);
    expect(first.norm_W_in.data[0]).toBeCloseTo(norm('blocks.0.mlp.W_in'), 4);
    const error = await userErrorOf(() =>
      analyzeVariant(run.variant, {
        analyzers: ['weight_norms'],
        parameters: { layer: 2 },
        device: 'cpu'
      })
    );
    expect(error.message).toBe('no such layer: 2');
    const again = await open(run.variant.path);
    const titleOf = async (id: string) => (await again.figure(id)).layout.title?.text;
    expect(await titleOf('weight_norms')).toMatch(/ · layer 0$/);
    expect(await titleOf('neuron_heatmap')).toMatch(/ · layer 1$/);
    expect(await titleOf('loss_curves')).not.toContain('layer');
    expect(await titleOf('parameter_trajectory')).not.toContain('layer');
  });

  it('are grouped and read in the layer that was measured', async () => {
    const { variant } = run;
    const vectors = async () =>
      (await (await open(variant.path)).across('neuron_group_pca')).group_centers.data;
    await analyzeVariant(variant, { device: 'cpu' });
    const last = await vectors();
    const set = {
      analyzers: ['neuron_freq_norm'],
      parameters: { layer: 0 },
      device: 'cpu'
    } as const;
    await analyzeVariant(variant, set);
    const due = (await findGaps(variant)).map(({ analyzer }) => analyzer);
    expect(due).toEqual(expect.arrayContaining(['neuron_group_pca', 'neuron_dynamics']));
    await analyzeVariant(variant, { device: 'cpu' });
    expect(await findGaps(variant)).toEqual([]);
    const again = await open(variant.path);
    const read = (await readCheckpoint(variant, 20))['blocks.0.mlp.W_in'];
    const { group_centers, neuron_group_idx } = await again.across('neuron_group_pca');
    const own = [...neuron_group_idx.data.keys()].filter((n) => neuron_group_idx.data[n] === 0);
    const mean = own.reduce((sum, n) => sum + read.data[n], 0) / own.length;
    expect(group_centers.data[0]).toBeCloseTo(mean, 5);
    expect(group_centers.data[0]).not.toBe(last[0]);
    expect((await again.figure('neuron_freq_trajectory')).layout.title?.text).toMatch(/layer 0$/);
  });

  it('move through the space of all their weights', async () => {
    const epochs = [0, 10];
    const [from, to] = await Promise.all(epochs.map((epoch) => readCheckpoint(run.variant, epoch)));
    const trained = Object.keys(from).filter((name) => /\.W_\w+$/.test(name));
    const squares = trained.flatMap((name) =>
      Array.from(from[name].data, (x, i) => (to[name].data[i] - x) ** 2)
    );
    const distance = Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
    const { all__velocity } = await run.across('parameter_trajectory');
    expect(all__velocity.data[0]).toBeCloseTo(distance / 10, 5);
    const curvature = await run.across('trajectory_curvature');
    expect(curvature.all__velocity.data[0]).toBeCloseTo(distance / 10, 5);
  });

  it('of a neuron are drawn as the model computes it', async () => {
    const need = { from: 'source', source: 'neuron_map' } as const;
    const { map } = await run.data.read(need, { epoch: 20, neuron: 3 });
    const data = Array.from(map.data);
    const { coarseness } = await run.artifact('coarseness', 20);
    expect(coarseness.data.length).toBe(12);
    expect(data.every((x) => x >= 0)).toBe(true);
    expect(Math.max(...data)).toBeGreaterThan(0);
  });
});
