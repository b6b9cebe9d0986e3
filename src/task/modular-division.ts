import { pairTask } from './pair-task.ts';

/** Division modulo a prime, for b ≠ 0 (Power et al. 2022). */
const modularDivision = pairTask(
  {
    id: 'modular_division',
    title: 'Modular division',
    about: 'The answer to (a, b) is the c with b · c = a mod p; pairs with b = 0 have none.',
    sign: '/',
    formula: 'a / b mod p',
    modulus: 'prime'
  },
  (a, b, prime) => (b === 0 ? -1 : (a * inverse(b, prime)) % prime)
);
export default modularDivision;

/** By Fermat: b^(p−2) mod p. */
function inverse(b: number, prime: number): number {
  let result = 1;
  for (let square = b, power = prime - 2; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * square) % prime;
    square = (square * square) % prime;
  }
  return result;
}
