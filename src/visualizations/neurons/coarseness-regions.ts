import { usageError } from '../../error/user-error.ts';
import type { NumberOption } from '../../option/option.ts';

/** The three kinds of neurons by coarseness, from low to high, with their colours. */
export const regions = [
  { name: 'Plaid', color: 'rgb(31,119,180)' },
  { name: 'Transitional', color: 'rgb(148,103,189)' },
  { name: 'Blob', color: 'rgb(214,39,40)' }
] as const;

const share = { type: 'number', min: 0, max: 1 } as const;

/** The option for the coarseness from which a neuron is a blob. */
export const blobThresholdOption = {
  ...share,
  default: 0.7,
  about: 'Coarseness from which a neuron is a blob: few, wide patches over the pairs.'
} as const satisfies NumberOption;

/** The option for the coarseness below which a neuron is plaid. */
export const plaidThresholdOption = {
  ...share,
  default: 0.5,
  about: 'Coarseness below which a neuron is a plaid: a fine weave over the pairs.'
} as const satisfies NumberOption;

/** Thresholds in the precision of the data. */
export interface RegionBounds {
  readonly plaid: number;
  readonly blob: number;
}

/**
 * Returns the index in `regions` of a coarseness: plaid below, blob from its threshold on; -1 for
 * NaN.
 */
export function regionOf(coarseness: number, bounds: RegionBounds): number {
  if (Number.isNaN(coarseness)) return -1;
  if (coarseness >= bounds.blob) return 2;
  return coarseness < bounds.plaid ? 0 : 1;
}

/** Throws a usage UserError unless the plaid threshold is at most the blob threshold. */
export function checkThresholds(plaidThreshold: number, blobThreshold: number): void {
  if (plaidThreshold > blobThreshold)
    throw usageError(
      `invalid plaid_threshold: ${plaidThreshold}`,
      `expected at most the blob_threshold, ${blobThreshold}`
    );
}
