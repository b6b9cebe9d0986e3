import type { NamedArrays } from '../../array/tensor.ts';
import { okabeIto } from '../../figure/colors.ts';

/** Colours of the groups of weights that trajectories follow. */
export const groupColors = {
  all: okabeIto.black,
  embedding: okabeIto.blue,
  attention: okabeIto.vermillion,
  mlp: okabeIto.green
} as const;

/**
 * Returns the groups that a file has arrays of, with their colours; a single part is all of the
 * weights, and is not drawn over them.
 */
export function groupsIn(data: NamedArrays): readonly (readonly [string, string])[] {
  const groups = Object.entries(groupColors);
  const present = groups.filter(([group]) => data[`${group}__velocity`] !== undefined);
  if (present.length === 0) return groups; // the first that is missed is named
  return present.length === 2 ? present.slice(0, 1) : present;
}

/** The option that chooses a group of weights. */
export const groupOption = {
  type: 'choice',
  choices: ['all', 'embedding', 'attention', 'mlp'],
  default: 'all',
  about: 'Weights to follow: all, embedding (W_E, W_pos, W_U, embed_a, embed_b), attention or mlp.'
} as const;
