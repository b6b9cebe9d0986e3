import { cached } from '../../array/cached.ts';
import type { Variant } from '../../loader/index.ts';
import type { ContextKey } from '../../option/option.ts';
import { layoutOf, taskOf } from '../../task/index.ts';
import { knownSizes } from './conform.ts';

/** Returns what options of figures are filled in with from a variant unless they are given. */
export function contextOf(variant: Variant): Readonly<Partial<Record<ContextKey, unknown>>> {
  return cached(variant, 'context', () => ({
    ...knownSizes(variant),
    answers: layoutOf(variant).answers,
    task: taskOf(variant.config).id,
    variant: variant.name
  }));
}
