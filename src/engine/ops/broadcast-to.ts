import { broadcastShape, mismatch, sameShape } from '../broadcast.ts';
import { apply, defineOp, isA, type Lazy } from '../lazy.ts';
import { sumTo } from './reduce.ts';

interface Attributes {
  readonly shape: readonly number[];
}

const op = defineOp<Attributes>({
  id: 'broadcastTo',
  about: 'Elements repeated along axes of size 1 and new leading axes.',
  infer([x], { shape }) {
    if (!sameShape(broadcastShape('broadcastTo', x.shape, shape), shape))
      throw mismatch('broadcastTo', [x.shape, shape]);
    return { shape, type: x.type };
  },
  emit: ({ shape }, [x], graph) => graph.node('Expand', [x, graph.integers(shape)]),
  gradient: ({ inputs: [x] }, g) => [sumTo(g, x.shape)]
});
export default op;

/** Returns `x` repeated to fill `shape` by numpy's rule. Throws RangeError if it does not fit. */
export function broadcastTo(x: Lazy, shape: readonly number[]): Lazy {
  if (sameShape(x.shape, shape)) return x;
  return apply(op, [isA(x, op) ? x.inputs[0] : x], { shape: [...shape] });
}
