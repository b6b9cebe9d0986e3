import { command } from '../../arguments/command.ts';
import { choice, choiceOr, flag, list, number, several, text } from '../../arguments/options.ts';
import { probeConflict, probeOptions } from '../../arguments/probe-options.ts';

/** `grokscope compare`: several variants in one figure. */
export default command({
  command: 'compare <variants..>',
  about: 'Lay the lines of a figure of several variants over each other',
  examples: [
    [
      'compare all --figure coarseness_trajectory --align turn',
      'mean coarseness around each grokking onset, as text'
    ],
    [
      'compare all --figure loss_curves --line test --seeds median',
      'the median over seeds with its range, a line for runs that differ in nothing else'
    ],
    [
      'compare A B --figure loss_curves --line test --format svg --out losses.svg',
      'the test losses of two variants, for a paper'
    ]
  ],
  positionals: {
    variants: {
      ...several(
        'folder names or paths of variants, words that only one fits (p59, "p59 s1"), last, or all'
      ),
      demandOption: true
    } as const
  },
  options: {
    ...probeOptions,
    figure: {
      ...text('figure id of kind run (see list figures)'),
      demandOption: true
    } as const,
    align: choiceOr(
      'epoch',
      ['epoch', 'turn', 'fraction'],
      'count from epoch 0, from the grokking onset, or as a share of the training'
    ),
    seeds: choiceOr(
      'each',
      ['each', 'median'],
      'a line for each variant, or the median and the range (min–max) of those that differ in their seeds alone'
    ),
    against: text('variant whose lines are taken from those of the others (a difference)'),
    line: list('line of the figure to keep, repeatable (default: all)'),
    format: choice(
      ['text', 'png', 'svg', 'pdf', 'html', 'json'],
      'file format (default: from --out, else text)'
    ),
    out: text(
      'file or folder to write to, - for stdout (default: results/exports/…; text is printed)'
    ),
    force: flag('replace the file of --out'),
    width: number('width in pixels (default 1200), or columns of text'),
    height: number('height in pixels (default 800), or rows of text'),
    scale: number('pixels per unit (default 2)'),
    set: list('option of the figure, key=value'),
    ascii: flag('ASCII characters only')
  },
  conflicts: [probeConflict],
  async run(request) {
    const { compare } = await import('./run.ts');
    await compare(request);
    return 0;
  }
});
