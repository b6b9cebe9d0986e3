import { describe, expect, it } from 'vitest';
import logitCosineFit from '../../src/analyzers/answers/logit-cosine-fit.ts';
import fourierSparsity from '../../src/analyzers/frequencies/fourier-sparsity.ts';
import { type Analyzer, findAnalyzer } from '../../src/analyzers/index.ts';
import { matrixNames, tensorsOf } from '../../src/analyzers/measures/weight-names.ts';
import neuronClusters from '../../src/analyzers/neurons/neuron-clusters.ts';
import weightNorms from '../../src/analyzers/trajectory/weight-norms.ts';
import { gini } from '../../src/array/statistics/gini.ts';
import type { NamedArrays, Tensor } from '../../src/array/tensor.ts';
import { readLosses, readSummary, writeCheckpoint } from '../../src/loader/index.ts';
import { findArchitecture } from '../../src/model/index.ts';
import { resolveOptions } from '../../src/option/option.ts';
import { analyzeVariant, findGaps } from '../../src/workbench/analysis/index.ts';
import { measuredOn, tensorOf } from '../helpers/fake-graph.ts';
import { measured } from '../helpers/measured.ts';
import { pairContext } from '../helpers/pair-context.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { trainedRun } from '../helpers/trained-run.ts';

const progressMeasures = findAnalyzer('progress_measures');
/** The key frequencies of the paper's mainline run. */
const mainline = [14, 35, 41, 42, 52];
const p = 113;
const uniform = Math.log(p);

const wave = (k: number, x: number, prime = p) => Math.cos((2 * Math.PI * k * x) / prime);
const number = (arrays: NamedArrays, key: string) => arrays[key].data[0];

/** Logits [p·p, answers] of a function of a, b and the answer; row a·p + b. */
function logitsOf(f: (a: number, b: number, c: number) => number, prime = p, answers = prime) {
  return tensorOf([prime ** 2, answers], (row, c) => f(Math.floor(row / prime), row % prime, c));
}

/** Weights whose neuron-logit map holds exactly some frequencies, one neuron for each cosine. */
function mapOf(frequencies: readonly number[], prime = p, answers = prime): NamedArrays {
  const n = frequencies.length;
  return {
    'blocks.0.mlp.W_out': tensorOf([n, n], (i, j) => (i === j ? 1 : 0)),
    'unembed.W_U': tensorOf([n, answers], (i, c) =>
      c < prime ? wave(frequencies[i], c, prime) : 9
    )
  };
}

const circuit = (alpha: number) => (a: number, b: number, c: number) =>
  alpha * mainline.reduce((sum, k) => sum + wave(k, a + b - c), 0);

async function lossesOf(
  logits: Tensor,
  keys: readonly number[],
  own: readonly number[] = keys,
  prime = p
): Promise<NamedArrays> {
  const answers = logits.shape[1];
  return measuredOn(progressMeasures, {
    prime,
    weights: mapOf(own, prime, answers),
    last: mapOf(keys, prime, answers),
    activations: { logits }
  });
}

