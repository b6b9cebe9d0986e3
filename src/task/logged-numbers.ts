import type { Task } from './task.ts';

/** What another program logged of a run: numbers over steps. Nothing is computed, nothing asked. */
const loggedNumbers: Task = {
  id: 'logged_numbers',
  title: 'Logged numbers',
  about: 'The numbers that another program logged of a run.',
  formula: 'as they were logged',
  parameters: {},
  subject: 'log',
  layout: () => ({ length: 0, tokens: 0, rows: 0, answers: 0, sizes: {}, structure: ['log'] }),
  grid: () => ({ tokens: [], labels: new Int32Array(0) }),
  text: () => ''
};
export default loggedNumbers;
