import { axisOf } from '../broadcast.ts';
import { checkKind } from '../elementwise.ts';
import { apply, defineOp, type Lazy } from '../lazy.ts';
import { mul, sub } from './binary.ts';
import { sum } from './reduce.ts';

interface Attributes {
  readonly axis: number;
}

const op = defineOp<Attributes>({
  id: 'softmax',
  about: 'Exponentials that sum to one along an axis.',
  infer([x]) {
    checkKind('softmax', x.type, ['float', 'double']);
    return { shape: x.shape, type: x.type };
  },
  emit: ({ attributes: { axis } }, [x], graph) => graph.node('Softmax', [x], { axis }),
  gradient(node, g) {
    const share = mul(g, node);
    return [sub(share, mul(node, sum(share, node.attributes.axis, true)))];
  }
});

/** Returns the exponentials of `x` divided by their sum along `axis`. */
export function softmax(x: Lazy, axis = -1): Lazy {
  return apply(op, [x], { axis: axisOf('softmax', axis, x.shape) });
}
