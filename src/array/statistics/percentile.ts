/**
 * Returns the value below which `percent` (0..100) of the values lie, interpolated linearly between
 * the two nearest (NumPy's default); NaN for none or where one is NaN. Takes time linear in their
 * number.
 */
export function percentile(values: ArrayLike<number>, percent: number): number {
  const copy = Float64Array.from(values);
  const last = copy.length - 1;
  if (last < 0 || copy.some(Number.isNaN)) return Number.NaN;
  const place = (percent / 100) * last;
  const low = Math.floor(place);
  const below = selected(copy, low);
  let above = low === last ? below : Infinity;
  for (let i = low + 1; i <= last; i++) above = Math.min(above, copy[i]);
  return below + (above - below) * (place - low);
}

/** Returns the median; NaN for no values or where one is NaN. */
export function median(values: ArrayLike<number>): number {
  return percentile(values, 50);
}

/**
 * Returns the value with `k` smaller ones before it and moves all larger ones behind it (Hoare's
 * selection).
 */
function selected(values: Float64Array, k: number): number {
  let [left, right] = [0, values.length - 1];
  for (let rounds = 0; left < right; rounds++) {
    // Orders that keep the pivot at an end are rare; then sorting bounds the time.
    if (rounds > 100) return values.subarray(left, right + 1).sort()[k - left];
    const pivot = middleOf(values[left], values[(left + right) >> 1], values[right]);
    let [i, j] = [left, right];
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) {
        const moved = values[i];
        values[i++] = values[j];
        values[j--] = moved;
      }
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else return values[k];
  }
  return values[k];
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
