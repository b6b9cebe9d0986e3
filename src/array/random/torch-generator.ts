import { mersenneTwister, seededState } from './mersenne-twister.ts';

/** A stream of random numbers; drawing from it changes its state. */
export interface TorchGenerator {
  /** Returns the next 32 random bits as an integer in [0, 2^32). */
  next(): number;
  /** The second value of the last Box–Muller pair that a short `normal` has not used yet. */
  spare: number | null;
}

/**
 * Returns the generator of `torch.manual_seed(seed)` on the CPU: mt19937 (Matsumoto & Nishimura
 * 1998, init_genrand). The seed is a whole number; like PyTorch's, only its low 32 bits count.
 * Throws RangeError on any other number.
 */
export function torchGenerator(seed: number): TorchGenerator {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`invalid seed: ${seed}`);
  const state = seededState(Number(BigInt.asUintN(32, BigInt(seed))));
  return { next: mersenneTwister(state), spare: null };
}
