/**
 * Returns the row of the grid to hold against one row: of the same answer but on the other side of
 * the split, the one with the nearest a, never the same numbers swapped unless nothing else is
 * left; null where the other side has none.
 */
export function partnerOf(row: number, prime: number, train: Int32Array): number | null {
  const trained = new Set(train);
  const [a, b] = [Math.floor(row / prime), row % prime];
  const swapped = b * prime + a;
  const others = Array.from({ length: prime }, (_, first) => ({
    row: first * prime + ((a + b - first + prime) % prime),
    distance: Math.abs(first - a)
  })).filter((other) => trained.has(other.row) !== trained.has(row));
  const order = (other: { readonly row: number; readonly distance: number }) =>
    other.distance + (other.row === swapped ? prime : 0);
  return others.sort((one, other) => order(one) - order(other))[0]?.row ?? null;
}
