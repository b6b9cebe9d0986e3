import { pythonShuffle } from '../array/random/python-shuffle.ts';
import { randperm } from '../array/random/randperm.ts';
import { torchGenerator } from '../array/random/torch-generator.ts';
import { UserError } from '../error/user-error.ts';
import { printable } from '../text/printable.ts';

/** Input pairs (a, b): token `a[i]` stands first and `b[i]` second in row i. */
export interface Pairs {
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/**
 * Rows of the grid that a model trains on and is tested on, in the order in which they were drawn.
 */
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

/**
 * Returns the Python workbench's split of `count` rows: the first ⌊fraction·count⌋ of
 * `torch.randperm` with that seed train, the rest test.
 */
export function splitRows(count: number, fraction: number, dataSeed: number): Split {
  const order = randperm(torchGenerator(dataSeed), count);
  const cut = Math.floor(count * fraction);
  return { train: order.slice(0, cut), test: order.slice(cut) };
}

/**
 * Ways to draw a split, as `data_split` in config.json names them: of `torch.randperm` (the
 * default) or of Python's `random.shuffle`.
 */
export const splitMethods = ['torch', 'python'] as const;

/** What decides which pairs a run trained on. */
export interface SplitFacts {
  readonly prime: number;
  readonly fraction: number;
  readonly dataSeed: number;
  /** config.json; its `data_split` names the method. */
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Returns the split of all pairs that a run trained with. Throws UserError on an unknown
 * `data_split`.
 */
export function splitOf({ prime, fraction, dataSeed, config }: SplitFacts): Split {
  const method = config.data_split ?? 'torch';
  if (method === 'torch') return splitRows(prime ** 2, fraction, dataSeed);
  if (method !== 'python')
    throw new UserError(
      `unknown data_split in config.json: ${printable(String(method))}`,
      `expected ${splitMethods.join(' or ')}`
    );
  const order = pythonShuffle(dataSeed, prime ** 2);
  const cut = Math.floor(order.length * fraction);
  return { train: order.slice(0, cut), test: order.slice(cut) };
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
