/** Input pairs (a, b): token `a[i]` stands first and `b[i]` second in row i. */
export interface Pairs {
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/** Returns all prime² pairs; row i is (⌊i / prime⌋, i mod prime). */
export function pairGrid(prime: number): Pairs {
  const count = prime ** 2;
  return {
    a: Int32Array.from({ length: count }, (_, i) => Math.floor(i / prime)),
    b: Int32Array.from({ length: count }, (_, i) => i % prime)
  };
}

/** Returns the given rows of columns of numbers, such as pairs with their labels. */
export function selectRows<K extends string>(
  columns: Readonly<Record<K, Int32Array>>,
  rows: Int32Array
): Record<K, Int32Array> {
  const picked = Object.entries<Int32Array>(columns).map(([name, column]) => [
    name,
    Int32Array.from(rows, (row) => column[row])
  ]);
  return Object.fromEntries(picked);
}
