import { command } from '../../arguments/command.ts';
import { flag, text } from '../../arguments/options.ts';

/** `grokscope demo`: a small run from nothing to grokking, watched live. */
export default command({
  command: 'demo [story]',
  about:
    'Train a small variant until it groks, or a language model until it adds, and watch it; without a terminal, print and export what it found',
  examples: [
    ['demo', 'modular addition: it memorises, then generalises'],
    ['demo learning', 'additions of three digits: no carries first, long carries last']
  ],
  positionals: {
    story: {
      ...text('what to train'),
      choices: ['grokking', 'learning'],
      default: 'grokking'
    } as const
  },
  options: {
    force: flag('train it again if it is there'),
    explore: flag(
      'open the explorer where there is a terminal (--no-explore: print and export)',
      true
    )
  },
  async run(request) {
    const { demo } = await import('./run.ts');
    return demo(request);
  }
});
