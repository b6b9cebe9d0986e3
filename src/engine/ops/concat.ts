import { axisOf, mismatch } from '../broadcast.ts';
import { sameKind } from '../elementwise.ts';
import { apply, defineOp, isA, type Lazy } from '../lazy.ts';
import { slice } from './slice.ts';

interface Attributes {
  readonly axis: number;
}

const op = defineOp<Attributes>({
  id: 'concat',
  about: 'Operands joined along one axis.',
  infer(inputs, { axis }) {
    const type = sameKind('concat', inputs);
    const shape = [...inputs[0].shape];
    const rest = (x: Lazy) => x.shape.toSpliced(axis, 1).join();
    if (inputs.some((x) => x.shape.length !== shape.length || rest(x) !== rest(inputs[0])))
      throw mismatch(
        'concat',
        inputs.map((x) => x.shape)
      );
    shape[axis] = inputs.reduce((size, x) => size + x.shape[axis], 0);
    return { shape, type };
  },
  emit: ({ attributes: { axis } }, inputs, graph) => graph.node('Concat', inputs, { axis }),
  gradient({ inputs, attributes: { axis } }, g) {
    let end = 0;
    return inputs.map((x) => {
      const start = end;
      end += x.shape[axis];
      return slice(g, [start], [end], [axis]);
    });
  }
});

/**
 * Returns the operands joined along `axis`; their other sizes must agree. Throws RangeError, naming
 * the shapes, if they do not.
 */
export function concat(xs: readonly Lazy[], axis: number): Lazy {
  if (xs.length === 0) throw new RangeError('nothing to concat');
  if (xs.length === 1) return xs[0];
  const at = axisOf('concat', axis, xs[0].shape);
  const flat = xs.flatMap((x) => (isA(x, op) && x.attributes.axis === at ? x.inputs : [x]));
  return apply(op, flat, { axis: at });
}
