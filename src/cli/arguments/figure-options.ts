import type { Argv } from 'yargs';
import { type ProbeArguments, probeOptions } from './probe-options.ts';

/** What every command that draws one figure of one variant is asked. */
export interface FigureArguments extends ProbeArguments {
  variant: string;
  figure: string;
  epoch?: string;
  neuron?: number;
  set?: string[];
}

/** Adds the variant, the figure and what it depends on to a command line. */
export function figureOptions<A>(argv: Argv<A>): Argv<A & FigureArguments> {
  return probeOptions(argv)
    .positional('variant', {
      type: 'string',
      demandOption: true,
      describe: 'folder name or path of a variant, words that only it fits (p59, "p59 s1"), or last'
    })
    .positional('figure', {
      type: 'string',
      demandOption: true,
      describe: 'figure id (see list figures)'
    })
    .option('epoch', {
      type: 'string',
      requiresArg: true,
      describe: 'epoch (default: the last stored one)'
    })
    .option('neuron', { type: 'number', requiresArg: true, describe: 'neuron (default 0)' })
    .option('set', {
      type: 'array',
      string: true,
      requiresArg: true,
      describe: 'option of the figure, key=value, repeatable'
    }) as unknown as Argv<A & FigureArguments>;
}
