import type { TextOption } from '../../option/option.ts';

/** The option that says which input to trace. */
export const inputOption = {
  type: 'text',
  default: null,
  about: 'Pair such as 4+29, or a set such as a<b; the first test pair if not given.'
} as const satisfies TextOption;

/** The option that says what to hold against it. */
export const againstOption = {
  type: 'text',
  default: null,
  about: 'Pair or set to compare with; one on the other side of the split if not given.'
} as const satisfies TextOption;
