import type { WeightSpec } from '../../model/index.ts';
import {
  type LanguageSettings,
  languageSettings,
  languageTensors,
  trainedConfig
} from '../../model/language/index.ts';
import { type Corpus, findTask } from '../../task/index.ts';
import type { TrainingRecipe } from '../recipe.ts';

/** What a recipe trains, and on what. */
export interface LanguageSubject {
  readonly corpus: Corpus;
  /** config.json of the model as transformers reads it. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly settings: LanguageSettings;
  /** Its weights by their names in the files. */
  readonly weights: readonly WeightSpec[];
}

/**
 * Returns the language model of a recipe with the texts that it is trained on. Throws UserError on
 * parameters that the task does not allow, RangeError where its task has no texts to train on.
 */
export function subjectOf(recipe: TrainingRecipe): LanguageSubject {
  const corpus = findTask(recipe.task).corpus?.(recipe.parameters);
  if (corpus === undefined) throw new RangeError(`no texts to train on: ${recipe.task}`);
  const { vocabulary, length } = corpus;
  const config = trainedConfig({ ...recipe, vocabulary: vocabulary.length, context: length });
  const settings = languageSettings(config);
  return { corpus, config, settings, weights: languageTensors(settings) };
}
