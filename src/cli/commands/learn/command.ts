import { command } from '../../arguments/command.ts';
import { computeOptions, flag, number, required, text } from '../../arguments/options.ts';

/** What `grokscope learn` shows of a language model. */
export const learnTopics = ['radar', 'embeddings', 'hard', 'history', 'all'] as const;

/** `grokscope learn`: what a language model knows, in one command for each part of the plan. */
export default command({
  command: 'learn <what> <variant>',
  about: 'What a language model knows: skills, embeddings, hard examples, history',
  examples: [
    ['learn radar my-model', 'right answers by skill at the last checkpoint, beside the first'],
    ['learn embeddings my-model --visualize', 'hidden states of the probes, and their map'],
    ['learn hard my-model --mine 10', 'hard examples; proposes ten new ones'],
    ['learn all my-model --status-out status', 'everything, as files in the plan’s layout']
  ],
  positionals: {
    what: { ...required('what to show, or all'), choices: learnTopics },
    variant: required('a variant of a language model')
  },
  options: {
    checkpoint: {
      ...text('latest, all, a step, or an epoch SPEC as analyze takes it'),
      default: 'latest'
    } as const,
    visualize: flag('also write pictures into visualizations/ of --status-out'),
    mine: number('with hard: propose so many probes as new hard examples'),
    statusOut: text('folder to write files into, as the learning-visualization plan lays them out'),
    projectorOut: text('with embeddings: folder to write for TensorBoard’s projector'),
    lmEvalOut: text('with radar: folder to write answers into, as lm-evaluation-harness does'),
    ...computeOptions
  },
  async run(request) {
    const { learn } = await import('./run.ts');
    return learn(request);
  }
});
