import { describe, expect, it } from 'vitest';
import { type Analyzer, findAnalyzer } from '../../src/analyzers/index.ts';
import { fourierFractions } from '../../src/analyzers/measures/fourier-fractions.ts';
import effectiveDimensionality from '../../src/analyzers/trajectory/effective-dimensionality.ts';
import { fourierBasis } from '../../src/array/linear/fourier-basis.ts';
import { float32, type NamedArrays, type Tensor } from '../../src/array/tensor.ts';
import { compile, input } from '../../src/engine/index.ts';
import { readCheckpoint } from '../../src/loader/index.ts';
import { measured } from '../helpers/measured.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const [attentionFreq, coarseness, dominantFrequencies, neuronFreqNorm] = [
  'attention_freq',
  'coarseness',
  'dominant_frequencies',
  'neuron_freq_norm'
].map(findAnalyzer) as [Analyzer, Analyzer, Analyzer, Analyzer];
const prime = 13;
const frequencies = 6;

/** Fractions of columns that are functions of (a, b), [frequency][column]. */
async function fractionsOf(...columns: readonly ((a: number, b: number) => number)[]) {
  const data = Float32Array.from({ length: prime ** 2 * columns.length }, (_, i) => {
    const row = Math.floor(i / columns.length);
    return columns[i % columns.length](Math.floor(row / prime), row % prime);
  });
  const x = input('x', [prime ** 2, columns.length]);
  const program = await compile({ f: fourierFractions(x, prime) }, { device: 'cpu' });
  const { f } = await program.run({ x: float32(data, [prime ** 2, columns.length]) });
  await program.dispose();
  const row = (k: number) => [...f.data.subarray(k * columns.length, (k + 1) * columns.length)];
  return Array.from({ length: frequencies }, (_, k) => row(k));
}

/** The definition: T = B X Bᵀ in float64, nine cells less the constant over all cells less the constant. */
function definition(column: (a: number, b: number) => number): number[] {
  const { data: basis } = fourierBasis(prime);
  const cell = (x: number, y: number) => {
    let total = 0;
    for (let a = 0; a < prime; a++)
      for (let b = 0; b < prime; b++)
        total += basis[x * prime + a] * Math.fround(column(a, b)) * basis[y * prime + b];
    return x === 0 && y === 0 ? 0 : total ** 2;
  };
  let all = 0;
  for (let x = 0; x < prime; x++) for (let y = 0; y < prime; y++) all += cell(x, y);
  return Array.from({ length: frequencies }, (_, k) => {
    const own = [0, 2 * k + 1, 2 * k + 2];
    return own.flatMap((x) => own.map((y) => cell(x, y))).reduce((a, b) => a + b) / all;
  });
}

const wave = (k: number, x: number) => Math.cos((2 * Math.PI * k * x) / prime);
const noise = (a: number, b: number) => Math.sin(12.9898 * a + 78.233 * b) ** 3;

