import { axisOf } from '../broadcast.ts';
import { checkKind } from '../elementwise.ts';
import { apply, type Lazy, type Op } from '../lazy.ts';

interface Attributes {
  readonly axis: number;
}

const op: Op<Attributes> = {
  id: 'argmax',
  about: 'Index of the largest element along an axis; the first of equal ones.',
  infer([x], { axis }) {
    checkKind('argmax', x.type, ['float', 'double', 'int']);
    return { shape: x.shape.toSpliced(axis, 1), type: 'int' };
  },
  emit: ({ attributes: { axis } }, [x], graph) =>
    graph.node('ArgMax', [x], { axis, keepdims: 0, select_last_index: 0 })
};
export default op;

/** Returns the index (kind 'int') of the largest element along `axis`, which is removed; the first of equal ones. */
export function argmax(x: Lazy, axis = -1): Lazy {
  return apply(op, [x], { axis: axisOf('argmax', axis, x.shape) });
}
