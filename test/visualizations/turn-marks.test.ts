import { expect, test } from 'vitest';
import { detectTurn } from '../../src/turn/index.ts';
import { turnOf } from '../../src/visualizations/parts/turn-marks.ts';
import { grokking } from '../helpers/curves.ts';

test('beyond 250,000 epochs the turn is the same, without a confidence', () => {
  const { train, test } = grokking(250_001, { at: 120_000, width: 2000, seed: 1 });
  const report = turnOf(train, test, 113);
  expect(report.turn).toBeGreaterThan(100_000);
  expect(report.turn).toBe(detectTurn({ train, test }, { answers: 113 }).turn);
  expect(report.confidence).toBeNull();
});

test('up to there it has a confidence', () => {
  const { train, test } = grokking(2000, { at: 1000, width: 30, seed: 1 });
  expect(turnOf(train, test, 113).confidence).toBeGreaterThan(0);
});
