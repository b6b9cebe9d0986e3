import type { Family, RecipeChanges } from '../../loader/index.ts';
import { type Recipe, schedules } from '../../model/recipe.ts';
import { camelCase } from '../../option/option.ts';
import { allParameters } from '../../task/index.ts';
import { choice, number, type OptionNote, text, type ValuesOf } from './options.ts';

/** What of a recipe the command line can change beside its parameters. */
const recipeKeys = {
  epochs: number('full-batch steps'),
  lr: number('learning rate of AdamW'),
  weightDecay: number('decoupled weight decay'),
  beta1: number('decay of the first moment'),
  beta2: number('decay of the second moment'),
  warmup: number('epochs of linear warm-up'),
  layers: number('layers, 1 to 4'),
  dModel: number('width of the residual stream'),
  heads: number('attention heads'),
  dMlp: number('MLP neurons'),
  batch: number('questions of a step, of language models'),
  schedule: choice(schedules, 'learning rate after the warm-up, of language models'),
  checkpoints: text('epochs to save, e.g. 0:25000:100; the last one always is')
} satisfies Partial<Record<keyof Recipe, unknown>>;

/** The parameters of all tasks: `--seed`, `--data-seed` … */
const parameterOptions: Readonly<Record<string, ReturnType<typeof number>>> = Object.fromEntries(
  Object.entries(allParameters).map(([name, { about }]) => [camelCase(name), number(about)])
);

/** What of a family's recipe the command line can change. */
export const recipeOptions = { ...parameterOptions, ...recipeKeys };

/** Returns what a command line changes in the family's recipe. */
export function changesOf(
  request: Readonly<Partial<ValuesOf<typeof recipeOptions>>>
): RecipeChanges {
  const values: Readonly<Record<string, unknown>> = request;
  const given = (names: readonly string[]) =>
    names.flatMap((name): [string, unknown][] => {
      const value = values[camelCase(name)];
      return value === undefined ? [] : [[name, value]];
    });
  return {
    ...Object.fromEntries(given(Object.keys(recipeKeys))),
    parameters: Object.fromEntries(given(Object.keys(allParameters))) as Record<string, number>
  };
}

/**
 * Returns what the help says of the options for the family that a command line names: its words and
 * defaults, null for what it does not have; {} where the line names no family.
 */
export async function familyNotes(
  line: readonly string[]
): Promise<Readonly<Record<string, OptionNote | null>>> {
  const name = line.slice(1).find((word) => !word.startsWith('-'));
  if (name === undefined) return {};
  const { readFamily } = await import('../../loader/index.ts');
  try {
    return await notesOf(await readFamily(name));
  } catch {
    return {};
  }
}

/** What the help says where a run counts steps. */
const inSteps: Readonly<Record<string, string>> = {
  epochs: 'steps',
  warmup: 'steps of linear warm-up',
  checkpoints: 'steps to save beside the first and the last, e.g. 0:3000:100'
};

async function notesOf(family: Family): Promise<Readonly<Record<string, OptionNote | null>>> {
  const { defaultRecipe } = await import('../../loader/index.ts');
  const { findArchitecture } = await import('../../model/index.ts');
  const recipe = defaultRecipe(family);
  const { without = [] } = findArchitecture(recipe.model);
  const isAbsent = (key: string) =>
    recipe[key as keyof Recipe] === undefined || without.some((other) => other === key);
  const keys = Object.keys(recipeKeys).map((key): [string, OptionNote | null] => [
    key,
    isAbsent(key)
      ? null
      : {
          ...(family.time === 'step' && key in inSteps && { about: inSteps[key] }),
          default: recipe[key as keyof Recipe]
        }
  ]);
  const parameters = Object.keys(allParameters).map((name): [string, OptionNote | null] => {
    const own = family.parameters.find((parameter) => parameter.name === name);
    return [camelCase(name), own ? { about: phrase(own.about), default: own.default } : null];
  });
  return Object.fromEntries([...keys, ...parameters]);
}

/** A sentence of family.json as the help writes descriptions. */
function phrase(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}
