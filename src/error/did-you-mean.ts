/** Most words that a hint offers. */
const most = 3;

/**
 * Returns the known words that were most likely meant, at most three: those with the fewest typing
 * errors (a letter more, less, another one or two swapped; at most one in three letters), else the
 * shortest that hold what was asked. Case and `-` for `_` do not count.
 */
export function nearWords(requested: string, known: readonly string[]): readonly string[] {
  const word = plain(requested);
  if (word === '') return [];
  const limit = Math.max(1, Math.floor(word.length / 3));
  let least = limit;
  let found: string[] = [];
  for (const other of new Set(known)) {
    const errors = typingErrors(word, plain(other), least);
    if (errors > least) continue;
    if (errors < least) found = [];
    least = errors;
    found.push(other);
  }
  if (found.length === 0 && word.length > 2)
    found = [...new Set(known)]
      .filter((other) => plain(other).includes(word))
      .sort((a, b) => a.length - b.length);
  return found.slice(0, most);
}

/**
 * Returns a hint for a word that is not known: the words that were most likely meant, and `all` (a
 * sentence that names all known ones) where that is short or nothing is near.
 */
export function didYouMean(requested: string, known: readonly string[], all: string): string {
  const near = nearWords(requested, known);
  if (near.length === 0) return all;
  const guess = `did you mean ${inWords(near)}?`;
  return all.length > 0 && all.length <= 200 ? `${guess} ${all}` : guess;
}

/** Returns `a`, `a or b`, `a, b or c`. */
export function inWords(words: readonly string[]): string {
  const [last = '', ...others] = words.toReversed();
  return others.length > 0 ? `${others.toReversed().join(', ')} or ${last}` : last;
}

/**
 * Returns the least number of letters to insert, delete, replace or swap with their neighbour that
 * make one word the other (optimal string alignment); any number above `limit` where it is more
 * than that.
 */
export function typingErrors(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let errors = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + Number(!isSame));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        errors = Math.min(errors, before[j - 2] + 1);
      row.push(errors);
    }
    if (Math.min(...row) > limit) return limit + 1;
    [before, last] = [last, row];
  }
  return last[b.length];
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll('-', '_');
}
