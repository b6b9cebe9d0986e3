import { axisOf } from './broadcast.ts';
import { checkKind } from './elementwise.ts';
import { apply, type Kind, type Lazy, type Op, type OpTable } from './lazy.ts';
import { reshape } from './ops/reshape.ts';

/** The axes a reduction removes, ascending, and whether they stay with size 1. */
export interface Reduced {
  readonly axes: readonly number[];
  readonly keepdims: boolean;
}

interface Declared {
  readonly id: string;
  readonly about: string;
  /** The ONNX operator that computes it. */
  readonly onnx: string;
  readonly takes?: readonly Kind[];
  readonly gradient: (node: Lazy<Reduced>, g: Lazy, ops: OpTable) => readonly (Lazy | null)[];
}

/** Declares an op that reduces some axes with one ONNX operator. */
export function reduction(declared: Declared): Op<Reduced> {
  const { id, about, onnx, takes = ['float', 'double'], gradient } = declared;
  return {
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
    gradient
  };
}

/** Applies a reduction over `axes` (all by default; negative ones count from the end). Axes of size 1 only lose their place. */
export function applyReduction(
  op: Op<Reduced>,
  x: Lazy,
  axes: readonly number[] | number = x.shape.map((_, axis) => axis),
  keepdims = false
): Lazy {
  const asked = typeof axes === 'number' ? [axes] : axes;
  const all = [...new Set(asked.map((axis) => axisOf(op.id, axis, x.shape)))];
  const sorted = all.sort((a, b) => a - b);
  if (sorted.some((axis) => x.shape[axis] !== 1)) return apply(op, [x], { axes: sorted, keepdims });
  return reshape(x, op.infer([x], { axes: sorted, keepdims }).shape);
}

/** Returns a value of the reduced shape with the removed axes put back as size 1, so that it broadcasts against the operand. */
export function unreduced(value: Lazy, node: Lazy<Reduced>): Lazy {
  const { axes } = node.attributes;
  return reshape(
    value,
    node.inputs[0].shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
  );
}
