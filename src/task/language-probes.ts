import type { Task } from './task.ts';

/**
 * A language model that answers the prompts of a probe set. There is no grid: which prompts there
 * are is the variant's to say.
 */
const languageProbes: Task = {
  id: 'language_probes',
  title: 'Language probes',
  about: 'The answers to the prompts of a probe set.',
  formula: 'the expected answer to each prompt',
  parameters: {},
  subject: 'text',
  layout: () => ({ length: 0, tokens: 0, rows: 0, answers: 0, sizes: {}, structure: ['text'] }),
  grid: () => ({ tokens: [], labels: new Int32Array(0) }),
  text: () => ''
};
export default languageProbes;
