import { usageError } from '../../error/user-error.ts';
import type { Recipe } from '../../model/recipe.ts';
import { isInRange, rangeText } from '../../option/number-range.ts';
import { type Corpus, findTask, type Parameters, type RunParameters } from '../../task/index.ts';
import { printable } from '../../text/printable.ts';
import type { JsonObject } from '../files/read-json.ts';
import { probeSetOf } from '../language/probe-set.ts';
import type { Family } from './family.ts';
import type { Variant } from './variant.ts';

/**
 * Recipe keys that make another run, with their short form in folder names; in the order of the
 * suffixes.
 */
const suffixes = {
  lr: 'lr',
  weightDecay: 'wd',
  beta1: 'beta1-',
  beta2: 'beta2-',
  eps: 'eps',
  warmup: 'warm',
  layers: 'l',
  dModel: 'dm',
  heads: 'h',
  dHead: 'dh',
  dMlp: 'mlp',
  batch: 'b',
  schedule: 'sch-'
} as const satisfies Partial<Record<keyof Recipe, string>>;

const identity = Object.keys(suffixes) as readonly (keyof typeof suffixes)[];

/** Returns the recipe that a family trains by when nothing else is asked. */
export function defaultRecipe(family: Family): Recipe {
  const size = (key: string, fallback: number): number => {
    const value = family.architecture[key];
    return typeof value === 'number' ? value : fallback;
  };
  const layers = size('n_layers', 1);
  const dModel = size('d_model', size('d_embed', 128));
  const heads = size('n_heads', 4);
  const sizes = {
    layers,
    dModel,
    heads,
    dHead: size('d_head', dModel / heads),
    dMlp: size('d_mlp', size('d_hidden', 512))
  };
  const defaults = family.parameters.map(({ name, default: value }) => [name, value] as const);
  const parameters = Object.fromEntries(defaults) as unknown as RunParameters;
  return { family: family.name, parameters, ...sizes, ...family.training };
}

/** What makes another recipe of a family's: other parameters, other numbers. */
export interface RecipeChanges
  extends Partial<Omit<Recipe, 'family' | 'task' | 'model' | 'parameters'>> {
  readonly parameters?: Parameters;
}

/**
 * Returns the default recipe with some keys changed; the head size follows model size and heads
 * unless it is given. Throws a usage UserError on a key or a parameter that the family
 * does not have, and on values of another kind.
 */
export function recipeWith(family: Family, changes: RecipeChanges): Recipe {
  const plain = defaultRecipe(family);
  if (typeof changes !== 'object' || changes === null)
    throw usageError('missing changes of the recipe', 'give {} for the recipe of the family');
  const fixed = ['family', 'task', 'model'].find((key) => Object.hasOwn(changes, key));
  if (fixed !== undefined)
    throw usageError(`${fixed} is the family's to say`, 'choose another family');
  const unknown = Object.keys(changes).find((key) => !Object.hasOwn(plain, key));
  if (unknown !== undefined && Object.hasOwn(suffixes, unknown))
    throw usageError(`${family.name} has no ${unknown}`, 'leave it out');
  if (unknown !== undefined)
    throw usageError(
      `unknown recipe key: ${printable(unknown)}`,
      `known: ${Object.keys(plain).join(', ')}; parameters: ${parameterNames(family)}`
    );
  const other = Object.keys(changes.parameters ?? {}).find((name) => !(name in plain.parameters));
  if (other !== undefined)
    throw usageError(
      `${family.name} has no ${printable(other)}`,
      `it has ${parameterNames(family)}`
    );
  const values = Object.entries({ ...changes, ...changes.parameters });
  const odd = values.find(([key, value]) => {
    const usual = plain.parameters[key] ?? plain[key as keyof Recipe];
    return value !== undefined && typeof value !== typeof usual;
  });
  if (odd !== undefined) {
    const isText = typeof plain[odd[0] as keyof Recipe] === 'string';
    const given = printable(String(JSON.stringify(odd[1])));
    throw usageError(`invalid ${odd[0]}: ${given}`, `expected a ${isText ? 'text' : 'number'}`);
  }
  const parameters = { ...plain.parameters, ...changes.parameters };
  const base = { ...plain, ...changes, parameters };
  const sized = changes.dModel !== undefined || changes.heads !== undefined;
  return sized && changes.dHead === undefined ? { ...base, dHead: base.dModel / base.heads } : base;
}

function parameterNames({ parameters }: Family): string {
  return parameters.map(({ name }) => name).join(', ');
}

/**
 * Returns the folder name of a recipe: its parameters, then a suffix for every other key that
 * differs from the family's default (`…_frac0.5_dm64`). Recipes that train differently have
 * different names. Throws a usage UserError on parameters that are not in their range.
 */
export function variantName(recipe: Recipe, family: Family): string {
  const usual = recipeWith(family, { dModel: recipe.dModel, heads: recipe.heads });
  const plain = defaultRecipe(family);
  const differs = (key: keyof typeof suffixes) =>
    recipe[key] !== (key === 'dHead' ? usual.dHead : plain[key]);
  const extra = identity.filter(differs).map((key) => `_${suffixes[key]}${recipe[key]}`);
  const length =
    recipe.schedule === 'cosine' && recipe.epochs !== plain.epochs ? `_of${recipe.epochs}` : '';
  const { fraction } = recipe.parameters;
  const share = fraction === plain.parameters.fraction ? '' : `_frac${fraction}`;
  return nameByPattern(family, recipe.parameters) + share + extra.join('') + length;
}

