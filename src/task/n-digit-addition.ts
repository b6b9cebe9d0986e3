import type { Task } from './task.ts';

/**
 * Addition of two numbers of n digits, written as text (Quirke & Barez 2023, arXiv:2310.13121): a
 * language model that answers `445+555=` with `1000`, or with the units first. There is no grid:
 * questions are drawn, and a set of probes is asked.
 */
const nDigitAddition: Task = {
  id: 'n_digit_addition',
  title: 'Addition of n digits',
  about: 'The answer to a + b, both of n digits, digit by digit.',
  formula: 'a + b, digit by digit',
  subject: 'text',
  parameters: {
    digits: { label: 'n', about: 'digits of both numbers', range: [2, 6, 'whole'] },
    reversed: { label: 'r', about: '1: answers begin with the units', range: [0, 1, 'whole'] }
  },
  layout: () => ({ length: 0, tokens: 0, rows: 0, answers: 0, sizes: {}, structure: ['text'] }),
  grid: () => ({ tokens: [], labels: new Int32Array(0) }),
  text: () => ''
};
export default nDigitAddition;
