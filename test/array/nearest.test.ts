import { expect, it } from 'vitest';
import { nearestIndex, nearestRow } from '../../src/array/statistics/nearest.ts';

it('the nearest of ascending values is the earlier of two that are equally near, -1 of none', () => {
  expect(nearestIndex([0, 10, 20], 5)).toBe(0);
  expect(nearestIndex([0, 10, 20], 5.1)).toBe(1);
  expect(nearestIndex([0, 10, 20], 99)).toBe(2);
  expect(nearestIndex([], 5)).toBe(-1);
  expect(nearestRow([0, 10, 20], null)).toBe(2);
});
