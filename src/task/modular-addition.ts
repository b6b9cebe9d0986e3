import { pairTask } from './pair-task.ts';

/** Addition modulo p. */
const modularAddition = pairTask(
  {
    id: 'modular_addition',
    title: 'Modular addition',
    about: 'The answer to (a, b) is (a + b) mod p.',
    sign: '+',
    formula: 'a + b mod p',
    structure: ['cyclic', 'sum'],
    modulus: 'any'
  },
  (a, b, prime) => (a + b) % prime
);
export default modularAddition;
