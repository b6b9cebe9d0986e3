import { command } from '../../arguments/command.ts';
import { type FigureArguments, figureOptions } from '../../arguments/figure-options.ts';

/** `grokscope show`: a figure as text. */
export default command<
  FigureArguments & {
    width?: number;
    height?: number;
    ascii: boolean;
  }
>({
  command: 'show <variant> <figure>',
  about: 'Print a figure as text, for pipes and plain terminals',
  examples: [
    [
      'show results/…/modulo_addition_1layer_p113_seed999_dseed598 loss_curves',
      'the losses as an ASCII chart'
    ]
  ],
  options: (argv) =>
    figureOptions(argv)
      .option('width', {
        type: 'number',
        requiresArg: true,
        describe: 'columns (default: the terminal, else 100)'
      })
      .option('height', { type: 'number', requiresArg: true, describe: 'rows (default 20)' })
      .option('ascii', { type: 'boolean', default: false, describe: 'ASCII characters only' }),
  async run(asked) {
    const { showFigure } = await import('./run.ts');
    await showFigure(asked);
    return 0;
  }
});
