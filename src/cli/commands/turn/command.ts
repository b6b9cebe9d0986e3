import { command } from '../../arguments/command.ts';
import { numberOr, several } from '../../arguments/options.ts';

/** `grokscope turn`: when each variant turned, and how sure that is. */
export default command({
  command: 'turn [variants..]',
  about: 'Tell when each variant turns (groks): several detectors, intervals, confidence, phases',
  examples: [
    ['turn VARIANT', 'every detector with its epoch, 90 % interval and confidence'],
    ['turn --json', 'all variants, for scripts; null where a run never turns']
  ],
  positionals: {
    variants: several(
      'folder names or paths of variants, words that only one fits (p59, "p59 s1"), last (default: all)'
    )
  },
  options: {
    resamples: numberOr(64, 'resampled curves behind intervals and confidence; 0 for none'),
    seed: numberOr(0, 'seed of the resampling')
  },
  async run(request) {
    const { printTurns } = await import('./run.ts');
    await printTurns(request);
    return 0;
  }
});
