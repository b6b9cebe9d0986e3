import { describe, expect, it } from 'vitest';
import { finiteExtent } from '../../src/array/statistics/finite-extent.ts';
import { sumOf } from '../../src/array/statistics/sum-of.ts';

describe('finiteExtent', () => {
  it('ignores what is not finite', () => {
    expect(finiteExtent([3, Number.NaN, -1, Number.POSITIVE_INFINITY])).toEqual([-1, 3]);
    expect(finiteExtent([7])).toEqual([7, 7]);
    expect(finiteExtent([])).toBeNull();
    expect(finiteExtent([Number.NaN])).toBeNull();
  });

  it('can leave out what is not above a bound', () => {
    expect(finiteExtent([0, 1e-9, -4, 2], 0)).toEqual([1e-9, 2]);
  });
});

describe('sumOf', () => {
  it('adds values, or a function of each', () => {
    expect(sumOf([1, 2, 3])).toBe(6);
    expect(sumOf([1, 2, 3], (value) => value * value)).toBe(14);
    expect(sumOf([])).toBe(0);
  });
});
