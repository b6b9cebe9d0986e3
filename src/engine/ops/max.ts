import type { Lazy } from '../lazy.ts';
import { applyReduction, reduction, unreduced } from '../reduction.ts';

const op = reduction({
  id: 'max',
  about: 'Largest element over axes; the gradient is shared evenly by equal elements.',
  onnx: 'ReduceMax',
  gradient(node, g, { cast, div, equal, mul, sum }) {
    const x = node.inputs[0];
    const hit = cast(equal(x, unreduced(node, node)), x.type);
    const share = div(unreduced(g, node), sum(hit, node.attributes.axes, true));
    return [mul(hit, share)];
  }
});
export default op;

/** Returns the largest element over `axes` (all by default), which are removed, or kept with size 1. */
export function max(x: Lazy, axes?: readonly number[] | number, keepdims = false): Lazy {
  return applyReduction(op, x, axes, keepdims);
}
