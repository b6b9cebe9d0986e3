import { describe, expect, it } from 'vitest';
import pairSkills from '../../src/analyzers/answers/pair-skills.ts';
import { int32 } from '../../src/array/tensor.ts';
import { labelsOf, splitOf } from '../../src/task/index.ts';
import { pairContext } from '../helpers/pair-context.ts';

const p = 7;
const context = { epoch: 0, ...pairContext(p, { fraction: 0.4 }) };
const labels = labelsOf(context);
const { train, test } = splitOf(context);

const skillsOf = (answer: (row: number) => number, rows?: Int32Array) => {
  const seen = rows ?? Int32Array.from({ length: p * p }, (_, row) => row);
  const answers = int32(Int32Array.from(seen, answer), [seen.length]);
  const found = pairSkills.finish!({ answer: answers }, { ...context, ...(rows && { rows }) });
  return (name: string) => found[name].data[0];
};

describe('skills of pairs', () => {
  it('count each kind of test pair by its definition', () => {
    const found = skillsOf((row) => labels[row]);
    const trained = new Set(train);
    const count = (holds: (a: number, b: number) => boolean) =>
      [...test].filter((row) => holds(Math.floor(row / p), row % p)).length;
    expect(found('all_count')).toBe(test.length);
    expect(found('mirrored_count')).toBe(count((a, b) => trained.has(b * p + a)));
    expect(found('unmirrored_count')).toBe(count((a, b) => !trained.has(b * p + a)));
    expect(found('doubles_count')).toBe(count((a, b) => a === b));
    expect(found('zero_count')).toBe(count((a, b) => a * b === 0));
    expect(found('wrap_count')).toBe(count((a, b) => a + b >= p));
    expect(found('wrap_count') + found('nowrap_count')).toBe(test.length);
    for (const name of ['all', 'mirrored', 'unmirrored', 'wrap']) expect(found(name)).toBe(1);
  });

  it('tell a model that only mirrors what it was trained on', () => {
    const trained = new Set(train);
    const isKnown = (row: number) =>
      trained.has(row) || trained.has((row % p) * p + Math.floor(row / p));
    const found = skillsOf((row) => (isKnown(row) ? labels[row] : (labels[row] + 1) % p));
    expect([found('mirrored'), found('unmirrored')]).toEqual([1, 0]);
    expect(found('all')).toBeCloseTo(found('mirrored_count') / test.length, 12);
  });

  it('of chosen pairs are of those alone, NaN where none is tested', () => {
    const found = skillsOf((row) => labels[row], Int32Array.of(train[0], test[0]));
    expect(found('all_count')).toBe(1);
    const none = skillsOf((row) => labels[row], Int32Array.of(train[0]));
    expect(none('all')).toBeNaN();
    expect(none('all_count')).toBe(0);
  });
});
