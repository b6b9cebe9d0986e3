import { checkKind, type None } from '../elementwise.ts';
import type { Lazy } from '../lazy.ts';
import { apply, defineOp } from '../lazy.ts';
import { mul } from './binary.ts';

const op = defineOp<None>({
  id: 'square',
  about: 'x times itself.',
  infer([x]) {
    checkKind('square', x.type, ['float', 'double', 'int']);
    return { shape: x.shape, type: x.type };
  },
  emit: (_, [x], graph) => graph.node('Mul', [x, x]),
  gradient: (node, g) => [mul(g, mul(node.inputs[0], 2))]
});

/** Returns x², element by element. */
export function square(x: Lazy): Lazy {
  return apply(op, [x], {});
}
