import { command } from '../../arguments/command.ts';
import { flag } from '../../arguments/options.ts';

/** `grokscope demo`: a small run from nothing to grokking, watched live. */
export default command({
  command: 'demo',
  about:
    'Train a small variant until it groks and watch it; without a terminal, print and export what it found',
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