describe('progress_measures', () => {
  it.each([
    [0.5, 2.540012],
    [1, 1.030031],
    [2, 0.0721994],
    [5, 2.17923e-5],
    [10, 8.25939e-11]
  ])(
    'of the pure circuit with α=%d: restricted is clean, excluded is ln p',
    async (alpha, clean) => {
      const found = await lossesOf(logitsOf(circuit(alpha)), mainline);
      for (const side of ['train', 'test', 'all']) {
        for (const kind of ['clean', 'restricted', 'restricted_block', 'restricted_own'])
          expect(number(found, `${kind}_${side}`) / clean, kind).toBeCloseTo(1, 3);
        for (const kind of ['excluded', 'excluded_block', 'excluded_own'])
          expect(number(found, `${kind}_${side}`), kind).toBeCloseTo(uniform, 4);
      }
      expect(number(found, 'key_epoch')).toBe(7);
    }
  );

  it.each([
    [14, 0.391978],
    [35, 0.406027],
    [41, 0.474065],
    [42, 0.431976],
    [52, 0.531076]
  ])('without key frequency %d alone are the closed form', async (key, loss) => {
    const found = await lossesOf(logitsOf(circuit(2)), [key]);
    expect(number(found, 'excluded_all')).toBeCloseTo(loss, 5);
  });

  it('tell blocks from sums by logits of a − b', async () => {
    const differences = logitsOf((a, b, c) => 3 * wave(14, a - b - c));
    const found = await lossesOf(differences, [14]);
    expect(number(found, 'restricted_all')).toBeCloseTo(uniform, 4);
    expect(number(found, 'excluded_all')).toBeCloseTo(number(found, 'clean_all'), 4);
    expect(number(found, 'restricted_block_all')).toBeCloseTo(number(found, 'clean_all'), 4);
    expect(number(found, 'excluded_block_all')).toBeCloseTo(uniform, 4);
  });

  it('take the last checkpoint’s key frequencies, and beside them the checkpoint’s own', async () => {
    const found = await lossesOf(logitsOf(circuit(2)), [14], [52]);
    expect(number(found, 'excluded_all')).toBeCloseTo(0.391978, 5);
    expect(number(found, 'excluded_own_all')).toBeCloseTo(0.531076, 5);
    const keys = (mask: Tensor) => Array.from(mask.data).flatMap((one, i) => (one ? [i + 1] : []));
    expect(keys(found.key_mask)).toEqual([14]);
    expect(keys(found.own_key_mask)).toEqual([52]);
  });

  it('leave the logit of “=” out', async () => {
    const [prime, keys] = [13, [2, 5]];
    const f = (a: number, b: number, c: number) =>
      keys.reduce((sum, k) => sum + wave(k, a + b - c, prime), 0);
    const plain = await lossesOf(logitsOf(f, prime), keys, keys, prime);
    const more = (a: number, b: number, c: number) => (c < prime ? f(a, b, c) : 50);
    expect(await lossesOf(logitsOf(more, prime, prime + 1), keys, keys, prime)).toEqual(plain);
  });

  it('stay finite where the wrong answers lead by hundreds', async () => {
    const found = await lossesOf(
      logitsOf((a, b, c) => 300 * wave(14, a + b - c - 1)),
      [14]
    );
    for (const { data } of Object.values(found)) expect(data.every(Number.isFinite)).toBe(true);
    expect(number(found, 'clean_all')).toBeGreaterThan(50);
  });

  it('do not see the order of the neurons, and average over the split', async () => {
    const variant = await randomRun(temporaryFolder());
    const found = await measured(variant, progressMeasures);
    const turned = await measured(variant, progressMeasures, 0, (weights) => ({
      ...weights,
      'blocks.0.mlp.W_in': reordered(weights['blocks.0.mlp.W_in'], 1),
      'blocks.0.mlp.W_out': reordered(weights['blocks.0.mlp.W_out'], 0)
    }));
    const share = Math.floor(49 * variant.parameters.fraction) / 49;
    for (const key of Object.keys(found))
      expect(number(turned, key), key).toBeCloseTo(number(found, key), 5);
    for (const kind of ['clean', 'restricted', 'excluded']) {
      const [train, test] = [number(found, `${kind}_train`), number(found, `${kind}_test`)];
      const all = share * train + (1 - share) * test;
      expect(number(found, `${kind}_all`)).toBeCloseTo(all, 10);
    }
  });

  it('have the losses of the training as clean losses', async () => {
    const { variant } = await trainedRun();
    await analyzeVariant(variant, { analyzers: ['progress_measures'], device: 'cpu' });
    const { epochs, clean_test } = await readSummary(variant, 'progress_measures');
    const { test } = await readLosses(variant);
    for (const [i, epoch] of Array.from(epochs.data).entries())
      expect(clean_test.data[i] / test[epoch]).toBeCloseTo(1, 5);
  });

  it('are measured anew when the run has gone on', async () => {
    const variant = await randomRun(temporaryFolder());
    const chosen = { analyzers: ['progress_measures'] };
    await analyzeVariant(variant, { ...chosen, device: 'cpu' });
    const against = async () => [
      ...(await readSummary(variant, 'progress_measures')).key_epoch.data
    ];
    expect(await against()).toEqual([20, 20, 20]);
    expect(await findGaps(variant, chosen)).toEqual([]);
    const { weights: _, ...model } = findArchitecture('transformer').build({
      tokens: 7,
      dModel: 8,
      heads: 2,
      dMlp: 12
    });
    await writeCheckpoint(variant, 30, { ...model.initial(31), ...model.frozen });
    const gaps = await findGaps(variant, chosen);
    expect(gaps.map(({ missing, epochs }) => [missing, epochs])).toContainEqual([
      'artifacts for the new last checkpoint',
      [0, 10, 20]
    ]);
    await analyzeVariant(variant, { ...chosen, device: 'cpu' });
    expect(await against()).toEqual([30, 30, 30, 30]);
  });
});

/** The rows (axis 0) or columns (axis 1) of a matrix in reverse order. */
function reordered({ data, shape, dtype }: Tensor, axis: 0 | 1): Tensor {
  const [rows, columns] = shape as [number, number];
  const from = (i: number, j: number) =>
    axis === 0 ? (rows - 1 - i) * columns + j : i * columns + (columns - 1 - j);
  const turned = tensorOf(shape, (i, j) => data[from(i, j)]);
  return { ...turned, dtype };
}

describe('the Gini index', () => {
  it('is 0 for equal values and 1 − 1/n for one of n', () => {
    expect(gini([3, 3, 3, 3])).toBeCloseTo(0, 12);
    expect(gini([0, 0, 5, 0])).toBeCloseTo(0.75, 12);
    expect(gini([0, 0])).toBe(0);
    expect(gini([])).toBeNaN();
  });

  it('does not see scale or order', () => {
    expect(gini([1, 2, 7])).toBeCloseTo(gini([70, 10, 20]), 12);
  });
});

