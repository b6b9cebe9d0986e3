import type { Lazy } from '../lazy.ts';
import { applyReduction, reduction, unreduced } from '../reduction.ts';

const op = reduction({
  id: 'min',
  about: 'Smallest element over axes; the gradient is shared evenly by equal elements.',
  onnx: 'ReduceMin',
  gradient(node, g, { cast, div, equal, mul, sum }) {
    const x = node.inputs[0];
    const hit = cast(equal(x, unreduced(node, node)), x.type);
    const share = div(unreduced(g, node), sum(hit, node.attributes.axes, true));
    return [mul(hit, share)];
  }
});
export default op;

/** Returns the smallest element over `axes` (all by default), which are removed, or kept with size 1. */
export function min(x: Lazy, axes?: readonly number[] | number, keepdims = false): Lazy {
  return applyReduction(op, x, axes, keepdims);
}
