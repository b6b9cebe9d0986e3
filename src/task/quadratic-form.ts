import { pairTask } from './pair-task.ts';

/** The polynomial a² + ab + b² modulo p (Power et al. 2022). */
const quadraticForm = pairTask(
  {
    id: 'quadratic_form',
    title: 'Quadratic form',
    about: 'The answer to (a, b) is (a² + ab + b²) mod p.',
    formula: 'a² + ab + b² mod p',
    modulus: 'any'
  },
  (a, b, prime) => (a * a + a * b + b * b) % prime
);
export default quadraticForm;
