import { usageError } from '../../../error/user-error.ts';
import { command } from '../../arguments/command.ts';
import { type ProbeArguments, probeOptions } from '../../arguments/probe-options.ts';

/** `grokscope table`: one row of numbers per variant. */
export default command<
  ProbeArguments & {
    variants?: string[];
    sort?: string;
    desc: boolean;
    column?: string[];
    k: number;
    csv: boolean;
  }
>({
  command: 'table [variants..]',
  about: 'Print when and how each variant grokked: one row of numbers per variant',
  examples: [
    ['table --sort grokking_epoch', 'all variants, earliest onset first, those without one last'],
    ['table --sort turn --column "key k"', 'columns by the headers that it prints'],
    ['table all --csv > variants.csv', 'every column, for a spreadsheet or pandas']
  ],
  options: (argv) =>
    probeOptions(argv)
      .positional('variants', {
        type: 'string',
        array: true,
        describe:
          'folder names or paths of variants, words that only one fits (p59, "p59 s1"), last (default: all)'
      })
      .option('sort', {
        type: 'string',
        requiresArg: true,
        describe:
          'column to order by, as --json or the header names it; rows without a value come last'
      })
      .option('desc', { type: 'boolean', default: false, describe: 'largest first' })
      .option('column', {
        type: 'array',
        string: true,
        requiresArg: true,
        describe: 'column to print, repeatable (default: all that fit a text)'
      })
      .option('k', {
        type: 'number',
        default: 10,
        requiresArg: true,
        describe: 'specialized neurons from which a frequency range counts as taken up'
      })
      .option('csv', { type: 'boolean', default: false, describe: 'print CSV' }),
  async run(asked) {
    if (asked.csv && asked.json)
      throw usageError('both --csv and --json given', 'choose one of them');
    const { printTable } = await import('./run.ts');
    await printTable(asked);
    return 0;
  }
});
