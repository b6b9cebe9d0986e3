import { command } from '../../arguments/command.ts';
import { computeOptions, number, required, text } from '../../arguments/options.ts';

/** `grokscope watch`: analyzes the checkpoints of a language model while it trains. */
export default command({
  command: 'watch <run>',
  about: 'Analyze each checkpoint of a language model once it is whole, while the run trains',
  examples: [
    ['watch my-model', 'a variant that was imported; Ctrl-C ends the watch'],
    ['watch runs/my-model --probe-file probes.json', 'imports the run first'],
    ['watch my-model --idle 600', 'ends after ten minutes without a new checkpoint']
  ],
  positionals: { run: required('a variant, or with --probe-file the folder of a run') },
  options: {
    probeFile: text('what to ask a run that is not imported yet; JSON or YAML'),
    hard: text('file of hard examples, with --probe-file'),
    name: text('folder name of the variant, with --probe-file'),
    idle: number('end after so many seconds without a new checkpoint'),
    ...computeOptions
  },
  async run(request) {
    const { watch } = await import('./run.ts');
    return watch(request);
  }
});
