import { broadcastShape } from '../broadcast.ts';
import {
  checkKind,
  liftPair,
  type None,
  type Operand,
  sameKind,
  unbroadcast
} from '../elementwise.ts';
import { apply, defineOp, type Lazy } from '../lazy.ts';
import { sumTo } from './reduce.ts';

const op = defineOp<None>({
  id: 'where',
  about: 'Elements of a where a condition holds, of b elsewhere.',
  infer([condition, a, b]) {
    checkKind('where', condition.type, ['bool']);
    const type = sameKind('where', [a, b]);
    return { shape: broadcastShape('where', condition.shape, a.shape, b.shape), type };
  },
  emit: (_, inputs, graph) => graph.node('Where', inputs),
  gradient({ inputs }, g) {
    const [condition, a, b] = inputs as [Lazy, Lazy, Lazy];
    return [null, sumTo(where(condition, g, 0), a.shape), sumTo(where(condition, 0, g), b.shape)];
  }
});

/**
 * Returns the elements of `a` where `condition` (kind 'bool') is true and of `b` elsewhere, with
 * broadcasting.
 */
export function where(condition: Lazy, a: Operand, b: Operand): Lazy {
  return apply(op, unbroadcast([condition, ...liftPair(a, b)]), {});
}
