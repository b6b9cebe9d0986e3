export { examplesOf, modelOf } from './epoch-graph.ts';
export { type TrainingLog, withEvaluation, withStep } from './language/log.ts';
export { type LanguageSubject, subjectOf } from './language/subject.ts';
export {
  initialLanguageState,
  type LanguageCheckpointEvent,
  type LanguageEvaluation,
  type LanguageEvent,
  type StepEvent,
  trainLanguage
} from './language/train-language.ts';
export { checkRecipe, defaultRecipe, type TrainingRecipe } from './recipe.ts';
export { initialState, type TrainingState } from './state.ts';
export {
  type CheckpointEvent,
  type EndEvent,
  type EpochEvent,
  type TrainingEvent,
  type TrainingOptions,
  train
} from './train.ts';
