import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readNpz } from '../../src/codec/index.ts';
import { grokkingOnset } from '../helpers/grokking-onset.ts';
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
  const losses = readNpz(readFileSync(path)).test_losses.data;
  expect(losses.indexOf(Math.max(...losses))).toBe(1409);
  expect(grokkingOnset(losses)).toBe(9503);
});
