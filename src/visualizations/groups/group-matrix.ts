import type { ChoiceOption } from '../../option/option.ts';

/** The option that chooses what the neurons of a group read (W_in) or write (W_out). */
export const matrixOption = {
  type: 'choice',
  choices: ['W_in', 'W_out'],
  default: 'W_in',
  about: 'Weights to look at: what the neurons read (W_in) or write (W_out).'
} as const satisfies ChoiceOption;

/** Returns the prefix of that matrix in the keys of freq_group_weight_geometry. */
export function sideOf(matrix: 'W_in' | 'W_out'): 'Win' | 'Wout' {
  return matrix === 'W_in' ? 'Win' : 'Wout';
}
