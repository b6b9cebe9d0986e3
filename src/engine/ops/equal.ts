import { applyElementwise, elementwise, type Operand } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';

const op = elementwise({
  id: 'equal',
  about: 'True where a equals b.',
  onnx: 'Equal',
  takes: ['float', 'double', 'int', 'bool'],
  returns: 'bool'
});
export default op;

/** Returns whether a = b, element by element with broadcasting (kind 'bool'). */
export function equal(a: Operand, b: Operand): Lazy {
  return applyElementwise(op, a, b);
}
