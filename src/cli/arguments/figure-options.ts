import { flag, list, number, required, text } from './options.ts';
import { probeOptions } from './probe-options.ts';

/** The variant and the figure of a command that draws one. */
export const figureArguments = {
  variant: required(
    'folder name or path of a variant, words that only it fits (p59, "p59 s1"), or last'
  ),
  figure: required('figure id (see list figures)')
};

/** What a figure depends on. */
export const figureOptions = {
  ...probeOptions,
  epoch: text('epoch (default: the last stored one)'),
  neuron: number('neuron (default 0)'),
  set: list('option of the figure, key=value, repeatable'),
  locked: flag('colours and axes span all stored epochs, not those of this one alone')
};
