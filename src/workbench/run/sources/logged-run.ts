import { readLoggedRun } from '../../../loader/index.ts';
import type { Source } from './source.ts';

/** What another program logged of a run, as it was imported. */
const loggedRun: Source = {
  id: 'logged_run',
  about: 'The numbers over steps, and the right and wrong answers, that another program logged.',
  structure: 'log',
  keyOf: () => '',
  load: (variant) => readLoggedRun(variant)
};
export default loggedRun;
