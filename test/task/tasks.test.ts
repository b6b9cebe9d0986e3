import { describe, expect, it } from 'vitest';
import { answeredRows, findTask, gridLabels, splitOf, tasks } from '../../src/task/index.ts';
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

const modular = tasks.filter(({ parameters }) => 'prime' in parameters);

describe.each(modular)('$id', (task) => {
  it('says what it is', () => {
    expect(task.id).toMatch(/^[a-z_]+$/);
    expect(task.title.length * task.about.length * task.formula.length).toBeGreaterThan(0);
  });

  it.each([5, 7, 97, 509])('answers every pair modulo %i as mathematics says', (prime) => {
    const { tokens, labels } = task.grid({ prime });
    const [a, b] = tokens;
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
  const { tokens, labels } = findTask('s5_composition').grid({});
  const [a, b] = tokens;
  for (let row = 0; row < labels.length; row += 37)
    expect(labels[row]).toBe(composed(a[row], b[row]));
  expect(labels[0 * 120 + 77]).toBe(77);
  expect(labels[1 * 120 + 2]).not.toBe(labels[2 * 120 + 1]);
});

describe('a split', () => {
  it('never holds a pair without an answer, and every other one once', () => {
    const config = { recipe: { task: 'modular_division' } };
    const parameters = { prime: 7, seed: 0, data_seed: 1, fraction: 0.5 };
    const { train, test } = splitOf({ parameters, config });
    expect([train.length, test.length]).toEqual([21, 21]);
    const rows = [...train, ...test].sort((a, b) => a - b);
    expect(rows).toEqual(Array.from({ length: 49 }, (_, row) => row).filter((row) => row % 7));
  });
});

it('a pair is written with the sign of its task', () => {
  const written = modular.map((task) =>
    task.text([4, 2], gridLabels(task, { prime: 7 })[4 * 7 + 2])
  );
  expect(written).toEqual(['4+2=6', '4-2=2', '4*2=1', '4/2=2', '(4,2)=0']);
});

it('modular addition answers (a + b) mod p', () => {
  const { labels } = findTask('modular_addition').grid({ prime: 5 });
  expect([...labels.slice(20)]).toEqual([4, 0, 1, 2, 3]);
});

it('Fourier measures need an odd modulus, division a prime', async () => {
  const addition = findTask('modular_addition');
  expect(addition.layout({ prime: 15 }).structure).toEqual(['pairs', 'cyclic', 'sum']);
  expect(addition.layout({ prime: 12 }).structure).toEqual(['pairs']);
  const error = await userErrorOf(() => findTask('modular_division').layout({ prime: 15 }));
  expect(error.message).toBe('not a prime: 15');
  expect(error.hint).toBe('Modular division needs one; nearest: 13 or 17');
});

describe('sparse parity', () => {
  const task = findTask('sparse_parity');

  it('answers whether an odd number of the first k bits is 1', () => {
    const { tokens, labels } = task.grid({ bits: 5, relevant: 3 });
    expect(labels.length).toBe(32);
    labels.forEach((label, row) => {
      const bits = row.toString(2).padStart(5, '0');
      expect(tokens.map((column) => column[row]).join('')).toBe(bits);
      expect(label).toBe([...bits.slice(0, 3)].filter((bit) => bit === '1').length % 2);
      expect(task.text([...bits].map(Number), label)).toBe(`${bits}=${label}`);
    });
  });

  it.each([
    [{ bits: 15, relevant: 2 }, 'invalid bits: 15', 'from 2 to 14'],
    [{ bits: 4, relevant: 5 }, 'invalid relevant: 5', 'from 1 to 4'],
    [{ bits: 4, relevant: 0 }, 'invalid relevant: 0', 'from 1 to 4']
  ])('of %j there is none', async (parameters, message, hint) => {
    const error = await userErrorOf(() => task.layout(parameters));
    expect([error.message, error.exitCode]).toEqual([message, 2]);
    expect(error.hint).toContain(hint);
  });
});

it('an unknown task is an error that names the known ones', async () => {
  const error = await userErrorOf(() => findTask('modular_divison'));
  expect(error.message).toBe('unknown task: modular_divison');
  expect(error.hint).toContain('modular_division');
});
