import { apply, defineOp, isA, type Lazy } from '../lazy.ts';
import { reshape } from './reshape.ts';

interface Attributes {
  readonly perm: readonly number[];
}

const op = defineOp<Attributes>({
  id: 'transpose',
  about: 'Axes in another order.',
  infer([x], { perm }) {
    const axes = [...perm].sort((a, b) => a - b);
    if (axes.length !== x.shape.length || axes.some((axis, index) => axis !== index))
      throw new RangeError(`invalid permutation: transpose of [${x.shape}] by [${perm}]`);
    return { shape: perm.map((axis) => x.shape[axis]), type: x.type };
  },
  emit: ({ attributes }, [x], graph) => graph.node('Transpose', [x], { perm: attributes.perm }),
  gradient: ({ attributes: { perm } }, g) => [
    transpose(
      g,
      perm.map((_, axis) => perm.indexOf(axis))
    )
  ]
});

/**
 * Returns `x` with axis i of the result being axis perm[i] of `x`; all axes reversed by default.
 * Throws RangeError unless `perm` is a permutation of the axes.
 */
export function transpose(
  x: Lazy,
  perm: readonly number[] = x.shape.map((_, axis) => x.shape.length - 1 - axis)
): Lazy {
  if (isA(x, op)) {
    const inner = x.attributes.perm;
    return transpose(
      x.inputs[0],
      perm.map((axis) => inner[axis])
    );
  }
  const moved = perm.filter((axis) => x.shape[axis] !== 1);
  if (moved.some((axis, index) => index > 0 && axis < moved[index - 1]))
    return apply(op, [x], { perm: [...perm] });
  // Only axes of size 1 move, so the elements keep their order.
  const { shape } = op.infer([x], { perm });
  return reshape(x, shape);
}

/** Returns `x` with its last two axes swapped. */
export function swapLast(x: Lazy): Lazy {
  const axes = x.shape.map((_, axis) => axis);
  return transpose(x, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
}

/** Returns what `x` is the last-two-axes transpose of, or undefined if it is none. */
export function unswapLast(x: Lazy): Lazy | undefined {
  if (!isA(x, op)) return undefined;
  const { perm } = x.attributes;
  const rank = perm.length;
  const swaps = perm.every((axis, i) =>
    i < rank - 2 ? axis === i : axis === (i === rank - 1 ? rank - 2 : rank - 1)
  );
  return swaps ? x.inputs[0] : undefined;
}
