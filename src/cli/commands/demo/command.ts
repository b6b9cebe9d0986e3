import { command } from '../../arguments/command.ts';

/** `grokscope demo`: a small run from nothing to grokking, watched live. */
export default command<{ force: boolean; explore: boolean }>({
  command: 'demo',
  about:
    'Train a small variant until it groks and watch it; without a terminal, print and export what it found',
  options: (argv) =>
    argv
      .option('force', {
        type: 'boolean',
        default: false,
        describe: 'train it again if it is there'
      })
      .option('explore', {
        type: 'boolean',
        default: true,
        describe: 'open the explorer where there is a terminal (--no-explore: print and export)'
      }),
  async run(asked) {
    const { demo } = await import('./run.ts');
    return demo(asked);
  }
});
