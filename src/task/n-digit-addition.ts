import { usageError } from '../error/user-error.ts';
import { isInRange, type NumberRange, rangeText } from '../option/number-range.ts';
import type { Parameters } from './parameters.ts';
import type { Task } from './task.ts';
import { additionCorpus } from './text/addition-corpus.ts';

const digitRange: NumberRange = [2, 6, 'whole'];
const reversedRange: NumberRange = [0, 1, 'whole'];

/**
 * Addition of two numbers of n digits, written digit by digit, by a language model that is trained
 * here.
 */
const nDigitAddition: Task = {
  id: 'n_digit_addition',
  title: 'N-digit addition',
  about: 'The sum of two numbers of n digits, digit by digit: 045+957=1002.',
  formula: 'the digits of a + b',
  parameters: {
    digits: { label: 'n', about: 'digits of both numbers', range: digitRange },
    reversed: {
      label: 'r',
      about: 'whether answers begin with the units: 0 or 1',
      range: reversedRange
    }
  },
  subject: 'text',
  layout(parameters) {
    checked(parameters);
    return { length: 0, tokens: 0, rows: 0, answers: 0, sizes: {}, structure: ['text'] };
  },
  grid: () => ({ tokens: [], labels: new Int32Array(0) }),
  text: () => '',
  corpus(parameters) {
    const { digits, reversed } = checked(parameters);
    return additionCorpus(digits, reversed === 1);
  }
};
export default nDigitAddition;

function checked({ digits, reversed }: Parameters): { digits: number; reversed: number } {
  if (!isInRange(digits, digitRange))
    throw usageError(`invalid digits: ${digits}`, `expected ${rangeText(digitRange)}`);
  if (!isInRange(reversed, reversedRange))
    throw usageError(`invalid reversed: ${reversed}`, `expected ${rangeText(reversedRange)}`);
  return { digits, reversed };
}
