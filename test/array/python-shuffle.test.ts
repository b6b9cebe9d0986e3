import { expect, test } from 'vitest';
import { pythonShuffle } from '../../src/array/random/python-shuffle.ts';

/** Expected orders are those of CPython 3.13: random.seed(seed); random.shuffle(list(range(n))). */
test.each([
  [0, [7, 8, 1, 5, 3, 4, 2, 0, 9, 6]],
  [1, [7, 11, 0, 8, 5, 6, 3, 10, 4, 1, 9, 2]],
  [2 ** 40 + 5, [1, 3, 5, 0, 2, 6, 4]]
])('seed %i shuffles as Python does', (seed, order) => {
  expect([...pythonShuffle(seed, order.length)]).toEqual(order);
});

test('a long list has the order of the paper’s training pairs', () => {
  const order = pythonShuffle(1, 113 ** 2);
  expect([...order.slice(0, 4), order[3829]]).toEqual([6612, 8645, 6803, 11389, 2875]);
  expect(new Set(order).size).toBe(113 ** 2);
});

test('seeds are whole numbers from 0', () => {
  expect(() => pythonShuffle(-1, 3)).toThrow('invalid seed: -1');
  expect(() => pythonShuffle(0.5, 3)).toThrow('invalid seed: 0.5');
});
