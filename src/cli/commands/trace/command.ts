import { command } from '../../arguments/command.ts';
import { numberOr, optional, required, text } from '../../arguments/options.ts';

/** `grokscope trace`: what a model does with one input, checkpoint by checkpoint. */
export default command({
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
  positionals: {
    variant: required(
      'folder name or path of a variant, words that only it fits (p59, "p59 s1"), or last'
    ),
    input: optional(
      'pair (4+29), condition (a<b), word (wrap, doubles, …), string of 0 and 1 (0110…) or several, joined by commas'
    )
  },
  options: {
    file: text('read the input from a file, one pair or condition per line'),
    epochs: { ...text('epochs to trace (see epoch SPEC)'), default: 'all' } as const,
    against: text('input to hold against it (default: one with the same answer on the other side)'),
    top: numberOr(3, 'neurons to list per checkpoint')
  },
  async run(request) {
    const { trace } = await import('./run.ts');
    await trace(request);
    return 0;
  }
});
