import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { debiasedCka, linearKernel } from '../../src/array/geometry/alignment.ts';
import { nonnegativeFit } from '../../src/array/geometry/nonnegative-fit.ts';
import { turnedOnto } from '../../src/array/geometry/procrustes.ts';
import { cosineSimilarities, pearson } from '../../src/array/geometry/similarities.ts';
import { normal } from '../../src/array/random/normal.ts';
import { torchGenerator } from '../../src/array/random/torch-generator.ts';
import { alignedUmap, jumps } from '../../src/array/umap/aligned-umap.ts';
import { attractionCurve } from '../../src/array/umap/attraction-curve.ts';
import { fuzzyGraph, smoothDistances } from '../../src/array/umap/fuzzy-graph.ts';
import { nearestNeighbours } from '../../src/array/umap/neighbours.ts';
import { trustworthiness } from '../../src/array/umap/trustworthiness.ts';
import { readNpz } from '../../src/codec/index.ts';
import { shared } from '../helpers/shared.ts';

const folder = shared('data/learning/expected');
const npz = (name: string) => readNpz(readFileSync(join(folder!, `${name}.npz`)));
const largest = (found: ArrayLike<number>, wanted: ArrayLike<number>): number =>
  Array.from(wanted).reduce((most, x, i) => Math.max(most, Math.abs(found[i] - x)), 0);
const noise = (seed: number, count: number) =>
  Float64Array.from(normal(torchGenerator(seed), count));

