import { describe, expect, it } from 'vitest';
import {
  parseCondition,
  parseProbe,
  partnersOf,
  probeParts
} from '../../src/model/probes/index.ts';
import { findTask } from '../../src/task/index.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const prime = 7;
const task = findTask('modular_addition');
const context = { task, parameters: { prime } };
const { labels } = task.grid({ prime });
const layout = task.layout({ prime });
const train = Int32Array.of(3, 9, 10, 24, 40);
const rows = (text: string) => [...parseProbe(text, { ...context, train })];
const where = (holds: (a: number, b: number) => boolean) =>
  Array.from({ length: prime ** 2 }, (_, row) => row).filter((row) =>
    holds(Math.floor(row / prime), row % prime)
  );

describe('probes', () => {
  it('are single pairs, row a·p + b', () => {
    expect(rows('4+5')).toEqual([33]);
    expect(rows(' 0 + 6 ')).toEqual([6]);
  });

  it('are lists and files, each pair once, ascending, with comments', () => {
    expect(rows('4+5, 0+6;4+5')).toEqual([6, 33]);
    expect(rows('# hard ones\n4+5\n\n0+6 # wraps not\n')).toEqual([6, 33]);
  });

  it('are files of any system: a comment ends with its line', () => {
    for (const end of ['\r\n', '\r', '\u2028'])
      expect(rows(['4+5 # hard', '0+6', ''].join(end))).toEqual([6, 33]);
    expect(probeParts('a <\t b # less\r\n4+5; 0+6,\r\n')).toEqual(['a < b', '4+5', '0+6']);
  });

  it.each(['('.repeat(100_000), `${'not '.repeat(50_000)}a<b`, `a${'+a'.repeat(50_000)}<b`])(
    'of a hundred thousand words are refused in one short line',
    async (text) => {
      const error = await userErrorOf(() => parseProbe(text, { ...context, train }));
      expect(error.message).toMatch(/^condition too long: .{79}…$/);
    }
  );

  it.each<[string, (a: number, b: number) => boolean]>([
    ['a<b', (a, b) => a < b],
    ['a + b >= p', (a, b) => a + b >= 7],
    ['c == 0 and a != b', (a, b) => (a + b) % 7 === 0 && a !== b],
    ['a=1 | b=1 & a=2', (a, b) => a === 1 || (b === 1 && a === 2)],
    ['not (a<3 or b<3)', (a, b) => a >= 3 && b >= 3],
    ['(a - b) % 3 == 0', (a, b) => (a - b) % 3 === 0],
    ['2*a+1 > -b + p', (a, b) => 2 * a + 1 > 7 - b],
    ['((a<b))', (a, b) => a < b],
    ['!(a<b) && (a+1)*2 <= 6', (a, b) => a >= b && (a + 1) * 2 <= 6],
    ['wrap', (a, b) => a + b >= 7],
    ['nowrap', (a, b) => a + b < 7],
    ['doubles', (a, b) => a === b],
    ['zero', (a, b) => a * b === 0],
    ['all', () => true]
  ])('%s means what it says', (text, holds) => {
    expect(rows(text)).toEqual(where(holds));
  });

  it('name the sides of the split', () => {
    expect(rows('train')).toEqual([3, 9, 10, 24, 40]);
    expect(rows('test')).toHaveLength(49 - 5);
    expect(rows('train,test')).toHaveLength(49);
  });

  it.each([
    ['7+1', 'pair out of range: 7+1'],
    ['tests', 'unknown probe: tests'],
    ['', 'no pairs in an empty probe'],
    ['# nothing', 'no pairs in an empty probe'],
    ['4+', 'invalid pair: 4+'],
    ['-1+3', 'invalid pair: -1+3'],
    ['1+2+3', 'invalid pair: 1+2+3'],
    ['1.5+2', 'invalid pair: 1.5+2'],
    ['a<a', 'no pairs in probe: a<a'],
    ['a<', 'invalid condition: a<'],
    ['a<b<p', 'invalid condition: a<b<p'],
    ['(a<b', 'invalid condition: (a<b'],
    ['a<b)', 'invalid condition: a<b)'],
    ['a<d', 'invalid condition: a<d'],
    ['a+b', 'invalid pair: a+b'],
    ['process.exit()', 'invalid condition: process.exit()']
  ])('refuse %s', async (text, message) => {
    const error = await userErrorOf(() => rows(text));
    expect(error.message).toBe(message);
    expect(error.exitCode).toBe(2);
    expect(error.hint).not.toBe('');
  });

  it('take remainders that are never negative', () => {
    expect(parseCondition('(a - b) % p == 5')({ a: 1, b: 3, c: 4, p: 7 })).toBe(true);
  });
});

describe('the partner of a pair', () => {
  it('has the same answer on the other side of the split, the nearest a first', () => {
    const trained = Int32Array.of(1 * 7 + 4, 6 * 7 + 6, 2 * 7 + 2);
    expect(partnersOf([2 * 7 + 3], labels, trained, layout)[0]).toBe(1 * 7 + 4); // 2+3 = 5, trained are 1+4 and 6+6
    expect(partnersOf([1 * 7 + 4], labels, trained, layout)[0]).toBe(0 * 7 + 5); // 0+5, not the trained ones
  });

  it('is the swapped pair only where nothing else is left', () => {
    const answer5 = (a: number) => a * 7 + ((5 - a + 7) % 7);
    expect(partnersOf([answer5(2)], labels, Int32Array.of(answer5(3), answer5(6)), layout)[0]).toBe(
      answer5(6)
    );
    expect(partnersOf([answer5(2)], labels, Int32Array.of(answer5(3)), layout)[0]).toBe(answer5(3));
    expect(partnersOf([answer5(2)], labels, Int32Array.of(0), layout)[0]).toBeNull();
  });
});
