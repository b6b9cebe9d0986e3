// Prints what tools/addition-fixtures.py trains on: the recipe, the initial weights and the tokens of
// each step's batch, as JSON.
import { initialLanguageState, subjectOf, type TrainingRecipe } from '../src/training/index.ts';
import { questionsOf } from '../src/training/language/questions.ts';

const recipe: TrainingRecipe = {
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
const { corpus, config } = subjectOf(recipe);
const { weights } = initialLanguageState(recipe);
const { batch } = questionsOf(recipe, corpus);
const rows = Array.from({ length: recipe.epochs }, (_, step) => [...batch(step)]);
process.stdout.write(
  JSON.stringify({
    recipe,
    config,
    prompt: corpus.prompt,
    weights: Object.fromEntries(
      Object.entries(weights).map(([name, { shape, data }]) => [name, { shape, data: [...data] }])
    ),
    rows,
    tokens: rows.map((step) => step.map((row) => [...corpus.sequence(row)]))
  })
);
