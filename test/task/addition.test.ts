import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { additionColumns, cascadeCounts, cascadeOf } from '../../src/task/text/addition.ts';
import { edits, errorsFromLeft, errorsFromRight } from '../../src/task/text/alignment.ts';
import { errorType } from '../../src/task/text/error-type.ts';
import { shared } from '../helpers/shared.ts';

const folder = shared('data/learning/addition-run');
const json = (name: string) => JSON.parse(readFileSync(join(folder!, name), 'utf8'));
const none = new Set<string>();

describe.skipIf(folder === null)('additions', () => {
  it('have the columns and cascades of the reference', () => {
    const { questions, n, exact_class_counts_uniform: counts } = json('questions.json');
    for (const { a, b, columns, cascade } of questions) {
      const found = additionColumns(a, b, n);
      expect(`S${cascadeOf(found)}`).toBe(cascade);
      for (const [i, column] of columns.entries()) {
        expect([...found[i].digits]).toEqual(column.digits);
        expect(found[i].task).toBe(column.task);
        expect(found[i].makesCarry).toBe(column.MC);
        expect([found[i].carryIn, found[i].carryOut].map(Number)).toEqual([
          column.carry_in,
          column.carry_out
        ]);
      }
    }
    expect(cascadeCounts(n)).toEqual(Object.values(counts));
    for (const { a, b, n: digits, cascade } of json('cascade_known.json').cases ??
      json('cascade_known.json'))
      expect(`S${cascadeOf(additionColumns(a, b, digits))}`).toBe(cascade);
  });

  it('are answered wrongly in the ways of the reference', () => {
    const { cases, general } = json('alignment.json');
    for (const one of [...cases, ...general]) {
      const [expected, given] = [[...one.expected], [...one.given]];
      const found = edits(expected, given);
      expect(found.map(({ kind, ...at }) => [kind, at.expected, at.given])).toEqual(one.ops);
      expect(found.filter(({ kind }) => kind !== 'match')).toHaveLength(one.distance);
      // The reference fills the shorter side with blanks, so that a blank in the longer one is no error.
      if (!one.expected.includes(' '))
        expect(errorsFromRight(expected, given)).toEqual(one.errors_from_right);
      if (one.errors_left_aligned)
        expect(errorsFromLeft(expected, given)).toEqual(one.errors_left_aligned);
      if (one.error_type) {
        const asked = { ...one, hasEnded: true, classes: none };
        expect(errorType(asked), `${one.prompt}${one.given}`).toBe(one.error_type);
      }
    }
  });
});

describe('cascades of all pairs of numbers', () => {
  it.each([
    [2, [30.25, 65.25, 4.5]],
    [3, [16.64, 74.36, 8.55, 0.45]],
    [4, [9.15, 77.55, 12.4, 0.855, 0.045]],
    [5, [5.03, 77.58, 16.04, 1.26, 0.086, 0.0045]],
    [6, [2.77, 75.94, 19.5, 1.66, 0.126, 0.009]]
  ])('of %i digits', (digits, shares) => {
    const counts = cascadeCounts(digits);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10 ** (2 * digits));
    shares.slice(0, digits).forEach((share, cascade) => {
      const found = (100 * counts[cascade]) / 10 ** (2 * digits);
      expect(Math.abs(found - share)).toBeLessThan(Math.max(0.006, 0.006 * share));
    });
  });
});

describe('other answers', () => {
  it.each([
    ['Yes', 'Yes', true, 'correct'],
    ['Yes', 'No', true, 'wrong_class'],
    ['Yes', 'Yes', false, 'unfinished'],
    ['Yes', '', true, 'empty'],
    ['Yes', 'Maybe', true, 'other']
  ])('%s, given %s, ended %s', (expected, given, hasEnded, type) => {
    const classes = new Set(['Yes', 'No']);
    expect(errorType({ prompt: 'Are all ants gnus?', expected, given, hasEnded, classes })).toBe(
      type
    );
  });

  it('of sums in another base are no additions in base 10', () => {
    const asked = { prompt: '101+011=', expected: '1000', classes: none, hasEnded: true };
    expect(errorType({ ...asked, given: '1010' })).toBe('other');
    expect(errorType({ ...asked, given: '101' })).toBe('length');
  });

  it('of reversed additions are read from the other side', () => {
    const asked = { prompt: '445+555=', expected: '0001', classes: none, hasEnded: true };
    expect(errorType({ ...asked, given: '000' })).toBe('missing_leading');
    expect(errorType({ ...asked, given: '0991' })).toBe('dropped_cascade');
    expect(errorType({ ...asked, given: '0002' })).toBe('carry');
    expect(errorType({ ...asked, given: '7701' })).toBe('other');
  });
});
