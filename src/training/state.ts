import { float32, type NamedArrays } from '../array/tensor.ts';
import { modelOf } from './epoch-graph.ts';
import type { TrainingRecipe } from './recipe.ts';

/** Where a run stands between two epochs; together with its recipe, all it takes to go on. */
export interface TrainingState {
  /** Epochs done: the number of the next one. */
  readonly epoch: number;
  /** Trained weights, float32, names and shapes of the model. */
  readonly weights: NamedArrays;
  /**
   * AdamW's running means of the gradients and of their squares, under the names of the weights.
   */
  readonly first: NamedArrays;
  readonly second: NamedArrays;
}

/** Returns the state before the first epoch. */
export function initialState(recipe: TrainingRecipe): TrainingState {
  const weights = modelOf(recipe).initial(recipe.parameters.seed);
  const zeros = () =>
    Object.fromEntries(
      Object.entries(weights).map(([name, { shape, data }]) => [
        name,
        float32(new Float32Array(data.length), shape)
      ])
    );
  return { epoch: 0, weights, first: zeros(), second: zeros() };
}
