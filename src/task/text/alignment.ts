/** One step from the expected answer to the given one. */
export interface Edit {
  readonly kind: 'match' | 'substitute' | 'delete' | 'insert';
  /** Place in the expected answer; of an insertion that before which it stands. */
  readonly expected: number;
  /** Place in the given answer; null for what is missing there. */
  readonly given: number | null;
}

/**
 * Returns the fewest edits from one list to another (Wagner & Fischer 1974, costs 1); of equally
 * short ways the one that, from the end, takes a match before a substitution, a deletion and an
 * insertion.
 */
export function edits<T>(expected: readonly T[], given: readonly T[]): readonly Edit[] {
  const width = given.length + 1;
  const cost = new Int32Array((expected.length + 1) * width);
  for (let i = 0; i <= expected.length; i++)
    for (let j = 0; j <= given.length; j++) {
      if (i === 0 || j === 0) {
        cost[i * width + j] = i + j;
        continue;
      }
      const differs = expected[i - 1] === given[j - 1] ? 0 : 1;
      cost[i * width + j] = Math.min(
        cost[(i - 1) * width + j - 1] + differs,
        cost[(i - 1) * width + j] + 1,
        cost[i * width + j - 1] + 1
      );
    }
  const found: Edit[] = [];
  for (let i = expected.length, j = given.length; i > 0 || j > 0; ) {
    const here = cost[i * width + j];
    const isSame = i > 0 && j > 0 && expected[i - 1] === given[j - 1];
    if (i > 0 && j > 0 && here === cost[(i - 1) * width + j - 1] + (isSame ? 0 : 1)) {
      found.push({ kind: isSame ? 'match' : 'substitute', expected: --i, given: --j });
    } else if (i > 0 && here === cost[(i - 1) * width + j] + 1) {
      found.push({ kind: 'delete', expected: --i, given: null });
    } else found.push({ kind: 'insert', expected: i, given: --j });
  }
  return found.reverse();
}

/**
 * Returns the positions at which two lists differ when they begin together, from 0; what one of
 * them lacks differs.
 */
export function errorsFromLeft<T>(expected: readonly T[], given: readonly T[]): readonly number[] {
  const most = Math.max(expected.length, given.length);
  return Array.from({ length: most }, (_, i) => i).filter((i) => expected[i] !== given[i]);
}

/** Returns the positions at which two lists differ when they end together, from 0 at the end. */
export function errorsFromRight<T>(expected: readonly T[], given: readonly T[]): readonly number[] {
  return errorsFromLeft(expected.toReversed(), given.toReversed());
}
