import { axisOf, elements, sameShape } from '../broadcast.ts';
import { checkKind } from '../elementwise.ts';
import { apply, defineOp, type Kind, type Lazy } from '../lazy.ts';
import { div, mul } from './binary.ts';
import { broadcastTo } from './broadcast-to.ts';
import { cast } from './cast.ts';
import { equal } from './compare.ts';
import { reshape } from './reshape.ts';

/** The axes that are removed, ascending, and whether they stay with size 1. */
interface Reduced {
  readonly axes: readonly number[];
  readonly keepdims: boolean;
}

/**
 * The gradient by the operand, given `g` by the result `y`, the removed axes put back as size 1 in
 * both.
 */
type Slope = (g: Lazy, x: Lazy, y: Lazy, axes: readonly number[]) => Lazy;

const reals: readonly Kind[] = ['float', 'double'];

/**
 * Reduces `axes` (all by default; negative ones count from the end). Axes of size 1 only lose their
 * place.
 */
function reduce(id: string, about: string, onnx: string, slope: Slope, takes = reals) {
  const op = defineOp<Reduced>({
    id,
    about,
    infer([x], { axes, keepdims }) {
      checkKind(id, x.type, takes);
      const shape = x.shape.flatMap((size, axis) =>
        axes.includes(axis) ? (keepdims ? [1] : []) : [size]
      );
      return { shape, type: x.type };
    },
    emit: ({ attributes: { axes, keepdims } }, [x], graph) =>
      graph.node(onnx, [x, graph.integers(axes)], { keepdims: Number(keepdims) }),
    gradient(y, g) {
      const [x] = y.inputs;
      const { axes } = y.attributes;
      const whole = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
      return [slope(reshape(g, whole), x, reshape(y, whole), axes)];
    }
  });
  return (
    x: Lazy,
    axes: readonly number[] | number = x.shape.map((_, axis) => axis),
    keepdims = false
  ): Lazy => {
    const listed = typeof axes === 'number' ? [axes] : axes;
    const all = [...new Set(listed.map((axis) => axisOf(id, axis, x.shape)))];
    const attributes = { axes: all.sort((a, b) => a - b), keepdims };
    if (all.some((axis) => x.shape[axis] !== 1)) return apply(op, [x], attributes);
    return reshape(x, op.infer([x], attributes).shape);
  };
}

const toEqualOnes: Slope = (g, x, y, axes) => {
  const hit = cast(equal(x, y), x.type);
  return mul(hit, div(g, sum(hit, axes, true)));
};

/** Returns the sum over `axes` (all by default), which are removed, or kept with size 1. */
export const sum = reduce('sum', 'Sum over axes.', 'ReduceSum', (g, x) => broadcastTo(g, x.shape), [
  ...reals,
  'int'
]);

/**
 * Returns the arithmetic mean over `axes` (all by default), which are removed, or kept with size 1.
 */
export const mean = reduce('mean', 'Arithmetic mean over axes.', 'ReduceMean', (g, x, y) =>
  broadcastTo(div(g, elements(x.shape) / elements(y.shape)), x.shape)
);

/**
 * Returns the largest element over `axes` (all by default), which are removed, or kept with size 1.
 */
export const max = reduce(
  'max',
  'Largest element over axes; the gradient is shared evenly by equal elements.',
  'ReduceMax',
  toEqualOnes
);

/**
 * Returns the smallest element over `axes` (all by default), which are removed, or kept with size
 * 1.
 */
export const min = reduce(
  'min',
  'Smallest element over axes; the gradient is shared evenly by equal elements.',
  'ReduceMin',
  toEqualOnes
);

/**
 * Returns `g` summed over the axes along which a value of `shape` was broadcast to the shape of
 * `g`.
 */
export function sumTo(g: Lazy, shape: readonly number[]): Lazy {
  if (sameShape(g.shape, shape)) return g;
  const lead = g.shape.length - shape.length;
  const axes = g.shape.flatMap((size, axis) =>
    axis < lead || (shape[axis - lead] === 1 && size !== 1) ? [axis] : []
  );
  return reshape(sum(g, axes), shape);
}

const indexOfLargest = defineOp<{ readonly axis: number }>({
  id: 'argmax',
  about: 'Index of the largest element along an axis; the first of equal ones.',
  infer([x], { axis }) {
    checkKind('argmax', x.type, [...reals, 'int']);
    return { shape: x.shape.toSpliced(axis, 1), type: 'int' };
  },
  emit: ({ attributes: { axis } }, [x], graph) =>
    graph.node('ArgMax', [x], { axis, keepdims: 0, select_last_index: 0 })
});

/**
 * Returns the index (kind 'int') of the largest element along `axis`, which is removed; the first
 * of equal ones.
 */
export function argmax(x: Lazy, axis = -1): Lazy {
  return apply(indexOfLargest, [x], { axis: axisOf('argmax', axis, x.shape) });
}
