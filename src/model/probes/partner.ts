/**
 * Returns for each row of the grid the row to hold against it: of the same answer but on the other
 * side of the split, the one with the nearest a, never the same numbers swapped unless nothing else
 * is left; null where the other side has none.
 * @param labels the answer to each row of the grid
 * @param train the rows that the run trained on
 */
export function partnersOf(
  rows: ArrayLike<number>,
  labels: Int32Array,
  train: Int32Array
): readonly (number | null)[] {
  const prime = Math.round(Math.sqrt(labels.length));
  const isTrained = new Uint8Array(labels.length);
  for (const row of train) isTrained[row] = 1;
  const byAnswer = new Map<number, number[]>();
  labels.forEach((label, row) => {
    const own = byAnswer.get(label);
    if (own) own.push(row);
    else byAnswer.set(label, [row]);
  });
  return Array.from(rows, (row) => {
    const [a, b] = [Math.floor(row / prime), row % prime];
    const swapped = b * prime + a;
    let [best, least] = [null as number | null, Number.POSITIVE_INFINITY];
    for (const other of byAnswer.get(labels[row]) ?? []) {
      if (isTrained[other] === isTrained[row]) continue;
      const order = Math.abs(Math.floor(other / prime) - a) + (other === swapped ? prime : 0);
      if (order < least) [best, least] = [other, order];
    }
    return best;
  });
}
