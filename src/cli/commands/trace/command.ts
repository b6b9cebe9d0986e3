import { command } from '../../arguments/command.ts';

/** `grokscope trace`: what a model does with one input, checkpoint by checkpoint. */
export default command<{
  variant: string;
  input?: string;
  file?: string;
  epochs?: string;
  against?: string;
  top: number;
}>({
  command: 'trace <variant> [input]',
  about: 'Follow one input through the model and through training: logit lens, attention, neurons',
  examples: [
    [
      'trace VARIANT 4+29',
      'when and where 33 appears, beside a pair on the other side of the split'
    ],
    ['trace VARIANT 4+29 --against 7+11 --epochs turn+-500:20', 'around the turn, beside 7+11'],
    ['trace VARIANT "a<b"', 'means over a set: its training pairs beside its test pairs']
  ],
  options: (argv) =>
    argv
      .positional('variant', {
        type: 'string',
        demandOption: true,
        describe:
          'folder name or path of a variant, words that only it fits (p59, "p59 s1"), or last'
      })
      .positional('input', {
        type: 'string',
        describe:
          'pair (4+29), condition (a<b), word (wrap, doubles, …) or several, joined by commas'
      })
      .option('file', {
        type: 'string',
        requiresArg: true,
        describe: 'read the input from a file, one pair or condition per line'
      })
      .option('epochs', {
        type: 'string',
        default: 'all',
        requiresArg: true,
        describe: 'epochs to trace (see epoch SPEC)'
      })
      .option('against', {
        type: 'string',
        requiresArg: true,
        describe: 'input to hold against it (default: one with the same answer on the other side)'
      })
      .option('top', {
        type: 'number',
        default: 3,
        requiresArg: true,
        describe: 'neurons to list per checkpoint'
      }),
  async run(asked) {
    const { trace } = await import('./run.ts');
    await trace(asked);
    return 0;
  }
});
