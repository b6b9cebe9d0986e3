import { usageError } from '../../../error/user-error.ts';
import { command } from '../../arguments/command.ts';
import { flag, list, numberOr, several, text } from '../../arguments/options.ts';
import { probeConflict, probeOptions } from '../../arguments/probe-options.ts';

/** `grokscope table`: one row of numbers per variant. */
export default command({
  command: 'table [variants..]',
  about: 'Print when and how each variant grokked: one row of numbers per variant',
  examples: [
    ['table --sort grokking_epoch', 'all variants, earliest onset first, those without one last'],
    ['table --sort turn --column "key k"', 'columns by the headers that it prints'],
    ['table all --csv > variants.csv', 'every column, for a spreadsheet or pandas']
  ],
  positionals: {
    variants: several(
      'folder names or paths of variants, words that only one fits (p59, "p59 s1"), last (default: all)'
    )
  },
  options: {
    ...probeOptions,
    sort: text(
      'column to order by, as --json or the header names it; rows without a value come last'
    ),
    desc: flag('largest first'),
    column: list('column to print, repeatable (default: all that fit a text)'),
    k: numberOr(10, 'specialized neurons from which a frequency range counts as taken up'),
    csv: flag('print CSV')
  },
  conflicts: [probeConflict],
  async run(request) {
    if (request.csv && request.json)
      throw usageError('both --csv and --json given', 'choose one of them');
    const { printTable } = await import('./run.ts');
    await printTable(request);
    return 0;
  }
});
