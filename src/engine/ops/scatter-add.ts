import { axisOf, elements, mismatch, sameShape } from '../broadcast.ts';
import { checkKind } from '../elementwise.ts';
import { apply, type Lazy, type Op } from '../lazy.ts';
import { gather } from './gather.ts';

interface Attributes {
  readonly axis: number;
  readonly size: number;
}

const op: Op<Attributes> = {
  id: 'scatterAdd',
  about: 'Entries summed into the places that indices name: the reverse of gather.',
  infer([x, indices], { axis, size }) {
    checkKind('scatterAdd', x!.type, ['float', 'double']);
    checkKind('scatterAdd indices', indices!.type, ['int']);
    const rank = indices!.shape.length;
    if (!sameShape(x!.shape.slice(axis, axis + rank), indices!.shape))
      throw mismatch('scatterAdd', [x!.shape, indices!.shape]);
    return { shape: x!.shape.toSpliced(axis, rank, size), type: x!.type };
  },
  emit({ inputs: [x, indices], shape, type, attributes: { axis } }, [name, at], graph) {
    const rank = indices!.shape.length;
    const count = elements(indices!.shape);
    const flat = graph.node('Reshape', [
      name!,
      graph.integers(x!.shape.toSpliced(axis, rank, count))
    ]);
    const column = shape.map((_, i) => (i === axis ? count : 1));
    const places = graph.node('Expand', [
      graph.node('Reshape', [at!, graph.integers(column)]),
      graph.integers(shape.toSpliced(axis, 1, count))
    ]);
    const zeros = graph.initializer(new Float64Array(elements(shape)), shape, type);
    return graph.node('ScatterElements', [zeros, places, flat], { axis, reduction: 'add' });
  },
  gradient: ({ inputs: [, indices], attributes: { axis } }, g) => [gather(g, indices!, axis), null]
};
export default op;

/**
 * Returns zeros of `size` along `axis` into which the entries of `x` are added at `indices` (kind 'int'), whose
 * shape is that of the axes of `x` starting at `axis`: the gradient of `gather`.
 */
export function scatterAdd(x: Lazy, indices: Lazy, axis: number, size: number): Lazy {
  const at = axisOf('scatterAdd', axis, x.shape);
  return apply(op, [x, indices], { axis: at, size });
}
