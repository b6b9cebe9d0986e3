/**
 * Returns the row of the grid to hold against one row: of the same answer but on the other side of
 * the split, the one with the nearest a, never the same numbers swapped unless nothing else is
 * left; null where the other side has none.
 */
export function partnerOf(row: number, labels: Int32Array, train: Int32Array): number | null {
  const prime = Math.round(Math.sqrt(labels.length));
  const trained = new Set(train);
  const [a, b] = [Math.floor(row / prime), row % prime];
  const swapped = b * prime + a;
  const others = Array.from(labels.keys())
    .filter((other) => labels[other] === labels[row] && trained.has(other) !== trained.has(row))
    .map((other) => ({ row: other, distance: Math.abs(Math.floor(other / prime) - a) }));
  const order = (other: { readonly row: number; readonly distance: number }) =>
    other.distance + (other.row === swapped ? prime : 0);
  return others.sort((one, other) => order(one) - order(other))[0]?.row ?? null;
}
