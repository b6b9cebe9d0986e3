export { allInputs, type Examples, type Inputs, pairGrid, selectRows } from './inputs.ts';
export {
  type ParameterSpec,
  type ParameterSpecs,
  type Parameters,
  pick,
  type RunParameters,
  runParameters
} from './parameters.ts';
export {
  answeredRows,
  labelsOf,
  layoutOf,
  type Split,
  type SplitFacts,
  splitMethods,
  splitOf,
  splitRows
} from './split.ts';
export { type Layout, type Structure, type Task, tokensAt } from './task.ts';
export {
  allParameters,
  findTask,
  gridLabels,
  isImported,
  isOfText,
  parametersOfTask,
  taskOf,
  tasks
} from './tasks.ts';
export { additionColumns, type Column, cascadeOf } from './text/addition.ts';
export { additionAnswer, additionProbes, additionPrompt } from './text/addition-probes.ts';
export { edits, errorsFromLeft, errorsFromRight } from './text/alignment.ts';
export { cascadeCounts, cascadeDraws } from './text/cascades.ts';
export type { Corpus } from './text/corpus.ts';
export { drawnProbes } from './text/drawn-probes.ts';
export { answerHabits, type ErrorType, errorType, errorTypes } from './text/error-type.ts';
export { pairClasses, pairProbes } from './text/pair-probes.ts';
export { asHardExample, isHardExample, type TextProbe } from './text/probe.ts';
export { syllogismProbes } from './text/syllogisms.ts';
export { writtenSum } from './text/written-sum.ts';
