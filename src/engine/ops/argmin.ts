import { axisOf } from '../broadcast.ts';
import { checkKind } from '../elementwise.ts';
import { apply, type Lazy, type Op } from '../lazy.ts';

interface Attributes {
  readonly axis: number;
}

const op: Op<Attributes> = {
  id: 'argmin',
  about: 'Index of the smallest element along an axis; the first of equal ones.',
  infer([x], { axis }) {
    checkKind('argmin', x.type, ['float', 'double', 'int']);
    return { shape: x.shape.toSpliced(axis, 1), type: 'int' };
  },
  emit: ({ attributes: { axis } }, [x], graph) =>
    graph.node('ArgMin', [x], { axis, keepdims: 0, select_last_index: 0 })
};
export default op;

/** Returns the index (kind 'int') of the smallest element along `axis`, which is removed; the first of equal ones. */
export function argmin(x: Lazy, axis = -1): Lazy {
  return apply(op, [x], { axis: axisOf('argmin', axis, x.shape) });
}
