// Prints what tools/addition-fixtures.py trains on: the recipe, the initial weights and the tokens of
// each step's batch, as JSON.
import { initialLanguageState, subjectOf } from '../src/training/index.ts';
import { questionsOf } from '../src/training/language/questions.ts';
import { additionRecipe as recipe } from '../test/helpers/addition-recipe.ts';

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
