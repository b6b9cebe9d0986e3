import { pairTask } from './pair-task.ts';

/** Multiplication modulo p. */
const modularMultiplication = pairTask(
  {
    id: 'modular_multiplication',
    title: 'Modular multiplication',
    about: 'The answer to (a, b) is a · b mod p.',
    sign: '*',
    formula: 'a · b mod p',
    modulus: 'any'
  },
  (a, b, prime) => (a * b) % prime
);
export default modularMultiplication;
