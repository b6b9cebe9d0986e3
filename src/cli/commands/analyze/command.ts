import { command } from '../../arguments/command.ts';
import { computeOptions, flag, list, several, text } from '../../arguments/options.ts';
import { probeConflict, probeOptions } from '../../arguments/probe-options.ts';

/** `grokscope analyze`: measures checkpoints into artifacts, filling gaps. */
export default command({
  command: 'analyze [variants..]',
  about: 'Analyze checkpoints into artifacts; does only what is missing',
  examples: [
    ['analyze --all', 'fill every gap of every variant'],
    ['analyze VARIANT --analyzer coarseness --epochs 0:1400:100', 'one analyzer at some epochs'],
    ['analyze VARIANT --probe "a<b"', 'what depends on the pairs, over some of them']
  ],
  positionals: {
    variants: several(
      'folder names or paths of variants, words that only one fits (p59, "p59 s1"), last'
    )
  },
  options: {
    ...probeOptions,
    all: flag('every variant of the results folder'),
    analyzer: list('analyzer id, repeatable (default: those of the family)'),
    epochs: text('epochs: all, 400, 0:1400:100, turn+-500:20, joined by commas'),
    ...computeOptions,
    set: list('parameter of an analyzer, key=value'),
    force: flag('recompute what exists')
  },
  conflicts: [probeConflict],
  async run(request) {
    const { analyze } = await import('./run.ts');
    return analyze(request);
  }
});
