/** How many of some things are right. */
export interface Share {
  /** How many are known to be right or wrong. */
  readonly count: number;
  readonly right: number;
  /** right / count; NaN of none. */
  readonly share: number;
}

/** Returns the share of 1 among 0 and 1 at some places; other values count as not known. */
export function shareOf(flags: ArrayLike<number>, places: readonly number[]): Share {
  let [count, right] = [0, 0];
  for (const place of places) {
    const flag = flags[place];
    if (flag !== 0 && flag !== 1) continue;
    count++;
    right += flag;
  }
  return { count, right, share: right / count };
}
