const SIZE = 624;
const SHIFT = 397;

/** A stream of random numbers; drawing from it changes its state. */
export interface TorchGenerator {
  /** Returns the next 32 random bits as an integer in [0, 2^32). */
  next(): number;
  /** The second value of the last Box–Muller pair that a short `normal` has not used yet. */
  spare: number | null;
}

/**
 * Returns the generator of `torch.manual_seed(seed)` on the CPU: mt19937 (Matsumoto & Nishimura 1998, init_genrand).
 * The seed is a whole number; like PyTorch's, only its low 32 bits count. Throws RangeError on any other number.
 */
export function torchGenerator(seed: number): TorchGenerator {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`invalid seed: ${seed}`);
  const state = new Uint32Array(SIZE);
  state[0] = Number(BigInt.asUintN(32, BigInt(seed)));
  for (let i = 1; i < SIZE; i++) {
    const previous = state[i - 1]! ^ (state[i - 1]! >>> 30);
    state[i] = Math.imul(1812433253, previous) + i;
  }
  let index = SIZE;
  function next(): number {
    if (index === SIZE) {
      twist(state);
      index = 0;
    }
    let y = state[index++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }
  return { next, spare: null };
}

function twist(state: Uint32Array): void {
  for (let i = 0; i < SIZE; i++) {
    const y = (state[i]! & 0x80000000) | (state[(i + 1) % SIZE]! & 0x7fffffff);
    state[i] = state[(i + SHIFT) % SIZE]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
  }
}
