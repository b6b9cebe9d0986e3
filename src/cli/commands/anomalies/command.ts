import { command } from '../../arguments/command.ts';

/** `grokscope anomalies`: what makes each variant odd among its peers. */
export default command<{ variants?: string[]; threshold: number }>({
  command: 'anomalies [variants..]',
  about: 'Tell what makes each variant odd among its peers, with the figure that shows it',
  examples: [
    ['anomalies', 'every variant against those of its family and recipe'],
    ['anomalies VARIANT --threshold 5 --json', 'robust z-scores for scripts; at least 4 peers']
  ],
  options: (argv) =>
    argv
      .positional('variants', {
        type: 'string',
        array: true,
        describe:
          'folder names or paths of variants, words that only one fits (p59, "p59 s1"), last (default: all)'
      })
      .option('threshold', {
        type: 'number',
        default: 3,
        requiresArg: true,
        describe: 'median absolute deviations (MADs) from which a number is odd'
      }),
  async run(asked) {
    const { printAnomalies } = await import('./run.ts');
    await printAnomalies(asked);
    return 0;
  }
});
