/**
 * Returns the first index from `from` on at which a value is at most the limit; null where there is
 * none.
 */
export function firstAtMost(values: ArrayLike<number>, limit: number, from = 0): number | null {
  for (let i = from; i < values.length; i++) if (values[i] <= limit) return i;
  return null;
}

/**
 * Returns the first index from `from` on at which a value is at most the limit and so are the next
 * `count` - 1 (as many as there are); null where there is none. NaN is not at most anything.
 */
export function firstLasting(
  values: ArrayLike<number>,
  limit: number,
  from = 0,
  count = 3
): number | null {
  let held = 0;
  for (let i = from; i < values.length; i++) {
    held = values[i] <= limit ? held + 1 : 0;
    if (held === count) return i - count + 1;
  }
  return held > 0 ? values.length - held : null;
}
