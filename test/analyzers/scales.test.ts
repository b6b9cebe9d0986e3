import { describe, expect, it } from 'vitest';
import { bilinear, bilinearMatrix } from '../../src/analyzers/neurons/bilinear.ts';
import multiscaleStructure from '../../src/analyzers/neurons/multiscale-structure.ts';
import { scalesOf } from '../../src/analyzers/neurons/scales.ts';
import { float32, type NamedArrays } from '../../src/array/tensor.ts';
import { compile, input } from '../../src/engine/index.ts';
import { measured } from '../helpers/measured.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const prime = 23;
type Map2 = (a: number, b: number) => number;

async function scales(...maps: readonly Map2[]) {
  const n = maps.length;
  const data = Float32Array.from({ length: prime ** 2 * n }, (_, i) => {
    const row = Math.floor(i / n);
    return maps[i % n](Math.floor(row / prime), row % prime);
  });
  const program = await compile(scalesOf(input('x', [prime ** 2, n]), prime), { device: 'cpu' });
  const found: NamedArrays = await program.run({ x: float32(data, [prime ** 2, n]) });
  await program.dispose();
  return (name: string) => [...found[name].data] as number[];
}

const wave =
  (ka: number, kb: number): Map2 =>
  (a, b) =>
    Math.cos((2 * Math.PI * (ka * a + kb * b)) / prime);
const noise: Map2 = (a, b) => 3 + Math.sin(12.9898 * a + 78.233 * b) ** 3;

/** The share by its definition: |DFT|² within a circle of p/8 less the constant. */
function lowShare(map: Map2): number {
  const signed = (f: number) => (f > prime / 2 ? f - prime : f);
  let [low, all] = [0, 0];
  for (let u = 0; u < prime; u++) {
    for (let v = 0; v < prime; v++) {
      if (u === 0 && v === 0) continue;
      let [re, im] = [0, 0];
      for (let a = 0; a < prime; a++)
        for (let b = 0; b < prime; b++) {
          const angle = (2 * Math.PI * (u * a + v * b)) / prime;
          re += map(a, b) * Math.cos(angle);
          im += map(a, b) * Math.sin(angle);
        }
      const power = re * re + im * im;
      all += power;
      if (Math.hypot(signed(u), signed(v)) <= 0.125 * prime) low += power;
    }
  }
  return low / all;
}

const matmul = (x: readonly number[][], y: readonly number[][]) =>
  x.map((row) => y[0].map((_, j) => row.reduce((sum, v, k) => sum + v * y[k][j], 0)));
const flip = (x: readonly number[][]) => x[0].map((_, j) => x.map((row) => row[j]));
const matrix = (from: number, to: number) => {
  const flat = bilinearMatrix(from, to);
  return Array.from({ length: to }, (_, i) => [...flat.subarray(i * from, (i + 1) * from)]);
};
function variance(rows: readonly number[][]): number {
  const all = rows.flat();
  const middle = all.reduce((x, y) => x + y) / all.length;
  return all.reduce((sum, x) => sum + (x - middle) ** 2, 0) / all.length;
}

describe('bilinear sampling', () => {
  it('takes the middle between two rows when it halves, and keeps what has the same size', () => {
    expect(matrix(4, 2)).toEqual([
      [0.5, 0.5, 0, 0],
      [0, 0, 0.5, 0.5]
    ]);
    expect(matrix(3, 3)).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1]
    ]);
  });

  it('repeats the edges when it enlarges, as PyTorch does without aligned corners', () => {
    expect(matrix(2, 4)).toEqual([
      [1, 0],
      [0.75, 0.25],
      [0.25, 0.75],
      [0, 1]
    ]);
  });

  it('keeps constants: weights sum to 1', () => {
    const { near, far } = bilinear(113, 14);
    near.forEach((weight, i) => {
      expect(weight + far[i]).toBe(1);
    });
  });
});

