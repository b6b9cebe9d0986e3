import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';
import { add, mul, sub } from './binary.ts';
import { sigmoid } from './unary.ts';

const op = elementwise({
  id: 'silu',
  about: 'x times its logistic function.',
  onnx: 'Sigmoid',
  /** ONNX Runtime joins x·σ(x) into one operator, which it does not have in float64. */
  emit(node, [x], graph) {
    if (graph.dtype(node.type) !== 'float64')
      return graph.node('Mul', [x, graph.node('Sigmoid', [x])]);
    const one = graph.initializer(Float64Array.of(1), [], node.type);
    return graph.node('Div', [
      x,
      graph.node('Add', [graph.node('Exp', [graph.node('Neg', [x])]), one])
    ]);
  },
  gradient(node, g) {
    const share = sigmoid(node.inputs[0]);
    return [mul(g, add(share, mul(node, sub(1, share))))];
  }
});

/** Returns x σ(x) = x / (1 + e⁻ˣ), element by element (Elfwing et al. 2018). */
export function silu(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
