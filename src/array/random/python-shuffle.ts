import { mersenneTwister, seededState } from './mersenne-twister.ts';

/**
 * Returns 0 … n−1 in the order that Python's `random.seed(seed); random.shuffle(list(range(n)))`
 * gives: mt19937 seeded by array, Fisher–Yates from the end. The seed is a whole number from 0.
 * Throws RangeError on any other number.
 */
export function pythonShuffle(seed: number, n: number): Int32Array {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`invalid seed: ${seed}`);
  const next = mersenneTwister(stateOf(seed));
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const bits = 32 - Math.clz32(i + 1);
    let j: number;
    do j = next() >>> (32 - bits);
    while (j > i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** mt19937's init_by_array with the seed's 32-bit words, lowest first. */
function stateOf(seed: number): Uint32Array {
  const high = Math.floor(seed / 2 ** 32);
  const key = high > 0 ? [seed >>> 0, high] : [seed];
  const state = seededState(19650218);
  const size = state.length;
  let i = 1;
  let j = 0;
  const mixed = (factor: number) =>
    state[i] ^ Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), factor);
  const advance = () => {
    if (++i < size) return;
    state[0] = state[size - 1];
    i = 1;
  };
  for (let k = 0; k < size; k++) {
    state[i] = mixed(1664525) + key[j] + j;
    advance();
    j = (j + 1) % key.length;
  }
  for (let k = 0; k < size - 1; k++) {
    state[i] = mixed(1566083941) - i;
    advance();
  }
  state[0] = 0x80000000;
  return state;
}
