import { expect, test } from 'vitest';
import { torchGenerator } from '../../src/array/random/torch-generator.ts';
import { uniform } from '../../src/array/random/uniform.ts';
import { allButOne } from '../../src/array/statistics/all-but-one.ts';
import { median, percentile } from '../../src/array/statistics/percentile.ts';

/** Random numbers, with ties where they are rounded. */
function numbers(count: number, seed: number): Float64Array {
  const raw = uniform(torchGenerator(seed), count, -5, 5);
  return Float64Array.from(raw, (value) => (seed % 2 ? value : Math.round(value) + 0));
}

test('median and median distance are those of the numbers without the one, bit for bit', () => {
  for (let count = 1; count <= 40; count++) {
    const values = numbers(count, count);
    const sorted = values.toSorted();
    for (const [i, value] of [...values, null].entries()) {
      const rest = value === null ? values : values.filter((_, j) => j !== i);
      const middle = median(rest);
      const found = allButOne(sorted, value);
      expect(found.length).toBe(rest.length);
      expect(found.median).toBe(middle);
      expect(found.medianDistance).toBe(median(rest.map((one) => Math.abs(one - middle))));
    }
  }
});

/** Percentiles by sorting: the definition. */
function bySorting(values: Float64Array, percent: number): number {
  const sorted = values.toSorted();
  const place = (percent / 100) * (sorted.length - 1);
  const low = Math.floor(place);
  const next = sorted[Math.min(low + 1, sorted.length - 1)];
  return sorted[low] + (next - sorted[low]) * (place - low);
}

test('percentiles are those of the sorted numbers, bit for bit', () => {
  const orders = {
    ascending: Float64Array.from({ length: 999 }, (_, i) => i),
    descending: Float64Array.from({ length: 1000 }, (_, i) => 1000 - i),
    equal: new Float64Array(500).fill(3),
    organ: Float64Array.from({ length: 1001 }, (_, i) => Math.abs(i - 500)),
    infinite: Float64Array.of(Infinity, 1, -Infinity, 2, 3)
  };
  const random = Array.from({ length: 30 }, (_, i) => numbers(1 + 7 * i, i));
  for (const values of [...Object.values(orders), ...random])
    for (const percent of [0, 5, 37.5, 50, 90, 99.5, 100]) {
      const before = values.slice();
      expect(percentile(values, percent)).toBe(bySorting(values, percent));
      expect(values).toEqual(before);
    }
  expect(percentile([], 50)).toBeNaN();
  expect(percentile([1, Number.NaN, 2], 50)).toBeNaN();
});
