import { sameShape } from '../broadcast.ts';
import { checkKind, sameKind } from '../elementwise.ts';
import { apply, defineOp, type Lazy } from '../lazy.ts';
import { add, div, mul, sub } from './binary.ts';
import { mean, sum } from './reduce.ts';
import { square } from './square.ts';
import { sqrt } from './unary.ts';

interface Attributes {
  readonly epsilon: number;
}

const op = defineOp<Attributes>({
  id: 'rmsNorm',
  about: 'Vectors along the last axis over their root mean square, times a scale.',
  infer([x, scale]) {
    checkKind('rmsNorm', sameKind('rmsNorm', [x, scale]), ['float', 'double']);
    if (!sameShape(scale.shape, x.shape.slice(-1)))
      throw new RangeError(`rmsNorm: scale of [${scale.shape}] for vectors of [${x.shape}]`);
    return { shape: x.shape, type: x.type };
  },
  /** ONNX Runtime has it as one operator, whose ε is a float32: not for float64. */
  emit(node, [x, scale], graph) {
    const { epsilon } = node.attributes;
    if (graph.dtype(node.type) !== 'float64')
      return graph.node('SimplifiedLayerNormalization', [x, scale], {
        axis: -1,
        epsilon: { float: epsilon }
      });
    const squares = graph.node('Mul', [x, x]);
    const last = graph.integers([node.shape.length - 1]);
    const moment = graph.node('ReduceMean', [squares, last], { keepdims: 1 });
    const least = graph.initializer(Float64Array.of(epsilon), [], node.type);
    const size = graph.node('Sqrt', [graph.node('Add', [moment, least])]);
    return graph.node('Mul', [graph.node('Div', [x, size]), scale]);
  },
  gradient(node, g) {
    const [x, scale] = node.inputs;
    const axis = x.shape.length - 1;
    const size = sqrt(add(mean(square(x), axis, true), node.attributes.epsilon));
    const unit = div(x, size);
    const scaled = mul(g, scale);
    const along = mul(unit, mean(mul(scaled, unit), axis, true));
    const others = x.shape.slice(0, -1).map((_, i) => i);
    return [div(sub(scaled, along), size), sum(mul(g, unit), others)];
  }
});

/**
 * Returns x / √(mean x² + ε) · scale over the last axis; `scale` has the length of that axis (Zhang
 * & Sennrich 2019). Throws RangeError if it has another.
 */
export function rmsNorm(x: Lazy, scale: Lazy, epsilon: number): Lazy {
  return apply(op, [x, scale], { epsilon });
}
