import { describe, expect, it } from 'vitest';
import unembeddingFourier from '../../src/analyzers/frequencies/unembedding-fourier.ts';
import headConsensus from '../../src/analyzers/heads/head-consensus.ts';
import { findAnalyzer } from '../../src/analyzers/index.ts';
import spectralGap from '../../src/analyzers/trajectory/spectral-gap.ts';
import { float32, type NamedArrays, type Tensor } from '../../src/array/tensor.ts';
import { readCheckpoint, readSummary } from '../../src/loader/index.ts';
import { analyzeVariant } from '../../src/workbench/analysis/index.ts';
import { fakeRun } from '../helpers/fake-run.ts';
import { measured } from '../helpers/measured.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const prime = 7;
const energy = (values: ArrayLike<number>) =>
  Array.from(values, (value) => value ** 2).reduce((a, b) => a + b, 0);

/** Replaces the numbers' rows of the embedding, [p, d_model]. */
const embedding =
  (at: (token: number, d: number, old: number) => number) =>
  (weights: NamedArrays): NamedArrays => {
    const { data, shape } = weights['embed.W_E'];
    const width = shape[1];
    const moved = Float32Array.from(data, (old: number, i: number) =>
      i < prime * width ? at(Math.floor(i / width), i % width, old) : old
    );
    return { ...weights, 'embed.W_E': float32(moved, shape) };
  };

describe('unembedding_fourier', () => {
  const run = () => randomRun(temporaryFolder());

  it('keeps the energy of both matrices (Parseval) and repeats dominant_frequencies', async () => {
    const variant = await run();
    const found = await measured(variant, unembeddingFourier as never);
    const weights = await readCheckpoint(variant, 0);
    expect(energy(found.embedding.data)).toBeCloseTo(
      energy(weights['embed.W_E'].data.subarray(0, prime * 8)),
      6
    );
    expect(energy(found.unembedding.data)).toBeCloseTo(energy(weights['unembed.W_U'].data), 6);
    const { coefficients } = await measured(variant, findAnalyzer('dominant_frequencies'));
    expect(found.embedding.data).toEqual(coefficients.data);
  });

  it('calls a circle round, a line and an uneven ellipse not', async () => {
    const angle = (token: number) => (2 * Math.PI * 2 * token) / prime;
    const shapes = [
      [1, 1, 1],
      [1, 0, 0],
      [1, 1 / 6, 1 / 6]
    ] as const;
    for (const [cosine, sine, expected] of shapes) {
      const found = await measured(
        await run(),
        unembeddingFourier as never,
        0,
        embedding((token, d) => {
          if (d > 1) return 0;
          return d === 0 ? cosine * Math.cos(angle(token)) : sine * Math.sin(angle(token));
        })
      );
      const { embedding: norms, embedding_circularity: round } = found;
      expect(round.data[1]).toBeCloseTo(expected, 5);
      expect(norms.data[4] * Math.sqrt(2 / prime)).toBeCloseTo(cosine, 5); // row 2k is cos k
      expect(norms.data[3] * Math.sqrt(2 / prime)).toBeCloseTo(sine, 5);
    }
  });

  it('has a circularity that shifting all inputs leaves alone, unlike the balance', async () => {
    const variant = await run();
    const before = await measured(variant, unembeddingFourier as never);
    const { data } = (await readCheckpoint(variant, 0))['embed.W_E'];
    const shift = embedding((token, d) => data[((token + 3) % prime) * 8 + d]);
    const after = await measured(variant, unembeddingFourier as never, 0, shift);
    before.embedding_circularity.data.forEach((value: number, k: number) => {
      expect(after.embedding_circularity.data[k]).toBeCloseTo(value, 5);
    });
    expect(Math.abs(after.embedding.data[1] - before.embedding.data[1])).toBeGreaterThan(1e-4);
  });

  it('has shares that sum to 1 and an overlap of 1 where both sides hold the same', async () => {
    const norms = float32(Float32Array.of(5, 3, 4, 0, 0, 1, 0), [7]);
    const round = float32(new Float32Array(3), [3]);
    const same = { embedding: norms, unembedding: norms };
    const circularity = { embedding_circularity: round, unembedding_circularity: round };
    const row = unembeddingFourier.summarize!({ ...same, ...circularity }, {} as never, {}, {});
    expect([...(row.embedding_share as Tensor).data]).toEqual([25 / 26, 0, 1 / 26]);
    expect([...(row.embedding_balance as Tensor).data]).toEqual([0.75, 0, 0]);
    expect(row.overlap).toBeCloseTo(1, 12);
  });
});

