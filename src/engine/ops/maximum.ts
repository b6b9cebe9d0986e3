import { applyElementwise, elementwise, type Operand } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'maximum',
  about: 'The larger of two operands; where they are equal the gradient goes to the first.',
  onnx: 'Max',
  gradient(node, g, { greaterEqual, sumTo, where }) {
    const [a, b] = node.inputs as [Lazy, Lazy];
    const first = greaterEqual(a, b);
    return [sumTo(where(first, g, 0), a.shape), sumTo(where(first, 0, g), b.shape)];
  }
});
export default op;

/** Returns the larger of a and b, element by element with broadcasting. */
export function maximum(a: Operand, b: Operand): Lazy {
  return applyElementwise(op, a, b);
}
