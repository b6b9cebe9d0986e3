import { randperm } from '../array/randperm.ts';
import { torchGenerator } from '../array/torch-generator.ts';

/** Input pairs (a, b): token `a[i]` stands first and `b[i]` second in row i. */
export interface Pairs {
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/** Rows of the grid that a model trains on and is tested on, in the order in which they were drawn. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Returns all prime² pairs; row i is (⌊i / prime⌋, i mod prime). */
export function pairGrid(prime: number): Pairs {
  const count = prime ** 2;
  return {
    a: Int32Array.from({ length: count }, (_, i) => Math.floor(i / prime)),
    b: Int32Array.from({ length: count }, (_, i) => i % prime)
  };
}

/** Returns the Python workbench's split of `count` rows: the first ⌊fraction·count⌋ of `torch.randperm` with that seed train, the rest test. */
export function splitRows(count: number, fraction: number, dataSeed: number): Split {
  const order = randperm(torchGenerator(dataSeed), count);
  const cut = Math.floor(count * fraction);
  return { train: order.slice(0, cut), test: order.slice(cut) };
}

/** Returns the given rows of columns of numbers, such as pairs with their labels. */
export function selectRows<K extends string>(
  columns: Readonly<Record<K, Int32Array>>,
  rows: Int32Array
): Record<K, Int32Array> {
  const picked = Object.entries<Int32Array>(columns).map(([name, column]) => [
    name,
    Int32Array.from(rows, (row) => column[row]!)
  ]);
  return Object.fromEntries(picked);
}
