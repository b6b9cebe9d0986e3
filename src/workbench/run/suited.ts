import { usageError } from '../../error/user-error.ts';
import type { Variant } from '../../loader/index.ts';
import { layoutOf, type Structure } from '../../task/index.ts';

const lacks: Readonly<Record<Structure, string>> = {
  pairs: 'its inputs are not pairs of numbers',
  binary: 'its inputs are not strings of 0 and 1',
  cyclic: 'Fourier measures need a and b to turn a circle of an odd number of places',
  sum: 'they are about the sum of a and b modulo an odd number',
  text: 'it is about the prompts of a language model',
  log: 'it is about what another program logged'
};

/**
 * Returns why the numbers of an analyzer or a source mean nothing for a variant; null where they
 * mean something.
 */
export function lackOf(
  { structure }: { readonly structure?: Structure },
  variant: Variant
): string | null {
  const has = layoutOf(variant).structure;
  if (has.includes('log') && structure !== 'log')
    return 'what another program logged has no checkpoints';
  if (has.includes('text') && structure !== 'text') return 'it is about the grid of a task';
  return structure === undefined || has.includes(structure) ? null : lacks[structure];
}

/** Throws a usage UserError on a variant without a grid; `what` is what needs one. */
export function demandGrid({ name, language, log }: Variant, what: string): void {
  if (log !== undefined)
    throw usageError(`no ${what} of logged numbers: ${name}`, 'there are no checkpoints to ask');
  if (language)
    throw usageError(
      `no ${what} of a language model: ${name}`,
      'it is asked prompts, not pairs: see its figures, or :probe ID in the explorer'
    );
}
