import type { ChoiceOption } from '../../option/option.ts';

/** The option that chooses two principal components: `1-2` is PC1 across and PC2 up. */
export const planeOption = {
  type: 'choice',
  choices: ['1-2', '1-3', '2-3'],
  default: '1-2',
  about: 'Principal components.'
} as const satisfies ChoiceOption;

/** Returns the two components of a plane, counted from 0. */
export function componentsOf(plane: '1-2' | '1-3' | '2-3'): readonly [number, number] {
  const [one, other] = plane.split('-').map(Number) as [number, number];
  return [one - 1, other - 1];
}
