import { command } from '../command.ts';

const kinds = ['families', 'variants', 'analyzers', 'figures', 'gaps'] as const;

/** `grokscope list`: what there is, as a table or JSON. */
export default command<{ what: (typeof kinds)[number]; variant?: string }>({
  command: 'list <what> [variant]',
  about: 'List families, variants, analyzers, figures, or gaps in the analysis',
  examples: [['list gaps', 'what `analyze` would add, for every variant']],
  options: (argv) =>
    argv
      .positional('what', { choices: kinds, demandOption: true, describe: 'what to list' })
      .positional('variant', { type: 'string', describe: 'only this variant (gaps)' }),
  async run({ what, variant, results, json }) {
    const { lists } = await import('../lists.ts');
    const { print, printJson } = await import('../output.ts');
    const { formatTable } = await import('../format.ts');
    const { header, rows, records, none } = await lists[what](results, variant);
    if (json) printJson(records);
    else if (rows.length === 0) print(none);
    else print(formatTable(header, rows));
    return 0;
  }
});
