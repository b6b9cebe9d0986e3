import { elements, mismatch, sameShape } from '../broadcast.ts';
import { apply, defineOp, isA, type Lazy } from '../lazy.ts';
import { constant, constantValues } from './constant.ts';

interface Attributes {
  readonly shape: readonly number[];
}

const op = defineOp<Attributes>({
  id: 'reshape',
  about: 'The same elements in the same order under another shape.',
  infer([x], { shape }) {
    if (elements(x.shape) !== elements(shape)) throw mismatch('reshape', [x.shape, shape]);
    return { shape, type: x.type };
  },
  emit: ({ shape }, [x], graph) => graph.node('Reshape', [x, graph.integers(shape)]),
  gradient: ({ inputs: [x] }, g) => [reshape(g, x.shape)]
});

/**
 * Returns the elements of `x` under another shape; one size may be -1, to be worked out. Throws
 * RangeError if the sizes do not fit.
 */
export function reshape(x: Lazy, shape: readonly number[]): Lazy {
  const known = shape.reduce((size, n) => (n === -1 ? size : size * n), 1);
  const full = shape.map((n) => (n === -1 ? elements(x.shape) / known : n));
  if (elements(full) !== elements(x.shape)) throw mismatch('reshape', [x.shape, shape]);
  const values = constantValues(x);
  if (values !== undefined) return constant(values, full, x.type);
  const source = isA(x, op) ? x.inputs[0] : x;
  return sameShape(source.shape, full) ? source : apply(op, [source], { shape: full });
}
