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

/**
 * Returns of which epoch and neuron a figure's data is: an option of its own counts before the
 * shared cursors.
 */
export function dataPlace(
  cursors: { readonly epoch: number; readonly neuron?: number },
  { epoch, neuron }: { readonly epoch?: unknown; readonly neuron?: unknown }
): { readonly epoch: number; readonly neuron: number | undefined } {
  return {
    epoch: typeof epoch === 'number' ? epoch : cursors.epoch,
    neuron: typeof neuron === 'number' ? neuron : cursors.neuron
  };
}
