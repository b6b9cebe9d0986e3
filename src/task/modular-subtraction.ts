import { pairTask } from './pair-task.ts';

/** Subtraction modulo p. */
const modularSubtraction = pairTask(
  {
    id: 'modular_subtraction',
    title: 'Modular subtraction',
    about: 'The answer to (a, b) is (a − b) mod p.',
    sign: '-',
    formula: 'a − b mod p',
    structure: ['cyclic'],
    modulus: 'any'
  },
  (a, b, prime) => (a - b + prime) % prime
);
export default modularSubtraction;