/**
 * Returns the folder name that a family's pattern gives some parameters. Throws a usage UserError
 * on parameters that are not in their range.
 */
export function nameByPattern(family: Family, parameters: RunParameters): string {
  return family.parameters.reduce((text, { name, range }) => {
    if (!isInRange(parameters[name], range))
      throw usageError(`invalid ${name}: ${parameters[name]}`, `expected ${rangeText(range)}`);
    return text.replace(`{${name}}`, String(parameters[name]));
  }, family.variantPattern);
}

/**
 * Returns the first parameter or key in which two recipes train differently (not checkpoints, and
 * epochs only where the learning rate falls towards the last); null when none.
 */
export function differentKey(a: Recipe, b: Recipe): string | null {
  if (a.family !== b.family) return 'family';
  const parameter = Object.keys(a.parameters).find(
    (name) => a.parameters[name] !== b.parameters[name]
  );
  const key = parameter ?? identity.find((one) => a[one] !== b[one]);
  if (key !== undefined) return key;
  return a.schedule === 'cosine' && a.epochs !== b.epochs ? 'epochs' : null;
}

/**
 * Returns the recipe of a variant: what its config.json says, else the family's defaults (the
 * Python workbench writes no learning rate).
 */
export function recipeOf(variant: Variant, family: Family): Recipe {
  const { config } = variant;
  const own = (config.recipe ?? {}) as JsonObject;
  const plain = defaultRecipe(family);
  const value = <K extends keyof Recipe>(key: K, other?: unknown): Recipe[K] => {
    const found = own[pythonKey(key)] ?? other;
    return typeof found === typeof plain[key] ? (found as Recipe[K]) : plain[key];
  };
  return {
    family: family.name,
    task: plain.task,
    model: plain.model,
    parameters: { ...plain.parameters, ...variant.parameters },
    lr: value('lr'),
    weightDecay: value('weightDecay'),
    beta1: value('beta1'),
    beta2: value('beta2'),
    eps: value('eps'),
    warmup: value('warmup'),
    epochs: value('epochs'),
    checkpoints: value('checkpoints'),
    layers: value('layers', config.n_layers),
    dModel: value('dModel', config.d_model ?? config.d_embed),
    heads: value('heads', config.n_heads),
    dHead: value('dHead', config.d_head),
    dMlp: value('dMlp', config.d_mlp ?? config.d_hidden),
    ...(plain.batch !== undefined && { batch: value('batch'), schedule: value('schedule') })
  };
}

/**
 * Returns config.json of a recipe: the Python workbench's keys, then the whole recipe under a key
 * of our own.
 */
export function configOf(recipe: Recipe, family: Family): JsonObject {
  const { parameters, ...rest } = recipe;
  const { seed, data_seed, fraction, ...own } = parameters;
  const trained = Object.entries(rest).map(([key, value]) => [pythonKey(key), value]);
  return {
    ...modelKeys(recipe, family),
    seed,
    ...own,
    data_seed,
    model_seed: seed,
    training_fraction: fraction,
    recipe: { ...parameters, ...Object.fromEntries(trained) }
  };
}

/** The keys of a language model that is trained here, those of imported ones among them. */
function languageKeys({ layers, heads, dModel, dMlp }: Recipe, corpus: Corpus): JsonObject {
  const { length, prompt, vocabulary } = corpus;
  const { hash, probes } = probeSetOf(corpus.probes());
  return {
    model_type: 'gpt2',
    n_layers: layers,
    d_model: dModel,
    n_heads: heads,
    d_mlp: dMlp,
    vocabulary: vocabulary.length,
    context: length,
    n_probes: probes.length,
    answer_limit: length - prompt,
    source: 'checkpoints',
    probe_set_hash: hash
  };
}

/** The keys of the model: transformers tell their sizes, MLPs first what they are. */
function modelKeys(recipe: Recipe, { architecture }: Family): JsonObject {
  const { model, task, parameters, layers, heads, dModel, dHead, dMlp } = recipe;
  const { corpus, layout } = findTask(task);
  if (corpus !== undefined) return languageKeys(recipe, corpus(parameters));
  const { length, tokens, answers } = layout(parameters);
  const { act_fn = 'relu', normalization_type = null } = architecture;
  if (model !== 'transformer') {
    const width = architecture.d_embed === undefined ? {} : { d_embed: dModel };
    return { architecture: model, vocab_size: tokens, ...width, d_hidden: dMlp, act_fn };
  }
  return {
    n_layers: layers,
    n_heads: heads,
    d_model: dModel,
    d_head: dHead,
    d_mlp: dMlp,
    act_fn,
    normalization_type,
    d_vocab: tokens + 1,
    d_vocab_out: answers,
    n_ctx: length + 1
  };
}

function pythonKey(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
