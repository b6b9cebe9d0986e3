import { apply, defineOp, type Lazy } from '../lazy.ts';

const op = defineOp<Readonly<Record<string, never>>>({
  id: 'stopGradient',
  about: 'The operand itself, which gradients take for a constant.',
  infer: ([x]) => ({ shape: x.shape, type: x.type }),
  emit: (_, [x]) => x,
  gradient: () => [null]
});

/**
 * Returns `x`, taken for a constant by `gradients`: for shifts that cancel, such as the maximum in
 * a softmax.
 */
export function stopGradient(x: Lazy): Lazy {
  return apply(op, [x], {});
}
