import type { TextProbe } from './probe.ts';

/** How sums are written. */
export interface Notation {
  readonly base: 2 | 10;
  /** Whether answers begin with the units. */
  readonly isReversed: boolean;
}

/** The numbers of a prompt such as `12+34=`. */
export interface WrittenSum extends Notation {
  readonly a: number;
  readonly b: number;
  /** Of the longer number. */
  readonly digits: number;
}

/** The usual order in which notations are tried. */
export const notations: readonly Notation[] = [
  { base: 10, isReversed: false },
  { base: 2, isReversed: false },
  { base: 10, isReversed: true },
  { base: 2, isReversed: true }
];

/** Longer numbers are not exact. */
const longest = { 2: 48, 10: 15 };

/**
 * Returns a prompt as a sum in the first of some notations in which the expected answer is right,
 * leading zeros allowed; null where it is in none.
 */
export function writtenSum(
  prompt: string,
  expected: string,
  among: readonly Notation[] = notations
): WrittenSum | null {
  const [, first, second] = /(?:^|\s)(\d+)\s*\+\s*(\d+)\s*=\s*$/.exec(prompt) ?? [];
  if (first === undefined || second === undefined || !/^\d+$/.test(expected)) return null;
  const digits = Math.max(first.length, second.length);
  const inBase = (text: string, base: 2 | 10) =>
    base === 10 || /^[01]+$/.test(text) ? Number.parseInt(text, base) : Number.NaN;
  for (const { base, isReversed } of among) {
    if (digits > longest[base] || expected.length > longest[base] + 1) continue;
    const [a, b] = [inBase(first, base), inBase(second, base)];
    const answer = isReversed ? expected.split('').reverse().join('') : expected;
    if (inBase(answer, base) === a + b) return { a, b, digits, base, isReversed };
  }
  return null;
}

/**
 * Returns the notations, those first in which most of some probes can only be read: `01+10=` with
 * the answer `011` is right in base 2 and in base 10, and its neighbours tell.
 */
export function notationsOf(probes: readonly TextProbe[]): readonly Notation[] {
  const counts = notations.map(() => 0);
  for (const { prompt, expected } of probes) {
    if (expected === null) continue;
    const fitting = notations.flatMap((notation, i) =>
      writtenSum(prompt, expected, [notation]) === null ? [] : [i]
    );
    if (fitting.length === 1) counts[fitting[0]]++;
  }
  return notations
    .map((notation, i) => ({ notation, count: counts[i] }))
    .sort((x, y) => y.count - x.count)
    .map(({ notation }) => notation);
}