describe('scales', () => {
  it('have a low-frequency share by the definition, with or without a large constant', async () => {
    const maps = [
      noise,
      (a: number, b: number) => Math.max(wave(2, 3)(a, b), 0) + 0.1 * noise(a, b)
    ];
    const share = (await scales(...maps))('low_frequency');
    maps.forEach((map, i) => {
      expect(share[i]).toBeCloseTo(lowShare(map), 5);
    });
  });

  it('are 1 for a wave within the circle of p/8, 0 outside, also diagonally', async () => {
    const share = (await scales(wave(2, 0), wave(0, 2), wave(3, 0), wave(2, 2), wave(1, 3)))(
      'low_frequency'
    );
    [1, 1, 0, 1, 0].forEach((expected, i) => {
      expect(share[i]).toBeCloseTo(expected, 5);
    });
  });

  it('keep the variance that sampling down and up leaves, by its definition', async () => {
    const maps = [noise, wave(1, 0), wave(9, 4)];
    const kept = (await scales(...maps))('variance_kept');
    maps.forEach((map, i) => {
      const grid = matrix(prime, prime).map((_, a) =>
        matrix(prime, prime).map((__, b) => map(a, b))
      );
      const down = matmul(matmul(matrix(prime, 14), grid), flip(matrix(prime, 14)));
      const up = matmul(matmul(matrix(14, prime), down), flip(matrix(14, prime)));
      expect(kept[i]).toBeCloseTo(variance(up) / variance(grid), 5);
    });
    expect(kept[1]).toBeGreaterThan(0.8);
    expect(kept[2]).toBeLessThan(0.5);
  });

  it('have the gradient of a slope and the deviation of a wave', async () => {
    const found = await scales(
      (a) => a,
      (a, b) => 2 * a - 4 * b,
      (a) => 0.5 + wave(3, 0)(a, 0)
    );
    expect(found('gradient')[0]).toBeCloseTo(0.5, 5);
    expect(found('gradient')[1]).toBeCloseTo(3, 5);
    expect(found('deviation')[2]).toBeCloseTo(Math.SQRT1_2, 5);
  });

  it('are 0 for a constant map but for rounding', async () => {
    const found = await scales(
      () => 0.25,
      () => 0
    );
    for (const name of ['low_frequency', 'variance_kept', 'gradient', 'deviation'])
      for (const value of found(name)) expect(Math.abs(value)).toBeLessThan(0.01);
  });
});

describe('multiscale_structure', () => {
  it('says the same of neurons in any order', async () => {
    const variant = await randomRun(temporaryFolder());
    const order = [11, 3, 0, 1, 2, 5, 4, 7, 6, 9, 8, 10];
    const name = 'blocks.0.mlp.W_in';
    const shuffle = (weights: NamedArrays) => {
      const { data, shape } = weights[name];
      const moved = Float32Array.from(data, (_, i) => data[i - (i % 12) + order[i % 12]]);
      return { ...weights, [name]: float32(moved, shape) };
    };
    const before = await measured(variant, multiscaleStructure as never);
    const after = await measured(variant, multiscaleStructure as never, 0, shuffle);
    for (const key of ['neuron_low_frequency', 'neuron_variance_kept', 'neuron_gradient'])
      order.forEach((from, to) => {
        expect(after[key].data[to]).toBeCloseTo(before[key].data[from], 4);
      });
  });

  it('counts neurons from the share that was set', () => {
    const one = float32(Float32Array.of(0.7, 0.2, 0.9), [3]);
    const arrays = Object.fromEntries(
      Object.keys(multiscaleStructure.arrays).map((key) => [key, one])
    );
    const count = (coarseShare: number) =>
      multiscaleStructure.summarize!(arrays, {} as never, { coarseShare }, {}).coarse_neuron_count;
    expect([count(0.7), count(0.8), count(0)]).toEqual([2, 1, 3]);
  });
});
