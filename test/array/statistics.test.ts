import { expect, test } from 'vitest';
import { argmax } from '../../src/array/statistics/argmax.ts';
import { evenly } from '../../src/array/statistics/evenly.ts';
import { binEdges, binOf, histogram } from '../../src/array/statistics/histogram.ts';
import { mean } from '../../src/array/statistics/mean.ts';
import { median, percentile } from '../../src/array/statistics/percentile.ts';
import { standardDeviation } from '../../src/array/statistics/standard-deviation.ts';

/** NumPy 2.4 computed the expected numbers from the same values: np.sin(np.arange(37) * 1.7) * 3. */
const values = Float64Array.from({ length: 37 }, (_, i) => Math.sin(i * 1.7) * 3);

test('mean, standard deviation and median are those of NumPy', () => {
  expect(mean(values)).toBeCloseTo(-0.002677911765438211, 14);
  expect(standardDeviation(values)).toBeCloseTo(2.1214387611823105, 14);
  expect(median(values)).toBeCloseTo(0, 14);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test.each([
  [0, -2.99440984779811],
  [10, -2.8201434184453866],
  [25, -2.099624062780627],
  [33.3, -1.379559591352669],
  [75, 2.0106875275301244],
  [90, 2.832056766128652],
  [100, 2.9993787004280077]
])('percentile %d interpolates linearly, as in NumPy', (percent, expected) => {
  expect(percentile(values, percent)).toBeCloseTo(expected, 14);
});

test('a NaN among the values, and no values, make statistics NaN', () => {
  for (const of of [mean, median, standardDeviation]) {
    expect(of([])).toBeNaN();
    expect(of([1, Number.NaN, 3])).toBeNaN();
  }
});

test('histograms count as NumPy does: bins closed below, the last on both sides', () => {
  expect([...histogram(values, binEdges(-3, 3, 7))]).toEqual([9, 5, 3, 3, 4, 4, 9]);
  const shares = [0, 0.05, 0.1, 0.16, 0.94, 1, 1, 0.999, -0.01, 1.01, 0.5, Number.NaN];
  const counts = histogram(shares, binEdges(0, 1, 20));
  expect([counts[0], counts[1], counts[18], counts[19]]).toEqual([1, 1, 1, 3]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(9);
  expect(binOf(1, binEdges(0, 1, 20))).toBe(19);
  expect(binOf(Number.NaN, binEdges(0, 1, 20))).toBe(-1);
});

test('argmax takes the first of equals and a NaN before all', () => {
  expect(argmax(values)).toBe(12);
  expect(argmax([0, 0, 0])).toBe(0);
  expect(argmax([1, Number.NaN, 9])).toBe(1);
  expect(argmax([])).toBe(-1);
});

test('evenly takes the first, the last and what lies evenly between', () => {
  const tens = Array.from({ length: 11 }, (_, i) => i * 10);
  expect(evenly(tens, 3)).toEqual([0, 50, 100]);
  expect(evenly(tens, 2)).toEqual([0, 100]);
  expect(evenly(tens, 11)).toBe(tens);
  expect(evenly([], 2)).toEqual([]);
});
