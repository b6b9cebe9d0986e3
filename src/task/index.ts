export { type Pairs, pairGrid, selectRows } from './pairs.ts';
export {
  answeredRows,
  labelsOf,
  type Split,
  type SplitFacts,
  splitMethods,
  splitOf,
  splitRows,
  taskOf
} from './split.ts';
export { type Examples, pairText, type Structure, type Task } from './task.ts';
export { findTask, gridLabels, tasks } from './tasks.ts';
