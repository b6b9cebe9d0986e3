import { pairTask } from './task.ts';

/** The polynomial a² + ab + b² modulo a prime (Power et al. 2022). */
const quadraticForm = pairTask(
  {
    id: 'quadratic_form',
    title: 'Quadratic form',
    about: 'The answer to (a, b) is (a² + ab + b²) mod p.',
    formula: 'a² + ab + b² mod p',
    structure: [],
    modulus: 'any'
  },
  (a, b, prime) => (a * a + a * b + b * b) % prime
);
export default quadraticForm;
