import { additionColumns, type Column } from './addition.ts';

/** What can be wrong with an answer, in the order in which files number them. */
export const errorTypes = [
  'correct',
  'unfinished',
  'empty',
  'missing_leading',
  'length',
  'dropped_cascade',
  'carry',
  'digit_copy',
  'wrong_class',
  'other'
] as const;

/** One of {@link errorTypes}. */
export type ErrorType = (typeof errorTypes)[number];

/** An answer beside what was expected. */
export interface Answered {
  readonly prompt: string;
  readonly expected: string;
  readonly given: string;
  /** False where the limit of tokens cut it. */
  readonly hasEnded: boolean;
  /** The answers that several probes expect. */
  readonly classes: ReadonlySet<string>;
}

/**
 * Returns what is wrong with an answer: the first that applies of correct, unfinished (cut by the
 * limit), those of an addition (see {@link additionError}) where the prompt is one, empty, another
 * of the answers that are expected elsewhere (wrong_class), other.
 */
export function errorType({ prompt, expected, given, hasEnded, classes }: Answered): ErrorType {
  if (given === expected && hasEnded) return 'correct';
  if (!hasEnded) return 'unfinished';
  const addition = additionIn(prompt, expected);
  if (addition !== null) return additionError(addition, expected, given);
  if (given === '') return 'empty';
  if (classes.has(given)) return 'wrong_class';
  return /^\d+$/.test(expected) && given.length !== expected.length ? 'length' : 'other';
}

/** The numbers of a prompt such as `12+34=`, units first in base 10. */
interface Addition {
  readonly a: number;
  readonly b: number;
  readonly digits: number;
  /** Whether the answer has its units first. */
  readonly isReversed: boolean;
}

/** Null where the prompt is no addition in base 10 with that answer. */
function additionIn(prompt: string, expected: string): Addition | null {
  const [, first, second] = /(?:^|\s)(\d{1,15})\s*\+\s*(\d{1,15})\s*=\s*$/.exec(prompt) ?? [];
  if (first === undefined || second === undefined || !/^\d{1,16}$/.test(expected)) return null;
  if (/^[01]+$/.test(first + second) && first.length > 1) return null; // perhaps of base 2
  const [a, b] = [Number(first), Number(second)];
  const digits = Math.max(first.length, second.length);
  const backwards = expected.split('').reverse().join('');
  if (Number(expected) === a + b) return { a, b, digits, isReversed: false };
  return Number(backwards) === a + b ? { a, b, digits, isReversed: true } : null;
}

/**
 * Returns what is wrong with the answer to an addition, the first that applies: without its first
 * digit; of another length or with something else than digits; a column with the sum 9 and a carry
 * that shows 9 for 0, all other wrong ones being one too small (dropped cascade); every wrong
 * column off by one mod 10 (carry); every wrong column a digit of that column (digit_copy); other.
 */
function additionError(
  { a, b, digits, isReversed }: Addition,
  expected: string,
  given: string
): ErrorType {
  const [wanted, found] = isReversed
    ? [expected, given].map((text) => text.split('').reverse().join(''))
    : [expected, given];
  if (found === wanted.slice(1)) return 'missing_leading';
  if (found.length !== wanted.length || !/^\d+$/.test(found)) return 'length';
  const columns = additionColumns(a, b, digits);
  const wrong = Array.from({ length: wanted.length }, (_, place) => {
    const at = wanted.length - 1 - place;
    const [is, was] = [Number(found[at]), Number(wanted[at])];
    return { is, off: (is - was + 10) % 10, column: columns[place] };
  }).filter(({ off }) => off !== 0);
  const isDropped = ({ is, off, column }: Wrong) => column?.task === 'US9' && off === 9 && is === 9;
  if (wrong.some(isDropped) && wrong.every(({ off }) => off === 9)) return 'dropped_cascade';
  if (wrong.every(({ off }) => off === 1 || off === 9)) return 'carry';
  if (wrong.every(({ is, column }) => column?.digits.includes(is))) return 'digit_copy';
  return 'other';
}

interface Wrong {
  readonly is: number;
  /** How much too large it is, mod 10. */
  readonly off: number;
  /** None for the last carry, which stands alone. */
  readonly column: Column | undefined;
}
