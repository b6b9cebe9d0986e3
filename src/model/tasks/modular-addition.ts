import { pairGrid } from '../pairs.ts';
import type { Task } from './task.ts';

/** Addition modulo a prime. */
const modularAddition: Task = {
  id: 'modular_addition',
  title: 'Modular addition',
  about: 'The answer to (a, b) is (a + b) mod p.',
  grid(prime) {
    const pairs = pairGrid(prime);
    const labels = Int32Array.from(pairs.a, (a, i) => (a + pairs.b[i]) % prime);
    return { ...pairs, labels };
  }
};
export default modularAddition;