describe('similarities', () => {
  it.skipIf(folder === null)('of real embeddings are those computed elsewhere', () => {
    const { last } = npz('embeddings');
    const { cosine_similarity_last: wanted } = npz('rdm');
    const [slices, rows, columns] = last.shape as [number, number, number];
    for (let t = 0; t < slices; t++) {
      const points = last.data.subarray(t * rows * columns, (t + 1) * rows * columns);
      const pairs = wanted.shape[1];
      const own = wanted.data.subarray(t * pairs, (t + 1) * pairs);
      expect(largest(cosineSimilarities(points, rows, columns), own)).toBeLessThan(1e-6);
    }
  });

  it('of a point at the origin are not known', () => {
    expect([...cosineSimilarities([0, 0, 1, 0, 2, 0], 3, 2)]).toEqual([Number.NaN, Number.NaN, 1]);
    expect(pearson([1, 1, 1], [1, 2, 3])).toBeNaN();
    expect(pearson([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 14);
  });
});

describe('debiased kernel alignment', () => {
  it('is 1 for what is turned or scaled, and near 0 for noise of any width', () => {
    const points = noise(1, 113 * 128);
    const one = linearKernel(points, 113, 128);
    expect(
      debiasedCka(
        one,
        linearKernel(
          points.map((x) => 3 * x),
          113,
          128
        )
      )
    ).toBeCloseTo(1, 12);
    const other = linearKernel(noise(2, 113 * 128), 113, 128);
    expect(Math.abs(debiasedCka(one, other))).toBeLessThan(0.04);
    const wide = linearKernel(noise(3, 113 * 512), 113, 512);
    expect(Math.abs(debiasedCka(one, wide))).toBeLessThan(0.04);
  });
});

describe('a fit without negative weights', () => {
  it('finds the weights that made the target, and no negative ones', () => {
    const columns = [noise(1, 500), noise(2, 500), noise(3, 500)];
    const target = columns[0].map((x, i) => 2 * x + 0.5 * columns[1][i] + 7);
    const { weights, explained } = nonnegativeFit(columns, target);
    expect(largest(weights, [2, 0.5, 0])).toBeLessThan(1e-9);
    expect(explained).toBeCloseTo(1, 10);
    const against = nonnegativeFit(
      [columns[0]],
      target.map((x) => -x)
    );
    expect([...against.weights]).toEqual([0]);
    expect(against.explained).toBe(0);
  });

  it('leaves out what only repeats another', () => {
    const column = noise(1, 50);
    const { weights, explained } = nonnegativeFit([column, column], column);
    expect(weights[0] + weights[1]).toBeCloseTo(1, 8);
    expect(explained).toBeCloseTo(1, 8);
  });
});

describe('points turned onto others', () => {
  it.each([
    ['turned', 1],
    ['mirrored and turned', -1]
  ])('come back when they were %s', (_, sign) => {
    const onto = noise(5, 40);
    const away = onto.map((_, i) => {
      const [x, y] = [onto[i - (i % 2)], onto[i - (i % 2) + 1]];
      return i % 2 === 0 ? 0.6 * x - sign * 0.8 * y + 3 : 0.8 * x + sign * 0.6 * y - 1;
    });
    expect(largest(turnedOnto(away, onto), onto)).toBeLessThan(1e-12);
  });
});

describe.skipIf(folder === null)('UMAP', () => {
  it.each(['euclidean', 'cosine'] as const)(
    'has the neighbours and the graph of umap-learn, %s',
    (metric) => {
      const wanted = npz('umap_parts');
      const near = nearestNeighbours(Float64Array.from(wanted.points.data), 96, 64, 15, metric);
      expect([...near.places]).toEqual([...wanted[`${metric}_knn_idx`].data]);
      expect(largest(near.distances, wanted[`${metric}_knn_dist`].data)).toBeLessThan(1e-12);
      const { nearest, scale } = smoothDistances(near);
      expect(largest(nearest, wanted[`${metric}_rho`].data)).toBeLessThan(1e-12);
      expect(largest(scale, wanted[`${metric}_sigma`].data)).toBeLessThan(1e-12);
      const { from, to, weight } = fuzzyGraph(near);
      const dense = new Float64Array(96 * 96);
      weight.forEach((w, edge) => {
        dense[from[edge] * 96 + to[edge]] = w;
      });
      expect(largest(dense, wanted[`${metric}_union`].data)).toBeLessThan(1e-10);
    }
  );

  it('has the curve of umap-learn', () => {
    const { data } = npz('umap_parts').min_dist_spread_a_b;
    for (let row = 0; row < 3; row++) {
      const [least, spread, a, b] = data.subarray(4 * row, 4 * row + 4);
      const found = attractionCurve(least, spread);
      expect(Math.abs(found.a - a) + Math.abs(found.b - b)).toBeLessThan(2e-6);
    }
  });

  it('is as trustworthy as umap-learn, jumps several times less than without anchors, and is repeatable', () => {
    const { last } = npz('embeddings');
    const slices = Array.from({ length: 13 }, (_, t) =>
      Float64Array.from(last.data.subarray(t * 96 * 64, (t + 1) * 96 * 64))
    );
    const reference = JSON.parse(readFileSync(join(folder!, 'umap_trustworthiness.json'), 'utf8'));
    const maps = alignedUmap(slices, 96, 64);
    const trust = trustworthiness(slices[12], 96, 64, maps[12], 15, 'cosine');
    expect(trust).toBeGreaterThan(reference.umap_cosine_k15 - 0.02);
    const mean = (all: Float64Array) => all.slice(1).reduce((sum, x) => sum + x, 0) / 12;
    const free = alignedUmap(slices, 96, 64, { anchor: 0 });
    expect(mean(jumps(maps))).toBeLessThan(mean(jumps(free)) / 4);
    expect(alignedUmap(slices, 96, 64)[12]).toEqual(maps[12]);
  });
});

describe('trustworthiness', () => {
  it('is 1 of a map that is the points, and about a half of a map by chance', () => {
    const points = noise(1, 400);
    expect(trustworthiness(points, 200, 2, points, 15, 'euclidean')).toBe(1);
    const chance = trustworthiness(points, 200, 2, noise(2, 400), 15, 'euclidean');
    expect(Math.abs(chance - 0.5)).toBeLessThan(0.06);
  });
});
