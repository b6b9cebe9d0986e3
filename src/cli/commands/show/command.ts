import { command } from '../../arguments/command.ts';
import { figureArguments, figureOptions } from '../../arguments/figure-options.ts';
import { flag, number } from '../../arguments/options.ts';
import { probeConflict } from '../../arguments/probe-options.ts';

/** `grokscope show`: a figure as text. */
export default command({
  command: 'show <variant> <figure>',
  about: 'Print a figure as text, for pipes and plain terminals',
  examples: [
    [
      'show results/…/modulo_addition_1layer_p113_seed999_dseed598 loss_curves',
      'the losses as an ASCII chart'
    ]
  ],
  positionals: { ...figureArguments },
  options: {
    ...figureOptions,
    width: number('columns (default: the terminal, else 100)'),
    height: number('rows (default 20)'),
    ascii: flag('ASCII characters only')
  },
  conflicts: [probeConflict],
  async run(request) {
    const { showFigure } = await import('./run.ts');
    await showFigure(request);
    return 0;
  }
});
