import type { Layout } from '../../task/index.ts';

/**
 * Returns for each row of the grid the row to hold against it: of the same answer but on the other
 * side of the split, the nearest; null where the other side has none. Of pairs the one with the
 * nearest a is, never the same numbers swapped unless nothing else is left; of other inputs the one
 * that differs in the fewest places.
 * @param labels the answer to each row of the grid
 * @param train the rows that the run trained on
 */
export function partnersOf(
  rows: ArrayLike<number>,
  labels: Int32Array,
  train: Int32Array,
  layout: Layout
): readonly (number | null)[] {
  const distance = layout.structure.includes('pairs') ? pairDistance : placesThatDiffer;
  const isTrained = new Uint8Array(labels.length);
  for (const row of train) isTrained[row] = 1;
  const byAnswer = new Map<number, number[]>();
  labels.forEach((label, row) => {
    const own = byAnswer.get(label);
    if (own) own.push(row);
    else byAnswer.set(label, [row]);
  });
  return Array.from(rows, (row) => {
    let [best, least] = [null as number | null, Number.POSITIVE_INFINITY];
    for (const other of byAnswer.get(labels[row]) ?? []) {
      if (isTrained[other] === isTrained[row]) continue;
      const far = distance(row, other, layout);
      if (far < least) [best, least] = [other, far];
    }
    return best;
  });
}

function pairDistance(row: number, other: number, { tokens }: Layout): number {
  const [a, b] = [Math.floor(row / tokens), row % tokens];
  const isSwapped = other === b * tokens + a;
  return Math.abs(Math.floor(other / tokens) - a) + (isSwapped ? tokens : 0);
}

function placesThatDiffer(row: number, other: number, { length, tokens }: Layout): number {
  let count = 0;
  let [one, two] = [row, other];
  for (let place = 0; place < length; place++) {
    if (one % tokens !== two % tokens) count++;
    [one, two] = [Math.floor(one / tokens), Math.floor(two / tokens)];
  }
  return count;
}
