import { recipeRanges as ranges } from '../../model/recipe.ts';
import { isInRange, type NumberRange, rangeText } from '../../option/number-range.ts';
import { allParameters, type ParameterSpecs, runParameters } from '../../task/index.ts';
import { printable } from '../../text/printable.ts';
import { shortened } from '../../text/shortened.ts';
import type { JsonObject } from '../files/read-json.ts';

const count: NumberRange = [1, 1_000_000, 'whole'];
const small: NumberRange = [1, 65536, 'whole'];

/** The numbers of config.json, by its keys. */
const configRanges: Readonly<Record<string, NumberRange>> = {
  ...rangesOf(allParameters),
  model_seed: runParameters.seed.range,
  training_fraction: runParameters.fraction.range,
  n_layers: count,
  n_heads: ranges.heads,
  d_model: ranges.dModel,
  d_embed: ranges.dModel,
  d_head: ranges.dHead,
  d_mlp: ranges.dMlp,
  d_hidden: ranges.dMlp,
  d_vocab: small,
  d_vocab_out: small,
  vocab_size: small,
  n_ctx: count
};

const recipeKeys: Readonly<Record<string, NumberRange>> = {
  ...rangesOf(allParameters),
  ...Object.fromEntries(Object.entries(ranges).map(([key, range]) => [snakeCase(key), range]))
};

/**
 * A config.json whose known numbers are numbers, and what is wrong with the first that is none or
 * out of its range.
 */
export interface CheckedConfig {
  readonly config: JsonObject;
  readonly problem?: string;
}

/**
 * Returns a config.json with the numbers that were written as text (`"13"`) as numbers, its
 * `recipe` included, and names the first known number that is something else or out of its range;
 * null counts as not given. Other keys stay.
 */
export function checkedConfig(json: JsonObject): CheckedConfig {
  const outer = checkedNumbers(json, configRanges, '');
  const { recipe } = outer.config;
  if (typeof recipe !== 'object' || recipe === null || Array.isArray(recipe)) return outer;
  const inner = checkedNumbers(recipe as JsonObject, recipeKeys, 'recipe.');
  const problem = outer.problem ?? inner.problem;
  const config = { ...outer.config, recipe: inner.config };
  return { config, problem };
}

function checkedNumbers(
  json: JsonObject,
  known: Readonly<Record<string, NumberRange>>,
  where: string
): CheckedConfig {
  let problem: string | undefined;
  const config: Record<string, unknown> = { ...json };
  for (const [key, range] of Object.entries(known)) {
    if (!Object.hasOwn(json, key)) continue;
    const given = json[key];
    if (given === null) continue;
    const value = numberIn(given) ?? given;
    config[key] = value;
    if (!isInRange(value, range))
      problem ??= `invalid ${where}${key} in config.json: ${shown(given)} (expected ${rangeText(range)})`;
  }
  return { config, problem };
}

/** The number that a text plainly says, as sweep tools write it; null for anything else. */
function numberIn(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  return /^\s*[+-]?(\d{1,20}\.?\d{0,20}|\.\d{1,20})(e[+-]?\d{1,3})?\s*$/i.test(value)
    ? Number(value)
    : null;
}

function shown(value: unknown): string {
  return printable(shortened(JSON.stringify(value) ?? String(value), 60));
}

function rangesOf(specs: ParameterSpecs): Readonly<Record<string, NumberRange>> {
  return Object.fromEntries(Object.entries(specs).map(([name, { range }]) => [name, range]));
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
