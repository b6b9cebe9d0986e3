import {
  add,
  concat,
  constant,
  div,
  gather,
  integers,
  type Lazy,
  matmul,
  mean as meanOf,
  mul,
  reshape,
  slice,
  square,
  sub,
  sum,
  swapLast
} from '../../engine/index.ts';
import { labelsOf } from '../../task/index.ts';
import type { AnalysisContext } from '../analyzer.ts';

/**
 * The rows of each class, as a table that short classes fill up; `isMember` is absent where none is
 * short.
 */
export interface Members {
  /** [class, member] */
  readonly rows: Int32Array;
  readonly isMember?: Float32Array;
  readonly sizes: Int32Array;
}

/** Returns the rows of each class, 0 … prime−1; rows without an answer are in none. */
export function membersOf(labels: Int32Array, prime: number): Members {
  const classes = Array.from({ length: prime }, (): number[] => []);
  labels.forEach((label, row) => {
    if (label >= 0) classes[label].push(row);
  });
  const sizes = Int32Array.from(classes, ({ length }) => length);
  const most = Math.max(...sizes);
  const rows = new Int32Array(prime * most);
  const isMember = new Float32Array(prime * most);
  classes.forEach((own, r) => {
    rows.set(own, r * most);
    isMember.fill(1, r * most, r * most + own.length);
  });
  return { rows, sizes, ...(sizes.some((size) => size < most) && { isMember }) };
}

/**
 * Returns, for rows [n, d], the centroids [p, d] of the classes, the sum of the squares of each
 * centred class and that of its Gram matrix, [p]; NaN for a class without a row. The first row of
 * each class is taken off before the mean, so that equal rows leave exactly nothing.
 */
export function clusters(all: Lazy, members: Members): Readonly<Record<string, Lazy>> {
  const prime = members.sizes.length;
  const parts = Math.min(PARTS, prime);
  const edge = (i: number) => Math.floor((i * prime) / parts);
  const made = Array.from({ length: parts }, (_, i) =>
    ofClasses(all, members, edge(i), edge(i + 1))
  );
  const joined = (key: keyof ReturnType<typeof ofClasses>) =>
    concat(
      made.map((part) => part[key]),
      0
    );
  return {
    centroids: joined('centroids'),
    squares: joined('squares'),
    gramSquares: joined('gramSquares')
  };
}

/**
 * Parts in which the classes are measured, so that no more than one part of their vectors is held.
 */
const PARTS = 4;

/** The same for the classes from `from` on and before `to`. */
function ofClasses(all: Lazy, { rows, isMember, sizes }: Members, from: number, to: number) {
  const width = all.shape[1];
  const count = to - from;
  const most = rows.length / sizes.length;
  const own = <T extends Int32Array | Float32Array>(table: T) =>
    table.subarray(from * most, to * most);
  const members = reshape(gather(all, integers(own(rows)), 0), [count, most, width]); // [class, member, d]
  const kept = (x: Lazy) => (isMember ? mul(x, constant(own(isMember), [count, most, 1])) : x);
  const first = slice(members, [0], [1], [1]);
  const beside = kept(sub(members, first));
  const middle = isMember
    ? div(
        sum(beside, [1], true),
        constant(Float32Array.from(sizes.subarray(from, to)), [count, 1, 1])
      )
    : meanOf(beside, [1], true);
  const centred = kept(sub(beside, middle));
  const gram = matmul(centred, swapLast(centred));
  return {
    centroids: reshape(add(first, middle), [count, width]),
    squares: sum(mul(gram, diagonal(most)), [1, 2]),
    gramSquares: sum(square(gram), [1, 2])
  };
}

/**
 * Returns the classes that have a pair among the rows that were measured, ascending.
 */
export function classesSeen(context: ClassFacts): Int32Array {
  const sizes = classSizes(context);
  return Int32Array.from(sizes.keys()).filter((r) => sizes[r] > 0);
}

/** Returns how many of the rows that were measured belong to each class, [prime]. */
export function classSizes(facts: ClassFacts): Int32Array {
  const { rows } = facts;
  const labels = labelsOf(facts);
  const sizes = new Int32Array(facts.sizes.prime);
  for (const row of rows ?? labels.keys()) if (labels[row] >= 0) sizes[labels[row]]++;
  return sizes;
}

/** What tells which rows were measured, and their answers. */
type ClassFacts = Pick<AnalysisContext, 'rows' | 'sizes' | 'parameters' | 'config'>;

/** The unit matrix, [1, n, n]. */
function diagonal(n: number): Lazy {
  const unit = new Float32Array(n * n);
  for (let i = 0; i < n; i++) unit[i * n + i] = 1;
  return constant(unit, [1, n, n]);
}
