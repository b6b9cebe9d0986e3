import { axisOf } from '../broadcast.ts';
import { apply, defineOp, type Lazy } from '../lazy.ts';
import { pad } from './pad.ts';

/** First (included) and last (excluded) index per axis of the operand. */
interface Attributes {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const op = defineOp<Attributes>({
  id: 'slice',
  about: 'A rectangular part.',
  infer([x], { starts, ends }) {
    const shape = starts.map((start, axis) => ends[axis] - start);
    const fits = starts.every((start, axis) => start >= 0 && ends[axis] <= x.shape[axis]);
    if (!fits || shape.some((size) => size < 0))
      throw new RangeError(`invalid range: slice of [${x.shape}] from [${starts}] to [${ends}]`);
    return { shape, type: x.type };
  },
  emit({ inputs: [x], attributes: { starts, ends } }, [name], graph) {
    const axes = x.shape.flatMap((size, axis) =>
      starts[axis] === 0 && ends[axis] === size ? [] : [axis]
    );
    const pick = (values: readonly number[]) => graph.integers(axes.map((axis) => values[axis]));
    return graph.node('Slice', [name, pick(starts), pick(ends), graph.integers(axes)]);
  },
  gradient: ({ inputs: [x], attributes: { starts, ends } }, g) => [
    pad(
      g,
      starts,
      x.shape.map((size, axis) => size - ends[axis])
    )
  ]
});

/**
 * Returns the part of `x` from `starts` (included) to `ends` (excluded) along `axes` (the first
 * ones by default); negative indices count from the end. Throws RangeError if the range does not
 * lie within `x`.
 */
export function slice(
  x: Lazy,
  starts: readonly number[],
  ends: readonly number[],
  axes: readonly number[] = starts.map((_, axis) => axis)
): Lazy {
  const from = x.shape.map(() => 0);
  const to = [...x.shape];
  axes.forEach((requested, i) => {
    const axis = axisOf('slice', requested, x.shape);
    const size = x.shape[axis];
    from[axis] = starts[i] < 0 ? starts[i] + size : starts[i];
    to[axis] = ends[i] < 0 ? ends[i] + size : ends[i];
  });
  const whole = x.shape.every((size, axis) => from[axis] === 0 && to[axis] === size);
  return whole ? x : apply(op, [x], { starts: from, ends: to });
}
