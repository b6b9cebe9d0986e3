import { usageError } from '../../../error/user-error.ts';
import { command } from '../../arguments/command.ts';
import { choice, flag, number, optional, text } from '../../arguments/options.ts';
import { probeConflict, probeOptions } from '../../arguments/probe-options.ts';

/** `grokscope explore`: the terminal explorer; also what runs without a command. */
export default command({
  command: 'explore [variant]',
  isDefault: true,
  about: 'Explore variants in the terminal',
  examples: [
    ['explore modulo_addition_1layer_p113_seed999_dseed598 --epoch 9500', 'open at an epoch'],
    ['explore --view views/turns.json', 'open a view of your own']
  ],
  positionals: {
    variant: optional(
      'folder name or path of a variant, words that only it fits, or last (default: where you left off, else the last one)'
    )
  },
  options: {
    ...probeOptions,
    view: text('view file to open, or the name of a saved one (docs/views.md)'),
    epoch: number('start at the stored epoch nearest to this one'),
    marks: choice(
      ['braille', 'block', 'ascii'],
      'what curves are drawn with (default: braille in a UTF-8 terminal)'
    ),
    color: {
      type: 'string',
      ...choice(
        ['auto', 'true', '256', '16', 'none'],
        'colours of the terminal (default: asked from it)'
      )
    } as const,
    background: choice(
      ['auto', 'dark', 'light'],
      'background of the terminal (default: asked from it)'
    ),
    graphics: choice(
      ['auto', 'kitty', 'iterm', 'sixel', 'cells'],
      "how plots are drawn: as images of the screen's pixels, or as characters (default, auto: images where the terminal says that it shows them)"
    ),
    mouse: flag('wheel, click and drag (--no-mouse: the terminal keeps the mouse)', true),
    quietLink: flag('fewer colours and frames, as over a link that is found slow')
  },
  conflicts: [probeConflict],
  async run(request) {
    if (!process.stdin.isTTY || !process.stdout.isTTY)
      throw usageError(
        'the explorer needs a terminal',
        'grokscope show VARIANT FIGURE prints figures as text'
      );
    const { openExplorer } = await import('./run.ts');
    await openExplorer(request);
    return 0;
  }
});
