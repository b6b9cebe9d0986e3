import { broadcastLike } from '../broadcast.ts';
import type { Lazy } from '../lazy.ts';
import { applyReduction, reduction, unreduced } from '../reduction.ts';

const op = reduction({
  id: 'sum',
  about: 'Sum over axes.',
  onnx: 'ReduceSum',
  takes: ['float', 'double', 'int'],
  gradient: (node, g) => [broadcastLike(unreduced(g, node), node.inputs[0]!)]
});
export default op;

/** Returns the sum over `axes` (all by default), which are removed, or kept with size 1. */
export function sum(x: Lazy, axes?: readonly number[] | number, keepdims = false): Lazy {
  return applyReduction(op, x, axes, keepdims);
}
