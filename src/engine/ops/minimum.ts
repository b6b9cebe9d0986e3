import { applyElementwise, elementwise, type Operand } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'minimum',
  about: 'The smaller of two operands; where they are equal the gradient goes to the first.',
  onnx: 'Min',
  gradient(node, g, { lessEqual, sumTo, where }) {
    const [a, b] = node.inputs as [Lazy, Lazy];
    const first = lessEqual(a, b);
    return [sumTo(where(first, g, 0), a.shape), sumTo(where(first, 0, g), b.shape)];
  }
});
export default op;

/** Returns the smaller of a and b, element by element with broadcasting. */
export function minimum(a: Operand, b: Operand): Lazy {
  return applyElementwise(op, a, b);
}
