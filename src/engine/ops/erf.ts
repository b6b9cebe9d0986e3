import { applyElementwise, elementwise } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';
import { mul } from './binary.ts';
import { square } from './square.ts';
import { exp, neg } from './unary.ts';

/** From here on erf is 1 in float64, and so many terms of the series reach it. */
const FAR = 6;
const TERMS = 110;

const op = elementwise({
  id: 'erf',
  about: 'Error function, 2/√π ∫₀ˣ e^(−t²) dt.',
  onnx: 'Erf',
  /**
   * ONNX Runtime has no float64 kernel; there it is 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!, whose
   * terms have one sign (Abramowitz & Stegun 7.1.6).
   */
  emit(node, [x], graph) {
    if (graph.dtype(node.type) !== 'float64') return graph.node('Erf', [x]);
    const number = (value: number) => graph.initializer(Float64Array.of(value), [], node.type);
    const near = graph.node('Min', [graph.node('Max', [x, number(-FAR)]), number(FAR)]);
    const squared = graph.node('Mul', [near, near]);
    const factors = Array.from({ length: TERMS }, (_, n) => 2 / (2 * n + 3)).reverse();
    const series = factors.reduce(
      (rest, factor) =>
        graph.node('Add', [
          graph.node('Mul', [graph.node('Mul', [squared, number(factor)]), rest]),
          number(1)
        ]),
      number(1)
    );
    const fall = graph.node('Exp', [graph.node('Neg', [squared])]);
    const scaled = graph.node('Mul', [near, number(2 / Math.sqrt(Math.PI))]);
    return graph.node('Mul', [graph.node('Mul', [scaled, fall]), series]);
  },
  gradient: (node, g) => {
    const [x] = node.inputs as [Lazy];
    return [mul(g, mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI)))];
  }
});

/** Returns erf x = 2/√π ∫₀ˣ e^(−t²) dt, element by element. */
export function erf(x: Lazy): Lazy {
  return applyElementwise(op, x);
}
