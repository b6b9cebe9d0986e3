import { describe, expect, it } from 'vitest';
import {
  answeredRows,
  findTask,
  gridLabels,
  pairText,
  splitOf,
  tasks
} from '../../src/task/index.ts';
import { userErrorOf } from '../helpers/user-error.ts';

/** What each task's answer c satisfies, written down without its code. */
const laws: Readonly<Record<string, (a: number, b: number, c: number, p: number) => boolean>> = {
  modular_addition: (a, b, c, p) => (a + b - c) % p === 0,
  modular_subtraction: (a, b, c, p) => (c + b - a) % p === 0,
  modular_multiplication: (a, b, c, p) => (a * b - c) % p === 0,
  modular_division: (a, b, c, p) => b !== 0 && (c * b - a) % p === 0,
  quadratic_form: (a, b, c, p) => ((a + b) ** 2 - a * b - c) % p === 0
};

/** Permutations of five things in lexicographic order, by the digits of the factorial base. */
function permutation(index: number): readonly number[] {
  const left = [0, 1, 2, 3, 4];
  return [24, 6, 2, 1, 1].map((size, i) => {
    const at = Math.floor(index / size) % (5 - i);
    return left.splice(at, 1)[0];
  });
}

function composed(a: number, b: number): number {
  const [outer, inner] = [permutation(a), permutation(b)];
  const wanted = inner.map((place) => outer[place]).join();
  return Array.from({ length: 120 }, (_, i) => i).findIndex(
    (i) => permutation(i).join() === wanted
  );
}

describe.each(tasks.filter(({ modulus }) => typeof modulus === 'string'))('$id', (task) => {
  it('says what it is', () => {
    expect(task.id).toMatch(/^[a-z_]+$/);
    expect(task.title.length * task.about.length * task.formula.length).toBeGreaterThan(0);
  });

  it.each([5, 7, 97, 509])('answers every pair modulo %i as mathematics says', (prime) => {
    const { a, b, labels } = task.grid(prime);
    expect([a.length, b.length, labels.length]).toEqual([prime ** 2, prime ** 2, prime ** 2]);
    const wrong = answeredRows(labels).filter(
      (row) => labels[row] >= prime || !laws[task.id](a[row], b[row], labels[row], prime)
    );
    expect([...wrong]).toEqual([]);
    const unanswered = task.id === 'modular_division' ? prime : 0;
    expect(answeredRows(labels).length).toBe(prime ** 2 - unanswered);
  });
});

it('composition in S5 is that of permutations, and does not commute', () => {
  const { a, b, labels } = findTask('s5_composition').grid(120);
  for (let row = 0; row < labels.length; row += 37)
    expect(labels[row]).toBe(composed(a[row], b[row]));
  expect(labels[0 * 120 + 77]).toBe(77);
  expect(labels[1 * 120 + 2]).not.toBe(labels[2 * 120 + 1]);
});

describe('a split', () => {
  it('never holds a pair without an answer, and every other one once', () => {
    const config = { recipe: { task: 'modular_division' } };
    const { train, test } = splitOf({ prime: 7, fraction: 0.5, dataSeed: 1, config });
    expect([train.length, test.length]).toEqual([21, 21]);
    const rows = [...train, ...test].sort((a, b) => a - b);
    expect(rows).toEqual(Array.from({ length: 49 }, (_, row) => row).filter((row) => row % 7));
  });
});

it('a pair is written with the sign of its task', () => {
  const written = tasks
    .filter(({ modulus }) => typeof modulus === 'string')
    .map((task) => pairText(task, 4, 2, gridLabels(task, 7)[4 * 7 + 2]));
  expect(written).toEqual(['4+2=6', '4-2=2', '4*2=1', '4/2=2', '(4,2)=0']);
});

it('modular addition answers (a + b) mod p', () => {
  const { labels } = findTask('modular_addition').grid(5);
  expect([...labels.slice(20)]).toEqual([4, 0, 1, 2, 3]);
});

it('a task of so many inputs has no others', async () => {
  const error = await userErrorOf(() => gridLabels(findTask('s5_composition'), 13));
  expect(error.message).toBe('Composition in S5 has 120 inputs, not 13');
});

it('an unknown task is an error that names the known ones', async () => {
  const error = await userErrorOf(() => findTask('modular_divison'));
  expect(error.message).toBe('unknown task: modular_divison');
  expect(error.hint).toContain('modular_division');
});
