/**
 * Returns the index of the largest value, the first of equals as NumPy does; NaN counts as largest;
 * -1 for none.
 */
export function argmax(values: ArrayLike<number>): number {
  let best = values.length > 0 ? 0 : -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) return i;
    if (value > values[best]) best = i;
  }
  return best;
}
