import { additionColumns } from './addition.ts';
import type { TextProbe } from './probe.ts';
import { type Notation, notationsOf, type WrittenSum, writtenSum } from './written-sum.ts';

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
}

/** What the probes of a set tell about each other's answers. */
export interface AnswerHabits {
  /** Answers, numbers apart, that at least three probes expect: Yes and No. */
  readonly classes: ReadonlySet<string>;
  /** Ways to read sums, the most likely first. */
  readonly notations: readonly Notation[];
}

/** Returns the habits of a set of probes. */
export function answerHabits(probes: readonly TextProbe[]): AnswerHabits {
  const times = new Map<string, number>();
  for (const { expected } of probes)
    if (expected !== null && !isNumber(expected))
      times.set(expected, (times.get(expected) ?? 0) + 1);
  const classes = new Set([...times].filter(([, count]) => count >= 3).map(([answer]) => answer));
  return { classes, notations: notationsOf(probes) };
}

/**
 * Returns what is wrong with an answer: the first that applies of correct, unfinished (cut by the
 * limit), those of an addition (see {@link additionError}) where the prompt is one, empty, one
 * class for another (wrong_class), for a number another length, other.
 */
export function errorType(
  { prompt, expected, given, hasEnded }: Answered,
  { classes, notations }: AnswerHabits
): ErrorType {
  if (!hasEnded) return 'unfinished';
  if (given === expected) return 'correct';
  const sum = writtenSum(prompt, expected, notations);
  if (sum !== null) return additionError(sum, expected, given);
  if (given === '') return 'empty';
  if (classes.has(expected) && classes.has(given)) return 'wrong_class';
  return isNumber(expected) && given.length !== expected.length ? 'length' : 'other';
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

/**
 * Returns what is wrong with the answer to an addition, the first that applies: without its first
 * digit; of another length or with something else than digits; a column with the sum 9 and a carry
 * that shows 9 for 0, all other wrong ones being one too small (dropped cascade); every wrong
 * column off by one mod 10 (carry); every wrong column a digit of that column (digit_copy); other.
 * In base 2 each wrong digit is off by one and most are digits of their column: there a column
 * counts as one too small, and as a wrong carry, only where it gets a carry, and nothing as a copy.
 */
function additionError(sum: WrittenSum, expected: string, given: string): ErrorType {
  const { base } = sum;
  const [wanted, found] = sum.isReversed
    ? [expected, given].map((text) => text.split('').reverse().join(''))
    : [expected, given];
  if (wanted.length > 1 && found === wanted.slice(1)) return 'missing_leading';
  const isWritten = base === 10 ? isNumber(found) : /^[01]+$/.test(found);
  if (found.length !== wanted.length || !isWritten) return 'length';
  const wrong = wrongColumns(sum, wanted, found);
  const isShort = ({ off, carryIn }: Wrong) => off === base - 1 && (base === 10 || carryIn);
  const isDropped = (one: Wrong) => one.task === 'US9' && isShort(one) && one.is === base - 1;
  if (wrong.some(isDropped) && wrong.every(isShort)) return 'dropped_cascade';
  if (wrong.every((one) => isShort(one) || (base === 10 && one.off === 1))) return 'carry';
  if (base === 10 && wrong.every(({ is, digits }) => digits.includes(is))) return 'digit_copy';
  return 'other';
}

interface Wrong {
  readonly is: number;
  /** How much too large it is, mod the base. */
  readonly off: number;
  readonly carryIn: boolean;
  /** Of its column; none for the last carry, which stands alone. */
  readonly digits: readonly number[];
  readonly task: string;
}

function wrongColumns(
  { a, b, digits, base }: WrittenSum,
  wanted: string,
  found: string
): readonly Wrong[] {
  const columns = additionColumns(a, b, digits, base);
  return Array.from({ length: wanted.length }, (_, place) => {
    const at = wanted.length - 1 - place;
    const [is, was] = [Number(found[at]), Number(wanted[at])];
    const {
      carryIn,
      task,
      digits: own
    } = columns[place] ?? {
      carryIn: place === digits && was === 1,
      task: '',
      digits: []
    };
    return { is, off: (is - was + base) % base, carryIn, task, digits: own };
  }).filter(({ off }) => off !== 0);
}