describe('fourier_sparsity', () => {
  it('counts the key frequencies of the embedding and of the neuron-logit map', async () => {
    const prime = 13;
    const embedding = tensorOf([14, 2], (token, d) =>
      token === prime ? 100 : d === 0 ? wave(3, token, prime) : 0.2 * wave(5, token, prime)
    );
    const weights = { ...mapOf([1, 2, 6], prime), 'embed.W_E': embedding };
    const arrays = await measuredOn(fourierSparsity as unknown as Analyzer, { prime, weights });
    const norm = Math.sqrt(prime / 2);
    expect(arrays.norms_W_E.data[2]).toBeCloseTo(norm, 5);
    expect(arrays.norms_W_E.data[4]).toBeCloseTo(0.2 * norm, 5);
    const row = (keyShare: number) =>
      fourierSparsity.summarize!(
        arrays,
        { epoch: 0, ...pairContext(prime, { dataSeed: 0 }) },
        { keyShare },
        {}
      );
    expect(row(0.25)).toMatchObject({ key_count_W_E: 1, key_count_W_L: 3 });
    expect(row(0.1)).toMatchObject({ key_count_W_E: 2, key_count_W_L: 3 });
    expect(row(0.25).gini_W_L).toBeCloseTo(0.5, 5);
  });
});

describe('logit_cosine_fit', () => {
  it('finds the weight of each wave and all of the variance', async () => {
    const logits = logitsOf(
      (a, b, c) => 7 + 2 * wave(14, a + b - c) - 0.5 * wave(35, a + b - c) + a
    );
    const { alpha, explained, total } = await measuredOn(logitCosineFit as Analyzer, {
      prime: p,
      activations: { logits }
    });
    expect(alpha.data[13]).toBeCloseTo(2, 5);
    expect(alpha.data[34]).toBeCloseTo(-0.5, 5);
    expect(explained.data[13]).toBeCloseTo(4 / 4.25, 5);
    expect(explained.data[34]).toBeCloseTo(0.25 / 4.25, 5);
    expect(total.data[0]).toBeCloseTo(1, 5);
  });

  it('sees nothing of a − b, and nothing in equal logits', async () => {
    for (const f of [(a: number, b: number, c: number) => wave(14, a - b - c), () => 3]) {
      const { total } = await measuredOn(logitCosineFit as Analyzer, {
        prime: p,
        activations: { logits: logitsOf(f) }
      });
      expect(total.data[0]).toBeCloseTo(0, 8);
    }
  });
});

describe('weight_norms', () => {
  it('are homogeneous, and their squares add up', async () => {
    const variant = await randomRun(temporaryFolder());
    const norms = await measured(variant, weightNorms);
    const names = matrixNames.flatMap((name) => tensorsOf(name, {}));
    const twice = await measured(variant, weightNorms, 0, (weights) =>
      Object.fromEntries(
        Object.entries(weights).map(([name, tensor]) => [
          name,
          names.includes(name) ? { ...tensor, data: tensor.data.map((x) => 2 * x) } : tensor
        ])
      )
    );
    let squares = 0;
    for (const [key, { data }] of Object.entries(norms)) {
      expect(twice[key].data[0]).toBeCloseTo(2 * data[0], 4);
      if (key !== 'norm_total') squares += data[0] ** 2;
    }
    expect(number(norms, 'norm_total')).toBeCloseTo(Math.sqrt(squares), 5);
    expect(number(norms, 'norm_biases')).toBe(0);
  });
});

describe('neuron_clusters', () => {
  it('puts neurons of one frequency into its cluster and mixed ones into none', async () => {
    const prime = 13;
    const post = tensorOf([prime ** 2, 4], (row, neuron) => {
      const [a, b] = [Math.floor(row / prime), row % prime];
      if (neuron < 2) return 1 + wave(3, a, prime) * wave(3, b, prime);
      if (neuron === 2) return wave(5, a + b, prime);
      return wave(1, a, prime) + wave(2, b, prime);
    });
    const arrays = await measuredOn(neuronClusters as unknown as Analyzer, {
      prime,
      activations: { 'blocks.0.mlp.hook_post': post }
    });
    expect([...arrays.strongest.data].slice(0, 3)).toEqual([3, 3, 5]);
    const row = neuronClusters.summarize!(
      arrays,
      { epoch: 0, ...pairContext(prime, { dataSeed: 0 }) },
      resolveOptions(neuronClusters.parameters!, {}),
      {}
    );
    expect([...(row.cluster_sizes as Tensor).data]).toEqual([0, 0, 2, 0, 1, 0]);
    expect(row.unclustered).toBe(1);
  });
});
