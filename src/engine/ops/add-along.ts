import { axisOf, elements, mismatch, sameShape } from '../broadcast.ts';
import { checkKind } from '../elementwise.ts';
import { apply, defineOp, type Lazy } from '../lazy.ts';
import { takeAlong } from './take-along.ts';

interface Attributes {
  readonly axis: number;
  readonly size: number;
}

const op = defineOp<Attributes>({
  id: 'addAlong',
  about:
    'Elements summed into the places that an index of the same shape names: the reverse of takeAlong.',
  infer([x, indices], { axis, size }) {
    checkKind('addAlong', x.type, ['float', 'double']);
    checkKind('addAlong indices', indices.type, ['int']);
    if (!sameShape(x.shape, indices.shape)) throw mismatch('addAlong', [x.shape, indices.shape]);
    return { shape: x.shape.with(axis, size), type: x.type };
  },
  emit({ shape, type, attributes: { axis } }, [x, indices], graph) {
    const zeros = graph.initializer(new Float64Array(elements(shape)), shape, type);
    return graph.node('ScatterElements', [zeros, indices, x], { axis, reduction: 'add' });
  },
  gradient: ({ inputs: [, indices], attributes: { axis } }, g) => [
    takeAlong(g, indices, axis),
    null
  ]
});

/**
 * Returns zeros of `size` along `axis` into which each element of `x` is added at its index (kind
 * 'int', the shape of `x`): the gradient of `takeAlong`.
 */
export function addAlong(x: Lazy, indices: Lazy, axis: number, size: number): Lazy {
  return apply(op, [x, indices], { axis: axisOf('addAlong', axis, x.shape), size });
}
