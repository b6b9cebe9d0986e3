/** 97.5th percentile of the normal distribution. */
const Z = 1.959963984540054;

/**
 * Returns the 95 % interval of a share, `right` of `count` (Wilson 1927), within 0..1; NaN of none.
 */
export function wilsonInterval(right: number, count: number): readonly [number, number] {
  if (count === 0) return [Number.NaN, Number.NaN];
  const share = right / count;
  const middle = (share + Z ** 2 / (2 * count)) / (1 + Z ** 2 / count);
  const reach =
    (Z / (1 + Z ** 2 / count)) *
    Math.sqrt((share * (1 - share)) / count + Z ** 2 / (4 * count ** 2));
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)];
}
