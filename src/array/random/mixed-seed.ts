/**
 * Returns a seed of 32 bits that two whole numbers decide: each of their bits changes about half of
 * its bits (the finalizer of MurmurHash3 over their words), so that neighbours have unlike streams.
 */
export function mixedSeed(a: number, b: number): number {
  const words = [a, a / 2 ** 32, b, b / 2 ** 32].map((word) => Math.floor(word) | 0);
  return words.reduce((state, word) => finalized(Math.imul(state, 0x9e3779b1) ^ word), 0) >>> 0;
}

function finalized(word: number): number {
  let x = word + 0x6d2b79f5;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
