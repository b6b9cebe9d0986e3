import { sameShape } from '../broadcast.ts';
import type { Lazy } from '../lazy.ts';
import { applyReduction, reduction, unreduced } from '../reduction.ts';
import { reshape } from './reshape.ts';

const op = reduction({
  id: 'sum',
  about: 'Sum over axes.',
  onnx: 'ReduceSum',
  takes: ['float', 'double', 'int'],
  gradient: (node, g, { broadcastTo }) => [broadcastTo(unreduced(g, node), node.inputs[0].shape)]
});
export default op;

/** Returns the sum over `axes` (all by default), which are removed, or kept with size 1. */
export function sum(x: Lazy, axes?: readonly number[] | number, keepdims = false): Lazy {
  return applyReduction(op, x, axes, keepdims);
}

/** Returns `g` summed over the axes along which a value of `shape` was broadcast to the shape of `g`. */
export function sumTo(g: Lazy, shape: readonly number[]): Lazy {
  if (sameShape(g.shape, shape)) return g;
  const lead = g.shape.length - shape.length;
  const axes = g.shape.flatMap((size, axis) =>
    axis < lead || (shape[axis - lead] === 1 && size !== 1) ? [axis] : []
  );
  return reshape(sum(g, axes), shape);
}
