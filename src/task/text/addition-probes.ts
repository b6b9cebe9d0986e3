import { torchGenerator } from '../../array/random/torch-generator.ts';
import { additionColumns, cascadeOf } from './addition.ts';
import { cascadeCounts, cascadeDraws } from './cascades.ts';
import type { TextProbe } from './probe.ts';

/** Which additions to ask. */
export interface AdditionSet {
  /** Of both numbers, 2 to 6. */
  readonly digits: number;
  /** How many of each cascade, and of random ones. */
  readonly perClass: number;
  /** Whether answers begin with the units. */
  readonly isReversed: boolean;
  readonly seed: number;
}

/** Returns the answer to a + b, with leading zeros to one digit more than the numbers have. */
export function additionAnswer(a: number, b: number, digits: number, isReversed: boolean): string {
  const text = String(a + b).padStart(digits + 1, '0');
  return isReversed ? text.split('').reverse().join('') : text;
}

/** Returns the prompt of a + b, both with leading zeros. */
export function additionPrompt(a: number, b: number, digits: number): string {
  return `${String(a).padStart(digits, '0')}+${String(b).padStart(digits, '0')}=`;
}

/**
 * Returns additions as probes: edge cases that models fail at (category `edge`), as many of each
 * cascade (`S0`, `S1` …; those that there are, where there are not so many), all of a cascade being
 * as likely, and random ones (`random`); none twice. Uniform draws hardly hold long cascades.
 * `metadata.level` is the cascade of any of them, `columns` the tasks of its columns, units first.
 * The same seed gives the same.
 */
export function additionProbes({
  digits,
  perClass,
  isReversed,
  seed
}: AdditionSet): readonly TextProbe[] {
  const generator = torchGenerator(seed);
  const seen = new Set<string>();
  const found: TextProbe[] = [];
  const taken = new Array<number>(digits + 1).fill(0);
  const add = ([a, b]: readonly [number, number], category?: string): boolean => {
    const prompt = additionPrompt(a, b, digits);
    if (seen.has(prompt)) return false;
    seen.add(prompt);
    const columns = additionColumns(a, b, digits);
    const cascade = cascadeOf(columns);
    taken[cascade]++;
    const level = `S${cascade}`;
    found.push({
      id: `add${digits}_${String(found.length).padStart(4, '0')}`,
      prompt,
      expected: additionAnswer(a, b, digits, isReversed),
      category: category ?? level,
      difficulty: difficultyOf(cascade),
      metadata: { level, a, b, columns: columns.map(({ task }) => task).join(' ') }
    });
    return true;
  };
  for (const pair of edgeCases(digits)) add(pair, 'edge');
  for (const [cascade, count] of cascadeCounts(digits).entries()) {
    const draw = cascadeDraws(digits, cascade);
    let left = Math.min(perClass, count - taken[cascade]);
    while (left > 0) if (add(draw(generator))) left--;
  }
  const most = 10 ** digits;
  let left = Math.min(perClass, most ** 2 - seen.size);
  while (left > 0) if (add([generator.next() % most, generator.next() % most], 'random')) left--;
  return found;
}

function difficultyOf(cascade: number): string {
  return cascade === 0 ? 'easy' : cascade === 1 ? 'medium' : 'hard';
}

/** All nines, halves that make a power of ten, zeros; a chain with and without its carry. */
function edgeCases(digits: number): readonly (readonly [number, number])[] {
  const ten = 10 ** digits;
  const fives = (5 * (ten - 1)) / 9;
  return [
    [0, 0],
    [ten - 1, 1],
    [ten - 2, 1],
    [ten - 1, ten - 1],
    [fives, ten - fives],
    [ten - fives, fives],
    [ten / 5 - 1, (4 * ten) / 5 + 1],
    [ten / 2 - 1, ten / 2 + 1],
    [ten / 2, ten / 2]
  ];
}
