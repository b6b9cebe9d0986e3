import type { NumberOption, TextOption } from '../../option/option.ts';

/** The option that replaces the title. */
export const titleOption = {
  type: 'text',
  default: null,
  about: 'Replaces the title.'
} as const satisfies TextOption;

/** The option of epoch figures that says of which epoch the data is. */
export const epochOption = {
  type: 'number',
  default: null,
  integer: true,
  min: 0,
  context: 'epoch',
  about: 'Epoch of the data, shown in the title.'
} as const satisfies NumberOption;

/** The option of run figures that places the epoch cursor. */
export const currentEpochOption = {
  type: 'number',
  default: null,
  integer: true,
  min: 0,
  context: 'epoch',
  about: 'Epoch at which the cursor stands; no cursor without it.'
} as const satisfies NumberOption;

/** The option that names the prime of the variant. */
export const primeOption = {
  type: 'number',
  default: null,
  integer: true,
  min: 2,
  context: 'prime',
  about: 'Prime of the variant.'
} as const satisfies NumberOption;

/** The option that names the number of answers. */
export const answersOption = {
  type: 'number',
  default: null,
  integer: true,
  min: 2,
  context: 'answers',
  about: 'Number of answers of the variant: a uniform guess has a loss of its logarithm.'
} as const satisfies NumberOption;

/** The option that names the task of the variant. */
export const taskOption = {
  type: 'text',
  default: 'modular_addition',
  context: 'task',
  about: 'Task of the variant: what the answer to a pair is.'
} as const satisfies TextOption;

/** The option that names the model seed, for titles. */
export const seedOption = {
  type: 'number',
  default: null,
  integer: true,
  min: 0,
  about: 'Model seed of the variant, shown in the title.'
} as const satisfies NumberOption;

/** The option that says which neuron a figure shows. */
export const shownNeuronOption = {
  type: 'number',
  default: 0,
  min: 0,
  integer: true,
  context: 'neuron',
  about: 'Neuron to show, counted from 0.'
} as const satisfies NumberOption;

/** The option that says which probe a figure shows: the explorer's cursor among probes. */
export const shownProbeOption = {
  type: 'number',
  default: 0,
  min: 0,
  integer: true,
  context: 'neuron',
  about: 'Probe to show, counted from 0 in the order of the probe file.'
} as const satisfies NumberOption;

/** The option that marks one probe. */
export const probeOption = {
  type: 'number',
  default: null,
  integer: true,
  min: 0,
  context: 'neuron',
  about: 'Probe to mark, counted from 0; no mark without it.'
} as const satisfies NumberOption;

/** The option that marks one neuron. */
export const neuronOption = {
  type: 'number',
  default: null,
  integer: true,
  min: 0,
  context: 'neuron',
  about: 'Neuron to mark; no mark without it.'
} as const satisfies NumberOption;

/**
 * Returns the given title, else the name with the epoch and a note in brackets where there are any.
 */
export function headline(
  title: string | null,
  name: string,
  epoch: number | null = null,
  note = '',
  time: 'epoch' | 'step' = 'epoch'
): string {
  if (title !== null) return title;
  const at = epoch === null ? '' : ` · ${time === 'step' ? 'Step' : 'Epoch'} ${epoch}`;
  return `${name}${at}${note === '' ? '' : ` (${note})`}`;
}

/** Returns `p=113, seed=999` of what is known, or ''. */
export function variantNote(prime: number | null, seed: number | null): string {
  const parts = [prime === null ? '' : `p=${prime}`, seed === null ? '' : `seed=${seed}`];
  return parts.filter((part) => part !== '').join(', ');
}
