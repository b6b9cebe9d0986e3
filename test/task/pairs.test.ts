import { expect, test } from 'vitest';
import { allInputs, pairGrid, selectRows, splitRows } from '../../src/task/index.ts';

const allRows = (prime: number) => Int32Array.from({ length: prime ** 2 }, (_, row) => row);

test('row i of the grid is the pair (⌊i / p⌋, i mod p)', () => {
  const [a, b] = pairGrid(3).tokens;
  expect([...a]).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
  expect([...b]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
});

test('the split is the Python workbench’s: 3830 train and 8939 test rows at p=113', () => {
  const { train, test: rest } = splitRows(allRows(113), 0.3, 598);
  expect([train.length, rest.length]).toEqual([3830, 8939]);
  expect([...train.slice(0, 3), ...rest.slice(0, 3)]).toEqual([2404, 3488, 5321, 4899, 3545, 4470]);
  expect(new Set([...train, ...rest]).size).toBe(12_769);
  expect(splitRows(allRows(13), 0.3, 598).train.length).toBe(50);
});

test('rows are selected from every column', () => {
  const tokens = [Int32Array.of(1, 2, 3), Int32Array.of(7, 8, 9)];
  const picked = selectRows({ tokens, labels: Int32Array.of(4, 5, 6) }, Int32Array.of(2, 0));
  expect([...picked.tokens, picked.labels].map((column) => [...column])).toEqual([
    [3, 1],
    [9, 7],
    [6, 4]
  ]);
});

test('all inputs count up, the first token the slowest', () => {
  const { tokens } = allInputs(3, 2);
  expect(tokens.map((column) => [...column].join(''))).toEqual([
    '00001111',
    '00110011',
    '01010101'
  ]);
});
