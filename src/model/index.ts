export { architectures, findArchitecture } from './architectures.ts';
export { mlpNeurons } from './mlp.ts';
export type {
  Activations,
  Architecture,
  LazyWeights,
  Model,
  ModelSettings,
  WeightSpec
} from './model.ts';
export { checkTrainable, layerCount, modelOfConfig, trainedWeights } from './model-of-config.ts';
export {
  type Condition,
  type ConditionValues,
  type ProbeContext,
  parseCondition,
  parseProbe,
  partnersOf,
  probeParts
} from './probes/index.ts';
export { type StateDict, stateDictWeights } from './state-dict.ts';
