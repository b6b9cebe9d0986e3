export { examplesOf, modelOf } from './epoch-graph.ts';
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
