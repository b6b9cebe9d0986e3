import { sameShape } from '../broadcast.ts';
import { checkKind } from '../elementwise.ts';
import { apply, defineOp, isA, type Lazy } from '../lazy.ts';
import { concat } from './concat.ts';
import { slice } from './slice.ts';

/** Zeros before and after, per axis. */
interface Attributes {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const op = defineOp<Attributes>({
  id: 'pad',
  about: 'Zeros added at the ends of axes.',
  infer([x], { before, after }) {
    checkKind('pad', x.type, ['float', 'double', 'int']);
    const { shape } = x;
    if (before.length !== shape.length || after.length !== shape.length)
      throw new RangeError(`invalid padding: pad of [${shape}] by [${before}] and [${after}]`);
    const padded = shape.map((size, axis) => before[axis] + size + after[axis]);
    return { shape: padded, type: x.type };
  },
  emit: ({ attributes: { before, after } }, [x], graph) =>
    graph.node('Pad', [x, graph.integers([...before, ...after])]),
  gradient: ({ inputs: [x], attributes: { before } }, g) => [
    slice(
      g,
      before,
      before.map((start, axis) => start + x.shape[axis])
    )
  ]
});

/**
 * Returns `x` with that many zeros added before and after each axis. Throws RangeError unless each
 * axis has its two numbers.
 */
export function pad(x: Lazy, before: readonly number[], after: readonly number[]): Lazy {
  const nothing = before.every((n) => n === 0) && after.every((n) => n === 0);
  return nothing ? x : apply(op, [x], { before: [...before], after: [...after] });
}

/**
 * Returns a + b as one concatenation where both are padded to the same shape and the numbers of one
 * end where those of the other begin: so the gradients of neighbouring slices are joined, not
 * added. Else undefined.
 */
export function joinPadded(a: Lazy, b: Lazy): Lazy | undefined {
  if (!isA(a, op) || !isA(b, op) || !sameShape(a.shape, b.shape)) return undefined;
  const { before, after } = a.attributes;
  const other = b.attributes;
  const apart = before.flatMap((n, axis) =>
    n === other.before[axis] && after[axis] === other.after[axis] ? [] : [axis]
  );
  const [axis] = apart;
  if (axis === undefined || apart.length > 1) return undefined;
  const size = a.shape[axis];
  if (before[axis] > other.before[axis]) return joinPadded(b, a);
  if (size - after[axis] !== other.before[axis]) return undefined;
  const joined = concat([a.inputs[0], b.inputs[0]], axis);
  return pad(joined, before, after.with(axis, other.after[axis]));
}
