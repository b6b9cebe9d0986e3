import { usageError } from '../../../error/user-error.ts';
import { command } from '../../arguments/command.ts';
import { type ProbeArguments, probeOptions } from '../../arguments/probe-options.ts';

/** `grokscope explore`: the terminal explorer; also what runs without a command. */
export default command<
  {
    variant?: string;
    epoch?: number;
    marks?: string;
    color?: string;
    background?: string;
  } & ProbeArguments
>({
  command: 'explore [variant]',
  isDefault: true,
  about: 'Explore variants in the terminal',
  examples: [
    ['explore modulo_addition_1layer_p113_seed999_dseed598 --epoch 9500', 'open at an epoch']
  ],
  options: (argv) =>
    probeOptions(argv)
      .positional('variant', {
        type: 'string',
        describe:
          'folder name or path of a variant, words that only it fits, or last (default: the last one)'
      })
      .option('epoch', {
        type: 'number',
        requiresArg: true,
        describe: 'start at the stored epoch nearest to this one'
      })
      .option('marks', {
        choices: ['braille', 'block', 'ascii'],
        requiresArg: true,
        describe: 'what curves are drawn with (default: braille in a UTF-8 terminal)'
      })
      .option('color', {
        type: 'string',
        choices: ['auto', 'true', '256', '16', 'none'],
        requiresArg: true,
        describe: 'colours of the terminal (default: asked from it)'
      })
      .option('background', {
        choices: ['auto', 'dark', 'light'],
        requiresArg: true,
        describe: 'background of the terminal (default: asked from it)'
      }),
  async run(asked) {
    if (!process.stdin.isTTY || !process.stdout.isTTY)
      throw usageError(
        'the explorer needs a terminal',
        'grokscope show VARIANT FIGURE prints figures as text'
      );
    const { openExplorer } = await import('./run.ts');
    await openExplorer(asked);
    return 0;
  }
});
