import { command } from '../command.ts';

/** `grokscope show`: a figure as text. */
export default command<{
  variant: string;
  figure: string;
  epoch?: string;
  neuron?: number;
  set?: string[];
  width?: number;
  height?: number;
  ascii: boolean;
}>({
  command: 'show <variant> <figure>',
  about: 'Print a figure as text, for pipes and plain terminals',
  examples: [
    [
      'show results/…/modulo_addition_1layer_p113_seed999_dseed598 loss_curves',
      'the losses as an ASCII chart'
    ]
  ],
  options: (argv) =>
    argv
      .positional('variant', {
        type: 'string',
        demandOption: true,
        describe: 'variant folder name or path'
      })
      .positional('figure', {
        type: 'string',
        demandOption: true,
        describe: 'figure id (see list figures)'
      })
      .option('epoch', {
        type: 'string',
        requiresArg: true,
        describe: 'epoch to show (default: the last stored one)'
      })
      .option('neuron', {
        type: 'number',
        requiresArg: true,
        describe: 'neuron to show (default 0)'
      })
      .option('set', {
        type: 'array',
        string: true,
        requiresArg: true,
        describe: 'option of the figure, key=value'
      })
      .option('width', {
        type: 'number',
        requiresArg: true,
        describe: 'columns (default: the terminal, else 100)'
      })
      .option('height', { type: 'number', requiresArg: true, describe: 'rows (default 20)' })
      .option('ascii', { type: 'boolean', default: false, describe: 'ASCII characters only' }),
  async run({ variant, figure, epoch, neuron, set, width, height, ascii, results, json }) {
    const { showFigure } = await import('../show-figure.ts');
    await showFigure({ variant, figure, epoch, neuron, set, width, height, ascii, results, json });
    return 0;
  }
});
