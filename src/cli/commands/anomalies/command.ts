import { command } from '../../arguments/command.ts';
import { numberOr, several } from '../../arguments/options.ts';

/** `grokscope anomalies`: what makes each variant odd among its peers. */
export default command({
  command: 'anomalies [variants..]',
  about: 'Tell what makes each variant odd among its peers, with the figure that shows it',
  examples: [
    ['anomalies', 'every variant against those of its family and recipe'],
    ['anomalies VARIANT --threshold 5 --json', 'robust z-scores for scripts; at least 4 peers']
  ],
  positionals: {
    variants: several(
      'folder names or paths of variants, words that only one fits (p59, "p59 s1"), last (default: all)'
    )
  },
  options: {
    threshold: numberOr(3, 'median absolute deviations (MADs) from which a number is odd')
  },
  async run(request) {
    const { printAnomalies } = await import('./run.ts');
    await printAnomalies(request);
    return 0;
  }
});
