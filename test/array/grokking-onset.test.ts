import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { grokkingOnset } from '../../src/array/grokking-onset.ts';
import { shared } from '../helpers/shared.ts';

test('the onset is the first epoch from the peak on with a drop of 80 %', () => {
  expect(grokkingOnset([1, 5, 4, 1.01, 1, 3])).toBe(4);
  expect(grokkingOnset([1, 5, 4, 2.5, 1, 3], 0.5)).toBe(3);
});

test('a run that never falls, an empty one and one of NaN have no onset', () => {
  expect(grokkingOnset([0.1, 5, 4, 3])).toBeNull();
  expect(grokkingOnset([])).toBeNull();
  expect(grokkingOnset([Number.NaN, Number.NaN])).toBeNull();
  expect(grokkingOnset([Number.NaN, 5, Number.NaN, 1, 0])).toBe(3);
});

test('the real p=113 run groks at epoch 9503', (context) => {
  const path = shared('data/curves/p113_seed999_dseed598.npz');
  if (path === null) return context.skip();
  const losses = float64Entry(readFileSync(path), 'test');
  expect(losses.indexOf(Math.max(...losses))).toBe(1409);
  expect(grokkingOnset(losses)).toBe(9503);
});

/** The one-dimensional float64 array whose entry name holds `name`. */
function float64Entry(npz: Uint8Array, name: string): Float64Array {
  const entries = Object.entries(unzipSync(npz)).filter(([key]) => key.includes(name));
  const npy = entries[0]![1];
  const header = 10 + npy[8]! + 256 * npy[9]!;
  return new Float64Array(npy.slice(header).buffer);
}
