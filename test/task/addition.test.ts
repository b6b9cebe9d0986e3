import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { torchGenerator } from '../../src/array/random/torch-generator.ts';
import { additionColumns, cascadeOf } from '../../src/task/text/addition.ts';
import { edits, errorsFromLeft, errorsFromRight } from '../../src/task/text/alignment.ts';
import { cascadeCounts, cascadeDraws } from '../../src/task/text/cascades.ts';
import { answerHabits, errorType } from '../../src/task/text/error-type.ts';
import type { TextProbe } from '../../src/task/text/probe.ts';
import { shared } from '../helpers/shared.ts';

const folder = shared('data/learning/addition-run');
const json = (name: string) => JSON.parse(readFileSync(join(folder!, name), 'utf8'));
const probe = (prompt: string, expected: string): TextProbe => ({
  ...{ id: prompt, prompt, expected },
  ...{ category: '', difficulty: '', metadata: {} }
});
const none = answerHabits([]);

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
        expect(errorType({ ...one, hasEnded: true }, none), `${one.prompt}${one.given}`).toBe(
          one.error_type
        );
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

describe('draws of a cascade', () => {
  it('are of that cascade, any of its pairs as likely', () => {
    for (const [cascade, count] of cascadeCounts(2).entries()) {
      const [draw, generator] = [cascadeDraws(2, cascade), torchGenerator(7)];
      const times = new Map<number, number>();
      for (let i = 0; i < 20 * count; i++) {
        const [a, b] = draw(generator);
        times.set(100 * a + b, (times.get(100 * a + b) ?? 0) + 1);
      }
      expect(times.size).toBe(count);
      const others = [...times.keys()].filter(
        (pair) => cascadeOf(additionColumns(Math.floor(pair / 100), pair % 100, 2)) !== cascade
      );
      expect(others).toEqual([]);
      const chi = [...times.values()].reduce((sum, n) => sum + (n - 20) ** 2 / 20, 0);
      expect(Math.abs(chi - (count - 1)) / Math.sqrt(2 * (count - 1))).toBeLessThan(3);
    }
  });
});

describe('other answers', () => {
  const ask =
    (prompt: string, expected: string, habits = none) =>
    (given: string) =>
      errorType({ prompt, expected, given, hasEnded: true }, habits);
  const binary = answerHabits([probe('11+01=', '100'), probe('01+01=', '010')]);

  it.each([
    ['Yes', 'Yes', true, 'correct'],
    ['Yes', 'No', true, 'wrong_class'],
    ['Yes', 'Yes', false, 'unfinished'],
    ['Yes', '', true, 'empty'],
    ['Yes', 'Maybe', true, 'other'],
    ['gnus', 'No', true, 'other']
  ])('%s, given %s, ended %s', (expected, given, hasEnded, type) => {
    const habits = answerHabits(
      ['Yes', 'Yes', 'Yes', 'No', 'No', 'No', 'Maybe'].map((answer) => probe('?', answer))
    );
    expect(errorType({ prompt: 'Are all ants gnus?', expected, given, hasEnded }, habits)).toBe(
      type
    );
  });

  it('that are numbers are no classes, however often they are expected', () => {
    const habits = answerHabits(['7', '7', '7', '9', '9', '9'].map((answer) => probe('?', answer)));
    expect(ask('three and four?', '7', habits)('9')).toBe('other');
    expect(ask('three and four?', '7', habits)('79')).toBe('length');
  });

  it('of sums in base 2 tell a carry that was not taken, and nothing finer', () => {
    const carried = ask('101+011=', '1000');
    expect(carried('000')).toBe('missing_leading');
    expect(carried('10000')).toBe('length');
    expect(carried('1020')).toBe('length');
    expect(carried('0110')).toBe('dropped_cascade');
    expect(carried('0000')).toBe('carry');
    expect(carried('1001')).toBe('other');
    expect(ask('11+11=', '110')('100')).toBe('carry');
  });

  it('that are right in two bases are read as their neighbours are', () => {
    expect(ask('01+10=', '011')('010')).toBe('carry');
    expect(ask('01+10=', '011', binary)('010')).toBe('other');
    expect(ask('11+11=', '22', binary)('12')).toBe('carry');
  });

  it('of reversed additions are read from the other side', () => {
    const reversed = ask('445+555=', '0001');
    expect(reversed('000')).toBe('missing_leading');
    expect(reversed('0991')).toBe('dropped_cascade');
    expect(reversed('0002')).toBe('carry');
    expect(reversed('7701')).toBe('other');
    const habits = answerHabits([probe('445+555=', '0001')]);
    expect(ask('055+055=', '0110')('110')).toBe('missing_leading');
    expect(ask('055+055=', '0110', habits)('011')).toBe('missing_leading');
  });

  it('that are empty lack more than a first digit', () => {
    expect(ask('2+3=', '5')('')).toBe('length');
  });
});
