import { usageError } from '../../../error/user-error.ts';
import { command } from '../../arguments/command.ts';
import { choice, number, optional } from '../../arguments/options.ts';

const kinds = [
  'families',
  'variants',
  'analyzers',
  'figures',
  'gaps',
  'neurons',
  'probes'
] as const;

/** `grokscope list`: what there is, as a table or JSON. */
export default command({
  command: 'list <what> [variant]',
  about:
    'List families, variants, analyzers, figures, gaps in the analysis, neurons, or probe sets',
  examples: [
    ['list gaps', 'what `analyze` would add, for every variant'],
    ['list neurons VARIANT --sort switches --top 10', 'the neurons that thrash most']
  ],
  positionals: {
    what: { choices: kinds, demandOption: true, describe: 'what to list' } as const,
    variant: optional('the variant (gaps, neurons, probes)')
  },
  options: {
    sort: choice(
      ['switches', 'commitment', 'coarseness', 'frequency', 'index'],
      'order of the neurons (default: most switches first)'
    ),
    top: number('number of neurons (default 20)')
  },
  async run({ what, variant, sort, top, results, json }) {
    if (what !== 'neurons' && (sort ?? top) !== undefined)
      throw usageError(`no such option of list ${what}: ${sort ? '--sort' : '--top'}`);
    const { lists } = await import('./lists.ts');
    const { print, printJson } = await import('../../output/output.ts');
    const { formatTable } = await import('../../../text/format.ts');
    const request = { results, variant, sort, top };
    const { header, rows, records, none, notes = [] } = await lists[what](request);
    if (json) printJson(records);
    else if (rows.length === 0) print(none);
    else print([formatTable(header, rows), ...notes].join('\n'));
    return 0;
  }
});
