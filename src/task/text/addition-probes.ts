import { type TorchGenerator, torchGenerator } from '../../array/random/torch-generator.ts';
import { additionColumns, cascadeCounts, cascadeOf } from './addition.ts';
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

/** Draws of one class before all of its pairs have been met, about. */
const TRIES = 200_000;

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
 * Returns additions as probes, as many of each cascade S0, S1 … (category; `metadata.level` too),
 * then edge cases that models fail at, and random ones; none twice. Uniform draws hardly hold long
 * cascades. The same seed gives the same.
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
  const add = (a: number, b: number, category: string): boolean => {
    const prompt = additionPrompt(a, b, digits);
    if (seen.has(prompt)) return false;
    seen.add(prompt);
    const columns = additionColumns(a, b, digits);
    const cascade = `S${cascadeOf(columns)}`;
    found.push({
      id: `add${digits}_${String(found.length).padStart(4, '0')}`,
      prompt,
      expected: additionAnswer(a, b, digits, isReversed),
      category,
      difficulty: difficultyOf(cascadeOf(columns)),
      metadata: { level: cascade, a, b, columns: columns.map(({ task }) => task).join(' ') }
    });
    return true;
  };
  for (const [a, b] of edgeCases(digits)) add(a, b, 'edge');
  for (const [cascade, count] of cascadeCounts(digits).entries()) {
    let left = Math.min(perClass, count);
    for (let tries = 0; left > 0 && tries < TRIES; tries++) {
      const [a, b] = ofCascade(generator, digits, cascade);
      if (cascadeOf(additionColumns(a, b, digits)) === cascade && add(a, b, 'cascade')) left--;
    }
  }
  const most = 10 ** digits;
  for (let left = perClass, tries = 0; left > 0 && tries < TRIES; tries++)
    if (add(generator.next() % most, generator.next() % most, 'random')) left--;
  return found;
}

function difficultyOf(cascade: number): string {
  return cascade === 0 ? 'easy' : cascade === 1 ? 'medium' : 'hard';
}

/** A pair that is likely of a cascade: a carry below a run of columns with the sum 9. */
function ofCascade(
  generator: TorchGenerator,
  digits: number,
  cascade: number
): readonly [number, number] {
  let [a, b] = [0, 0];
  const start = cascade === 0 ? digits : generator.next() % (digits - cascade + 1);
  for (let place = 0; place < digits; place++) {
    const x = generator.next() % 10;
    let y = generator.next() % 10;
    if (cascade > 0 && place === start) y = 10 - x + (x === 0 ? -1 : generator.next() % x);
    else if (place > start && place < start + cascade) y = 9 - x;
    a += x * 10 ** place;
    b += y * 10 ** place;
  }
  return [a, b];
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
    [ten / 2 - 1, ten / 2 + 1],
    [ten / 2, ten / 2]
  ];
}
