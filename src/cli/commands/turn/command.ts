import { command } from '../../arguments/command.ts';

/** `grokscope turn`: when each variant turned, and how sure that is. */
export default command<{ variants?: string[]; resamples: number; seed: number }>({
  command: 'turn [variants..]',
  about: 'Tell when each variant turns (groks): several detectors, intervals, confidence, phases',
  examples: [
    ['turn VARIANT', 'every detector with its epoch, 90 % interval and confidence'],
    ['turn --json', 'all variants, for scripts; null where a run never turns']
  ],
  options: (argv) =>
    argv
      .positional('variants', {
        type: 'string',
        array: true,
        describe:
          'folder names or paths of variants, words that only one fits (p59, "p59 s1"), last (default: all)'
      })
      .option('resamples', {
        type: 'number',
        default: 64,
        requiresArg: true,
        describe: 'resampled curves behind intervals and confidence; 0 for none'
      })
      .option('seed', {
        type: 'number',
        default: 0,
        requiresArg: true,
        describe: 'seed of the resampling'
      }),
  async run(asked) {
    const { printTurns } = await import('./run.ts');
    await printTurns(asked);
    return 0;
  }
});
