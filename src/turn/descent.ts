/** How a curve falls: where it starts to, where it is steepest, where it has ended. */
export interface Descent {
  readonly onset: number;
  readonly steepest: number;
  readonly end: number;
}

/**
 * Returns the steepest fall of a smooth curve after `from` and its extent: back and on to where the
 * rate is a tenth of the steepest. Null where the curve does not fall after `from`.
 */
export function descent(smooth: Float64Array, from: number): Descent | null {
  const last = smooth.length - 1;
  const rate = (i: number): number => {
    const before = i > 0 ? i - 1 : 0;
    const after = i < last ? i + 1 : last;
    return (smooth[after] - smooth[before]) / (after - before);
  };
  let steepest = from;
  let most = rate(from);
  for (let i = from + 1; i <= last; i++) {
    const here = rate(i);
    if (here < most) [most, steepest] = [here, i];
  }
  if (!(most < 0)) return null;
  let onset = steepest;
  while (onset > from && rate(onset) < most / 10) onset--;
  let end = steepest;
  while (end < last && rate(end) < most / 10) end++;
  return { onset, steepest, end };
}
