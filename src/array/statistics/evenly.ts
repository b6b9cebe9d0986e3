/**
 * Returns at most `most` (2 or more) of some values, evenly spread among them, the first and the
 * last included.
 */
export function evenly<T>(values: readonly T[], most: number): readonly T[] {
  if (values.length <= most) return values;
  const step = (values.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => values[Math.round(i * step)]);
}
