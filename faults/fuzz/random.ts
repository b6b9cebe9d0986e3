/** Random choices that follow from a seed. */
export interface Random {
  /** Returns a whole number from 0 up to, not including, `n`. */
  below(n: number): number;
  /** Returns one of the values. */
  of<T>(values: readonly T[]): T;
}

/** Returns the choices of a seed (a whole number): the same for the same seed, on every machine (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const below = (n: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * n);
  };
  return { below, of: (values) => values[below(values.length)] };
}
