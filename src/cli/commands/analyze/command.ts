import { command } from '../../arguments/command.ts';
import { type ProbeArguments, probeOptions } from '../../arguments/probe-options.ts';

/** `grokscope analyze`: measures checkpoints into artifacts, filling gaps. */
export default command<
  {
    variants?: string[];
    all: boolean;
    analyzer?: string[];
    epochs?: string;
    device: string;
    threads?: number;
    set?: string[];
    force: boolean;
  } & ProbeArguments
>({
  command: 'analyze [variants..]',
  about: 'Analyze checkpoints into artifacts; does only what is missing',
  examples: [
    ['analyze --all', 'fill every gap of every variant'],
    ['analyze VARIANT --analyzer coarseness --epochs 0:1400:100', 'one analyzer at some epochs'],
    ['analyze VARIANT --probe "a<b"', 'what depends on the pairs, over some of them']
  ],
  options: (argv) =>
    probeOptions(argv)
      .positional('variants', {
        type: 'string',
        array: true,
        describe:
          'folder names or paths of variants, words that only one fits (p59, "p59 s1"), last'
      })
      .option('all', {
        type: 'boolean',
        default: false,
        describe: 'every variant of the results folder'
      })
      .option('analyzer', {
        type: 'array',
        string: true,
        requiresArg: true,
        describe: 'analyzer id, repeatable (default: those of the family)'
      })
      .option('epochs', {
        type: 'string',
        requiresArg: true,
        describe: 'epochs: all, 400, 0:1400:100, turn+-500:20, joined by commas'
      })
      .option('device', {
        choices: ['auto', 'cpu', 'webgpu', 'cuda'],
        default: 'auto',
        requiresArg: true,
        describe: 'where to compute'
      })
      .option('threads', {
        type: 'number',
        requiresArg: true,
        describe: 'CPU threads (default: all cores)'
      })
      .option('set', {
        type: 'array',
        string: true,
        requiresArg: true,
        describe: 'parameter of an analyzer, key=value'
      })
      .option('force', { type: 'boolean', default: false, describe: 'recompute what exists' }),
  async run(asked) {
    const { analyze } = await import('./run.ts');
    return analyze(asked);
  }
});
