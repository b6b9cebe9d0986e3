import { axisOf } from '../broadcast.ts';
import { checkKind } from '../elementwise.ts';
import { apply, type Lazy, type Op } from '../lazy.ts';

interface Attributes {
  readonly axis: number;
}

const op: Op<Attributes> = {
  id: 'logSoftmax',
  about: 'Logarithm of softmax, accurate for small probabilities.',
  infer([x]) {
    checkKind('logSoftmax', x.type, ['float', 'double']);
    return { shape: x.shape, type: x.type };
  },
  emit: ({ attributes: { axis } }, [x], graph) => graph.node('LogSoftmax', [x], { axis }),
  gradient: (node, g, { exp, mul, sub, sum }) => [
    sub(g, mul(exp(node), sum(g, node.attributes.axis, true)))
  ]
};
export default op;

/** Returns the logarithm of the softmax of `x` along `axis`, accurate where the probability is tiny. */
export function logSoftmax(x: Lazy, axis = -1): Lazy {
  return apply(op, [x], { axis: axisOf('logSoftmax', axis, x.shape) });
}
