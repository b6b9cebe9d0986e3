import { elements } from '../broadcast.ts';
import type { Lazy } from '../lazy.ts';
import { applyReduction, reduction, unreduced } from '../reduction.ts';

const op = reduction({
  id: 'mean',
  about: 'Arithmetic mean over axes.',
  onnx: 'ReduceMean',
  gradient(node, g, { broadcastTo, div }) {
    const x = node.inputs[0];
    const count = elements(x.shape) / elements(node.shape);
    return [broadcastTo(div(unreduced(g, node), count), x.shape)];
  }
});
export default op;

/** Returns the arithmetic mean over `axes` (all by default), which are removed, or kept with size 1. */
export function mean(x: Lazy, axes?: readonly number[] | number, keepdims = false): Lazy {
  return applyReduction(op, x, axes, keepdims);
}
