import type { TrainingRecipe } from '../../src/training/index.ts';

/** What the fixture addition.npz was trained with, and its test is. */
export const additionRecipe: TrainingRecipe = {
  task: 'n_digit_addition',
  model: 'transformer',
  parameters: { digits: 2, reversed: 0, seed: 1, data_seed: 2, fraction: 1 },
  epochs: 20,
  lr: 3e-3,
  weightDecay: 0.5,
  beta1: 0.9,
  beta2: 0.98,
  eps: 1e-8,
  warmup: 5,
  layers: 2,
  dModel: 16,
  heads: 2,
  dMlp: 24,
  checkpoints: '0',
  batch: 16,
  schedule: 'cosine'
};
