import { usageError } from '../error/user-error.ts';
import { isInRange, type NumberRange, rangeText } from '../option/number-range.ts';
import { allInputs } from './inputs.ts';
import type { Parameters } from './parameters.ts';
import type { Task } from './task.ts';

const bitRange: NumberRange = [2, 14, 'whole'];
const relevantRange: NumberRange = [1, 14, 'whole'];

/**
 * Sparse parity (Merrill et al. 2023): all strings of n bits, the answer is whether an odd number
 * of the first k is 1. Which k of the bits count makes no other task: they are the first.
 */
const sparseParity: Task = {
  id: 'sparse_parity',
  title: 'Sparse parity',
  about: 'The answer to n bits is the parity of the first k of them; the others do not count.',
  formula: 'parity of k of n bits',
  parameters: {
    bits: { label: 'n', about: 'number of bits', range: bitRange },
    relevant: {
      label: 'k',
      about: 'number of bits that count, the first ones',
      range: relevantRange
    }
  },
  layout(parameters) {
    const { bits, relevant } = checked(parameters);
    const sizes = { bits, relevant };
    return { length: bits, tokens: 2, rows: 2 ** bits, answers: 2, sizes, structure: ['binary'] };
  },
  grid(parameters) {
    const { bits, relevant } = checked(parameters);
    const { tokens } = allInputs(bits, 2);
    const labels = new Int32Array(2 ** bits);
    for (const column of tokens.slice(0, relevant))
      column.forEach((bit, row) => {
        labels[row] ^= bit;
      });
    return { tokens, labels };
  },
  text: (tokens, answer) => `${tokens.join('')}=${answer}`
};
export default sparseParity;

function checked({ bits, relevant }: Parameters): { bits: number; relevant: number } {
  if (!isInRange(bits, bitRange))
    throw usageError(`invalid bits: ${bits}`, `expected ${rangeText(bitRange)}`);
  if (!isInRange(relevant, [1, bits, 'whole']))
    throw usageError(
      `invalid relevant: ${relevant}`,
      `expected ${rangeText([1, bits, 'whole'])}, as many as there are bits`
    );
  return { bits, relevant };
}