describe('Fourier fractions', () => {
  it('equal their definition on noise, a rectified wave and a nearly constant column', async () => {
    const columns = [
      noise,
      (a: number, b: number) => Math.max(wave(3, a + b) + 0.3 * noise(a, b), 0),
      (a: number, b: number) => 5 + 0.01 * noise(a, b)
    ];
    const found = await fractionsOf(...columns);
    columns.forEach((column, i) => {
      const expected = definition(column);
      const worst = Math.max(...expected.map((value, k) => Math.abs(value - found[k][i])));
      expect(worst).toBeLessThan(i === 2 ? 5e-5 : 1e-6);
    });
  });

  it('are 1 for one frequency alone, in a, in b, in their sum and in their difference', async () => {
    const alone = await fractionsOf(
      (a) => wave(4, a),
      (_, b) => 1 + wave(4, b),
      (a, b) => wave(4, a + b),
      (a, b) => wave(4, a - b) + wave(4, a)
    );
    for (const [k, row] of alone.entries())
      for (const value of row) expect(value).toBeCloseTo(k === 3 ? 1 : 0, 5);
  });

  it('leave out products of two frequencies', async () => {
    const product = await fractionsOf((a, b) => wave(1, a) * wave(2, b));
    for (const [value] of product) expect(value).toBeCloseTo(0, 6);
  });

  it('of a dead column are 0', async () => {
    expect((await fractionsOf(() => 0)).flat()).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

/** Reorders the last axis of a weight. */
function permuted({ data, shape }: Tensor, order: readonly number[]): Tensor {
  const n = shape.at(-1)!;
  const moved = Float32Array.from(data, (_, i) => data[i - (i % n) + order[i % n]]);
  return float32(moved, shape);
}

describe('laws on a random checkpoint', () => {
  it('dominant_frequencies keeps the energy of the embedding (Parseval)', async () => {
    const variant = await randomRun(temporaryFolder());
    const { coefficients } = await measured(variant, dominantFrequencies);
    const embedding = (await readCheckpoint(variant, 0))['embed.W_E'].data.subarray(0, 7 * 8);
    const energy = (values: ArrayLike<number>) =>
      Array.from(values, (value) => value ** 2).reduce((a, b) => a + b);
    expect(energy(coefficients.data)).toBeCloseTo(energy(embedding), 6);
  });

  it('permuting the neurons permutes the columns of neuron_freq_norm and the coarseness', async () => {
    const variant = await randomRun(temporaryFolder());
    const order = [11, 3, 0, 1, 2, 5, 4, 7, 6, 9, 8, 10];
    const name = 'blocks.0.mlp.W_in';
    const shuffle = (weights: NamedArrays) => ({
      ...weights,
      [name]: permuted(weights[name], order)
    });
    for (const [analyzer, key] of [
      [neuronFreqNorm, 'norm_matrix'],
      [coarseness, 'coarseness']
    ] as const) {
      const before = permuted((await measured(variant, analyzer))[key], order).data;
      const after = (await measured(variant, analyzer, 0, shuffle))[key].data;
      after.forEach((value: number, i: number) => {
        expect(value).toBeCloseTo(before[i], 5);
      });
    }
  });

  it('coarseness is the sum of the three lowest fractions, of all where there are fewer', async () => {
    for (const [size, low] of [
      [11, 3],
      [5, 2]
    ] as const) {
      const variant = await randomRun(temporaryFolder(), [0], { prime: size });
      const { norm_matrix } = await measured(variant, neuronFreqNorm);
      const { coarseness: found } = await measured(variant, coarseness);
      for (let neuron = 0; neuron < 12; neuron++) {
        let sum = 0;
        for (let k = 0; k < low; k++) sum += norm_matrix.data[k * 12 + neuron];
        expect(found.data[neuron]).toBeCloseTo(sum, 6);
      }
    }
  });

  it('permuting the heads permutes the columns of attention_freq', async () => {
    const variant = await randomRun(temporaryFolder());
    const swap = (weights: NamedArrays) =>
      Object.fromEntries(
        Object.entries(weights).map(([name, { data, shape, dtype }]) => {
          if (!/attn\.(W|b)_[QKVO]$/.test(name) || shape[0] !== 2)
            return [name, { data, shape, dtype }];
          const half = data.length / 2;
          const turned = Float32Array.from([...data.subarray(half), ...data.subarray(0, half)]);
          return [name, float32(turned, shape)];
        })
      );
    const before = permuted((await measured(variant, attentionFreq)).freq_matrix, [1, 0]).data;
    const after = (await measured(variant, attentionFreq, 0, swap)).freq_matrix.data;
    after.forEach((value: number, i: number) => {
      expect(value).toBeCloseTo(before[i], 4);
    });
  });

  it('the squared singular values add up to the squared weights', async () => {
    const variant = await randomRun(temporaryFolder());
    const weights = await readCheckpoint(variant, 0);
    const arrays = await measured(variant, effectiveDimensionality);
    const energy = ({ data }: Tensor) =>
      Array.from(data, (value) => value ** 2).reduce((a, b) => a + b);
    for (const [key, values] of Object.entries(arrays)) {
      const name = Object.keys(weights).find((full) =>
        full.endsWith(key.slice(2).replace('_', '.'))
      );
      expect(energy(values)).toBeCloseTo(energy(weights[name!]), 5);
      const m = values.shape.at(-1)!;
      values.data.forEach((value: number, i: number) => {
        if (i % m > 0) expect(value).toBeLessThanOrEqual(values.data[i - 1]);
      });
    }
  });
});

describe('participation ratios', () => {
  const row = (values: readonly number[]) => {
    const sv = float32(Float32Array.from(values), [values.length]);
    const all = Object.keys(effectiveDimensionality.arrays).map((key) => [key, sv]);
    const made = effectiveDimensionality.summarize!(Object.fromEntries(all), {} as never, {}, {});
    return made.pr_W_E;
  };

  it('are n for n equal singular values, 1 for a single one, 0 for none', () => {
    expect(row([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(4, 12);
    expect(row([3, 0, 0, 0])).toBe(1);
    expect(row([0, 0])).toBe(0);
  });

  it('are of the values, not of their squares', () => {
    expect(row([3, 1])).toBeCloseTo(16 / 10, 12);
  });
});
