/** Returns 64-bit integers as numbers, exact to 2^53. */
export function fromInt64(words: Uint8Array, signed: boolean): Float64Array {
  const data = new DataView(words.buffer, words.byteOffset, words.byteLength);
  const out = new Float64Array(words.byteLength / 8);
  for (let i = 0; i < out.length; i++) {
    const high = signed ? data.getInt32(8 * i + 4, true) : data.getUint32(8 * i + 4, true);
    out[i] = high * 2 ** 32 + data.getUint32(8 * i, true);
  }
  return out;
}

/**
 * Returns the little-endian bytes of numbers as 64-bit integers (two's complement); fractions are
 * cut off.
 */
export function toInt64(values: ArrayLike<number>): Uint8Array {
  const data = new DataView(new ArrayBuffer(8 * values.length));
  for (let i = 0; i < values.length; i++) {
    const value = Math.trunc(values[i]);
    data.setInt32(8 * i + 4, Math.floor(value / 2 ** 32), true);
    data.setUint32(8 * i, value, true);
  }
  return new Uint8Array(data.buffer);
}