describe('spectral_gap', () => {
  const matrices = ['W_E', 'W_pos', 'W_in', 'W_out', 'W_U'];
  const spectrum = (values: readonly number[]) => {
    const one = float32(Float32Array.from(values), [values.length]);
    const two = float32(Float32Array.from([...values, ...values.map((v) => 2 * v)]), [
      2,
      values.length
    ]);
    return {
      ...Object.fromEntries(matrices.map((name) => [`sv_${name}`, one])),
      ...Object.fromEntries(['Q', 'K', 'V', 'O'].map((name) => [`sv_W_${name}`, two]))
    };
  };
  const gaps = (
    values: readonly number[],
    leading: number | null,
    norms: readonly number[] = [1]
  ) => {
    const norms_W_L = float32(Float32Array.from(norms), [norms.length]);
    const artifacts = {
      effective_dimensionality: { 0: spectrum(values) },
      fourier_sparsity: { 0: { norms_W_L } }
    };
    return spectralGap.across!(fakeRun({ artifacts }), { leading, keyShare: 0.25 });
  };

  it('has both participation ratios of diag(3, 1) and the gap between them', async () => {
    const found = await gaps([3, 1], 1);
    const at = (name: string) => found[`W_E__${name}`].data[0];
    expect(at('pr_sigma')).toBeCloseTo(16 / 10, 6);
    expect(at('pr_sigma2')).toBeCloseTo(100 / 82, 6);
    expect(at('stable_rank')).toBeCloseTo(10 / 9, 6);
    expect(at('gap')).toBeCloseTo(3, 6);
    expect(at('gap_share')).toBeCloseTo(2 / 3, 6);
  });

  it('finds where the largest gap is, whatever the scale, head by head', async () => {
    const found = await gaps([10, 9.5, 9, 8.8, 0.5, 0.4, 0.3, 0.2], 4);
    expect(found.W_U__largest_gap.data[0]).toBe(4);
    expect(found.W_U__gap.data[0]).toBeCloseTo(8.8 / 0.5, 4);
    expect(found.W_U__gap_share.data[0]).toBeCloseTo((8.8 - 0.5) / 10, 6);
    expect(found.W_Q__largest_gap.shape).toEqual([1, 2]);
    expect(found.W_Q__gap.data[0]).toBeCloseTo(found.W_Q__gap.data[1], 6);
  });

  it('of n equal values is 1, with n dimensions by both ratios; of none nothing is not finite', async () => {
    const equal = await gaps([2, 2, 2, 2], 2);
    for (const name of ['pr_sigma', 'pr_sigma2', 'stable_rank'])
      expect(equal[`W_in__${name}`].data[0]).toBeCloseTo(4, 12);
    expect(equal.W_in__gap.data[0]).toBe(1);
    for (const [name, { data }] of Object.entries(await gaps([0, 0, 0, 0], 4)))
      expect(data.every(Number.isFinite), name).toBe(true);
  });

  it('looks at two singular values per key frequency of the last checkpoint', async () => {
    const values = [8, 8, 4, 4, 1, 1, 1, 1];
    const found = await gaps(values, null, [1, 9, 0.5, 10, 2.5]);
    expect(found.rank.data[0]).toBe(4);
    expect(found.W_E__gap.data[0]).toBe(4);
    expect((await gaps(values, 2, [9, 10])).W_E__gap.data[0]).toBe(2);
    expect((await gaps(values, null, [0, 0])).rank.data[0]).toBe(2);
  });

  it('tells pairs of equal singular values from what lies between them', async () => {
    const found = await gaps([10, 10, 5, 4, 2, 1, 0.5, 0.5], 6);
    expect([...found.W_in__pair_gaps.data]).toEqual([0, 0.2, 0.5].map((x) => expect.closeTo(x, 6)));
    expect(found.W_in__pair_gap.data[0]).toBeCloseTo(0.7 / 3, 6);
    expect(found.W_in__between_pairs_gap.data[0]).toBeCloseTo(0.5, 6);
    expect(found.W_Q__pair_gaps.shape).toEqual([1, 2, 3]);
    const few = await gaps([3, 1], 6);
    expect([...few.W_in__pair_gaps.data]).toEqual([expect.closeTo(2 / 3, 6), NaN, NaN]);
    expect(few.W_in__between_pairs_gap.data[0]).toBeNaN();
  });
});

