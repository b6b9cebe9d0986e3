import { axisOf, elements, mismatch, sameShape } from '../broadcast.ts';
import { checkKind } from '../elementwise.ts';
import type { EmissionGraph } from '../emission.ts';
import { apply, defineOp, type Lazy } from '../lazy.ts';
import { elementType } from '../onnx-model.ts';
import { gather } from './gather.ts';

interface Attributes {
  readonly axis: number;
  readonly size: number;
}

const op = defineOp<Attributes>({
  id: 'scatterAdd',
  about: 'Entries summed into the places that indices name: the reverse of gather.',
  infer([x, indices], { axis, size }) {
    checkKind('scatterAdd', x.type, ['float', 'double']);
    checkKind('scatterAdd indices', indices.type, ['int']);
    const rank = indices.shape.length;
    if (!sameShape(x.shape.slice(axis, axis + rank), indices.shape))
      throw mismatch('scatterAdd', [x.shape, indices.shape]);
    return { shape: x.shape.toSpliced(axis, rank, size), type: x.type };
  },
  emit(node, [x, indices], graph) {
    const { axis, size } = node.attributes;
    const { shape } = node.inputs[0];
    const rank = node.inputs[1].shape.length;
    const count = elements(node.inputs[1].shape);
    const rows = graph.node('Reshape', [x, graph.integers(shape.toSpliced(axis, rank, count))]);
    const width = elements(shape.slice(axis + rank));
    if (size > 256 || width < 16) return byScatter(node, rows, indices, count, graph);
    const last = [...node.shape.slice(0, axis), count, width];
    const matrix = graph.node('Reshape', [rows, graph.integers(last)]);
    const product = graph.node('MatMul', [oneHot(node, indices, count, graph), matrix]);
    return graph.node('Reshape', [product, graph.integers(node.shape)]);
  },
  gradient: ({ inputs: [, indices], attributes: { axis } }, g) => [gather(g, indices, axis), null]
});

/**
 * Returns zeros of `size` along `axis` into which the entries of `x` are added at `indices` (kind
 * 'int'), whose shape is that of the axes of `x` starting at `axis`: the gradient of `gather`.
 * Emitted as a product with a one-hot matrix where the table is small: ScatterElements runs on one
 * thread (3 times slower for 113 places of 128), and ScatterND adds wrongly when ONNX Runtime runs
 * it on several.
 */
export function scatterAdd(x: Lazy, indices: Lazy, axis: number, size: number): Lazy {
  const at = axisOf('scatterAdd', axis, x.shape);
  return apply(op, [x, indices], { axis: at, size });
}

/**
 * [size, count] ones where place and index meet; ONNX Runtime computes it once where the indices
 * are constant.
 */
function oneHot(
  node: Lazy<Attributes>,
  indices: string,
  count: number,
  graph: EmissionGraph
): string {
  const { size } = node.attributes;
  const places = graph.initializer(
    Float64Array.from({ length: size }, (_, i) => i),
    [size, 1],
    'int'
  );
  const row = graph.node('Reshape', [indices, graph.integers([1, count])]);
  const to = elementType[graph.dtype(node.type)];
  return graph.node('Cast', [graph.node('Equal', [places, row])], { to });
}

function byScatter(
  { shape, type, attributes: { axis } }: Lazy<Attributes>,
  rows: string,
  indices: string,
  count: number,
  graph: EmissionGraph
): string {
  const column = shape.map((_, i) => (i === axis ? count : 1));
  const places = graph.node('Expand', [
    graph.node('Reshape', [indices, graph.integers(column)]),
    graph.integers(shape.with(axis, count))
  ]);
  const zeros = graph.initializer(new Float64Array(elements(shape)), shape, type);
  return graph.node('ScatterElements', [zeros, places, rows], { axis, reduction: 'add' });
}
