import { axisOf } from '../broadcast.ts';
import { checkKind } from '../elementwise.ts';
import { apply, defineOp, type Lazy } from '../lazy.ts';
import { mul, sub } from './binary.ts';
import { sum } from './reduce.ts';
import { exp } from './unary.ts';

interface Attributes {
  readonly axis: number;
}

const op = defineOp<Attributes>({
  id: 'logSoftmax',
  about: 'Logarithm of softmax, accurate for small probabilities.',
  infer([x]) {
    checkKind('logSoftmax', x.type, ['float', 'double']);
    return { shape: x.shape, type: x.type };
  },
  emit: ({ attributes: { axis } }, [x], graph) => graph.node('LogSoftmax', [x], { axis }),
  gradient: (node, g) => [sub(g, mul(exp(node), sum(g, node.attributes.axis, true)))]
});

/**
 * Returns the logarithm of the softmax of `x` along `axis`, accurate where the probability is tiny.
 */
export function logSoftmax(x: Lazy, axis = -1): Lazy {
  return apply(op, [x], { axis: axisOf('logSoftmax', axis, x.shape) });
}