describe('head_consensus', () => {
  /** Each head's shares, as lists over three frequencies. */
  const matrix = (...heads: readonly (readonly number[])[]) => ({
    freq_matrix: float32(
      Float32Array.from(
        { length: 3 * heads.length },
        (_, i) => heads[i % heads.length][Math.floor(i / heads.length)]
      ),
      [3, heads.length]
    )
  });
  const across = (...epochs: readonly NamedArrays[]) =>
    headConsensus.across!(fakeRun({ artifacts: { attention_freq: { ...epochs } } }), {
      leastShare: 0.3
    });
  const [one, two, three] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ] as const;

  it('is 1 for heads that follow one frequency, 0 for heads with nothing in common', async () => {
    const found = await across(matrix(two, two, two), matrix(one, two, three));
    expect([...found.similarity.data]).toEqual([expect.closeTo(1, 12), 0]);
    expect([...found.divergence.data]).toEqual([expect.closeTo(0, 12), expect.closeTo(1, 12)]);
    expect([...found.agreement.data]).toEqual([1, 1 / 3]);
    expect([...found.dominant_frequency.data]).toEqual([2, 2, 2, 1, 2, 3]);
  });

  it('tells the epochs of consensus and of diversification after it', async () => {
    const weak = [0.2, 0.1, 0.1];
    const found = await across(
      matrix(one, two, two),
      matrix(two, two, two),
      matrix(two, two, weak),
      matrix(two, one, two)
    );
    expect([found.consensus_epoch.data[0], found.diversification_epoch.data[0]]).toEqual([1, 3]);
    const never = await across(matrix(one, two, two), matrix(weak, weak, weak));
    expect([never.consensus_epoch.data[0], never.diversification_epoch.data[0]]).toEqual([-1, -1]);
  });

  it('does not depend on the order of the heads', async () => {
    const heads = [
      [0.5, 0.2, 0.1],
      [0.1, 0.6, 0.1],
      [0.3, 0.3, 0.2]
    ] as const;
    const [a, b, c] = heads;
    const [first, second] = [await across(matrix(a, b, c)), await across(matrix(c, a, b))];
    for (const key of ['similarity', 'agreement', 'divergence'])
      expect(first[key].data[0]).toBeCloseTo(second[key].data[0], 12);
  });
});

it('the summary of unembedding_fourier has a row per epoch', async () => {
  const variant = await randomRun(temporaryFolder());
  await analyzeVariant(variant, { analyzers: ['unembedding_fourier'], device: 'cpu' });
  const { epochs, overlap } = await readSummary(variant, 'unembedding_fourier');
  expect(epochs.data).toHaveLength(3);
  for (const value of overlap.data) expect(value).toBeGreaterThan(0);
});
