import { apply, defineOp, type Kind, type Lazy } from '../lazy.ts';
import { elementType } from '../onnx-model.ts';

interface Attributes {
  readonly type: Kind;
}

const isReal = (kind: Kind) => kind === 'float' || kind === 'double';

const op = defineOp<Attributes>({
  id: 'cast',
  about: 'The same numbers as another kind; to integers, rounded towards zero.',
  infer: ([x], { type }) => ({ shape: x.shape, type }),
  emit({ inputs: [x], type }, [name], graph) {
    const to = graph.dtype(type);
    return graph.dtype(x.type) === to ? name : graph.node('Cast', [name], { to: elementType[to] });
  },
  gradient: ({ inputs: [x], type }, g) => [isReal(x.type) && isReal(type) ? cast(g, x.type) : null]
});

/**
 * Returns the same numbers as another kind: whole numbers round towards zero, truth values become 0
 * and 1.
 */
export function cast(x: Lazy, type: Kind): Lazy {
  return x.type === type ? x : apply(op, [x], { type });
}
