import { axisOf } from '../broadcast.ts';
import { checkKind } from '../elementwise.ts';
import { apply, defineOp, type Lazy } from '../lazy.ts';
import { scatterAdd } from './scatter-add.ts';

interface Attributes {
  readonly axis: number;
}

const op = defineOp<Attributes>({
  id: 'gather',
  about: 'Entries of one axis picked by index.',
  infer([x, indices], { axis }) {
    checkKind('gather indices', indices.type, ['int']);
    const shape = x.shape.toSpliced(axis, 1, ...indices.shape);
    return { shape, type: x.type };
  },
  emit: ({ attributes: { axis } }, inputs, graph) => graph.node('Gather', inputs, { axis }),
  gradient: ({ inputs: [x, indices], attributes: { axis } }, g) => [
    scatterAdd(g, indices, axis, x.shape[axis]),
    null
  ]
});

/**
 * Returns the entries of `x` along `axis` that `indices` (kind 'int', any shape) name; the shape of
 * `indices` takes the place of that axis.
 */
export function gather(x: Lazy, indices: Lazy, axis = 0): Lazy {
  return apply(op, [x, indices], { axis: axisOf('gather', axis, x.shape) });
}
