import { usageError } from '../../error/user-error.ts';
import type { Recipe } from '../../model/recipe.ts';
import { findTask } from '../../task/index.ts';
import type { JsonObject } from '../files/read-json.ts';
import type { Family } from './family.ts';
import type { Variant } from './variant.ts';

/**
 * Recipe keys that make another run, with their short form in folder names; in the order of the
 * suffixes.
 */
const suffixes = {
  fraction: 'frac',
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
  dMlp: 'mlp'
} as const satisfies Partial<Record<keyof Recipe, string>>;

const identity = Object.keys(suffixes) as readonly (keyof typeof suffixes)[];

/** Returns the recipe that a family trains by when nothing else is asked. */
export function defaultRecipe(family: Family): Recipe {
  const size = (key: string, fallback: number): number => {
    const value = family.architecture[key];
    return typeof value === 'number' ? value : fallback;
  };
  const { prime = inputsOf(family), seed = 999, data_seed: dataSeed = 598 } = family.parameters;
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
  return { family: family.name, prime, seed, dataSeed, ...sizes, ...family.training };
}

/** The number of inputs of a family without a modulus, which its task fixes. */
function inputsOf({ training }: Family): number {
  const { modulus } = findTask(training.task);
  return typeof modulus === 'number' ? modulus : 113;
}

/**
 * Returns the default recipe with some keys changed; the head size follows model size and heads
 * unless it is given.
 */
export function recipeWith(family: Family, changes: Partial<Omit<Recipe, 'family'>>): Recipe {
  const base = { ...defaultRecipe(family), ...changes };
  const sized = changes.dModel !== undefined || changes.heads !== undefined;
  return sized && changes.dHead === undefined ? { ...base, dHead: base.dModel / base.heads } : base;
}

/**
 * Returns the folder name of a recipe: prime and seeds, then a suffix for every other key that
 * differs from the family's default (`…_frac0.5_dm64`). Recipes that train differently have
 * different names. Throws a usage UserError on seeds or primes that are no whole numbers.
 */
export function variantName(recipe: Recipe, family: Family): string {
  for (const key of ['prime', 'seed', 'dataSeed'] as const)
    if (!Number.isSafeInteger(recipe[key]) || recipe[key] < 0)
      throw usageError(`invalid ${key}: ${recipe[key]}`, 'expected a whole number from 0');
  const usual = recipeWith(family, { dModel: recipe.dModel, heads: recipe.heads });
  const plain = defaultRecipe(family);
  const differs = (key: keyof typeof suffixes) =>
    recipe[key] !== (key === 'dHead' ? usual.dHead : plain[key]);
  const extra = identity.filter(differs).map((key) => `_${suffixes[key]}${recipe[key]}`);
  const { family: id, prime, seed, dataSeed } = recipe;
  const modulus = family.parameters.prime === undefined ? '' : `_p${prime}`;
  return `${id}${modulus}_seed${seed}_dseed${dataSeed}${extra.join('')}`;
}

/**
 * Returns the first key in which two recipes train differently (not epochs or checkpoints); null
 * when none.
 */
export function differentKey(a: Recipe, b: Recipe): keyof Recipe | null {
  const keys = ['family', 'prime', 'seed', 'dataSeed', ...identity] as const;
  return keys.find((key) => a[key] !== b[key]) ?? null;
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
  const { prime, seed, dataSeed, fraction } = variant;
  return {
    family: family.name,
    task: plain.task,
    model: plain.model,
    prime,
    seed,
    dataSeed,
    fraction,
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
    dMlp: value('dMlp', config.d_mlp ?? config.d_hidden)
  };
}

/**
 * Returns config.json of a recipe: the Python workbench's keys, then the whole recipe under a key
 * of our own.
 */
export function configOf(recipe: Recipe, family: Family): JsonObject {
  const { prime, seed, dataSeed, fraction } = recipe;
  const trained = Object.entries(recipe).map(([key, value]) => [pythonKey(key), value]);
  return {
    ...modelKeys(recipe, family),
    seed,
    prime,
    data_seed: dataSeed,
    model_seed: seed,
    training_fraction: fraction,
    recipe: Object.fromEntries(trained)
  };
}

/** The keys of the model: transformers tell their sizes, MLPs first what they are. */
function modelKeys(recipe: Recipe, { architecture }: Family): JsonObject {
  const { model, prime, layers, heads, dModel, dHead, dMlp } = recipe;
  const { act_fn = 'relu', normalization_type = null, n_ctx = 3 } = architecture;
  if (model !== 'transformer') {
    const width = architecture.d_embed === undefined ? {} : { d_embed: dModel };
    return { architecture: model, vocab_size: prime, ...width, d_hidden: dMlp, act_fn };
  }
  return {
    n_layers: layers,
    n_heads: heads,
    d_model: dModel,
    d_head: dHead,
    d_mlp: dMlp,
    act_fn,
    normalization_type,
    d_vocab: prime + 1,
    d_vocab_out: prime,
    n_ctx
  };
}

function pythonKey(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
