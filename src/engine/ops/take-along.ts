import { axisOf, mismatch } from '../broadcast.ts';
import { checkKind } from '../elementwise.ts';
import { apply, defineOp, type Lazy } from '../lazy.ts';
import { addAlong } from './add-along.ts';

interface Attributes {
  readonly axis: number;
}

const op = defineOp<Attributes>({
  id: 'takeAlong',
  about: 'One element per place of the index, from the same place of the operand along an axis.',
  infer([x, indices], { axis }) {
    checkKind('takeAlong indices', indices.type, ['int']);
    const rest = (shape: readonly number[]) => shape.toSpliced(axis, 1).join();
    if (indices.shape.length !== x.shape.length || rest(indices.shape) !== rest(x.shape))
      throw mismatch('takeAlong', [x.shape, indices.shape]);
    return { shape: indices.shape, type: x.type };
  },
  emit: ({ attributes: { axis } }, inputs, graph) => graph.node('GatherElements', inputs, { axis }),
  gradient: ({ inputs: [x, indices], attributes: { axis } }, g) => [
    addAlong(g, indices, axis, x.shape[axis]),
    null
  ]
});

/**
 * Returns x[i][…][indices[i][…]] along `axis`: `indices` (kind 'int') has the shape of `x` but for
 * that axis. With labels [n, 1] it picks each row's element. Throws RangeError, naming both shapes,
 * if they do not fit.
 */
export function takeAlong(x: Lazy, indices: Lazy, axis = -1): Lazy {
  return apply(op, [x, indices], { axis: axisOf('takeAlong', axis, x.shape) });
}
