import { command } from '../../arguments/command.ts';
import { type ProbeArguments, probeOptions } from '../../arguments/probe-options.ts';

/** `grokscope compare`: several variants in one figure. */
export default command<
  ProbeArguments & {
    variants: string[];
    figure: string;
    align: string;
    line?: string[];
    format?: string;
    out?: string;
    force: boolean;
    width?: number;
    height?: number;
    scale?: number;
    set?: string[];
    ascii: boolean;
  }
>({
  command: 'compare <variants..>',
  about: 'Lay the lines of a figure of several variants over each other',
  examples: [
    [
      'compare all --figure coarseness_trajectory --align turn',
      'mean coarseness around each grokking onset, as text'
    ],
    [
      'compare A B --figure loss_curves --line test --format svg --out losses.svg',
      'the test losses of two variants, for a paper'
    ]
  ],
  options: (argv) =>
    probeOptions(argv)
      .positional('variants', {
        type: 'string',
        array: true,
        demandOption: true,
        describe:
          'folder names or paths of variants, words that only one fits (p59, "p59 s1"), last, or all'
      })
      .option('figure', {
        type: 'string',
        demandOption: true,
        requiresArg: true,
        describe: 'figure id of kind run (see list figures)'
      })
      .option('align', {
        choices: ['epoch', 'turn', 'fraction'],
        default: 'epoch',
        requiresArg: true,
        describe: 'count from epoch 0, from the grokking onset, or as a share of the training'
      })
      .option('line', {
        type: 'array',
        string: true,
        requiresArg: true,
        describe: 'line of the figure to keep, repeatable (default: all)'
      })
      .option('format', {
        choices: ['text', 'png', 'svg', 'pdf', 'html', 'json'],
        requiresArg: true,
        describe: 'file format (default: from --out, else text)'
      })
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe:
          'file or folder to write to, - for stdout (default: results/exports/…; text is printed)'
      })
      .option('force', { type: 'boolean', default: false, describe: 'replace the file of --out' })
      .option('width', {
        type: 'number',
        requiresArg: true,
        describe: 'width in pixels (default 1200), or columns of text'
      })
      .option('height', {
        type: 'number',
        requiresArg: true,
        describe: 'height in pixels (default 800), or rows of text'
      })
      .option('scale', {
        type: 'number',
        requiresArg: true,
        describe: 'pixels per unit (default 2)'
      })
      .option('set', {
        type: 'array',
        string: true,
        requiresArg: true,
        describe: 'option of the figure, key=value'
      })
      .option('ascii', { type: 'boolean', default: false, describe: 'ASCII characters only' }),
  async run(asked) {
    const { compare } = await import('./run.ts');
    await compare(asked);
    return 0;
  }
});
