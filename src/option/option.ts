import { didYouMean } from '../error/did-you-mean.ts';
import { usageError } from '../error/user-error.ts';
import { printable } from '../text/printable.ts';

/**
 * What the workbench fills in for an option when the user does not: the shared cursors and facts of
 * the variant.
 */
export type ContextKey = 'answers' | 'epoch' | 'neuron' | 'prime' | 'task' | 'variant';

interface Described {
  /** One sentence for help texts. */
  readonly about: string;
  /** Filled in from the explorer's cursors or the variant unless it is set. */
  readonly context?: ContextKey;
}

/** A number with its inclusive range; default null means "not given". */
export interface NumberOption extends Described {
  readonly type: 'number';
  readonly default: number | null;
  readonly min?: number;
  readonly max?: number;
  readonly integer?: boolean;
}

/** Free text; default null means "not given". */
export interface TextOption extends Described {
  readonly type: 'text';
  readonly default: string | null;
}

/** A switch. */
export interface BooleanOption extends Described {
  readonly type: 'boolean';
  readonly default: boolean;
}

/** One of some words. */
export interface ChoiceOption<C extends string = string> extends Described {
  readonly type: 'choice';
  readonly choices: readonly C[];
  readonly default: C;
}

/** One typed option of a visualization, or one parameter of an analyzer. */
export type OptionSpec = NumberOption | TextOption | BooleanOption | ChoiceOption;

/** Options by camelCase name; users write them in snake_case (`--set blob_threshold=0.7`). */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type Widened<D, T> = null extends D ? T | null : T;

/** The resolved values of some options. */
export type OptionValues<O extends OptionSpecs> = {
  readonly [K in keyof O]: O[K] extends { readonly type: 'number' }
    ? Widened<O[K]['default'], number>
    : O[K] extends { readonly type: 'text' }
      ? Widened<O[K]['default'], string>
      : O[K] extends { readonly type: 'boolean' }
        ? boolean
        : O[K] extends ChoiceOption<infer C>
          ? C
          : never;
};

/** Returns the name users write for an option: `blobThreshold` → `blob_threshold`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/**
 * Returns the name code uses for an option: `blob_threshold` or `blob-threshold` → `blobThreshold`.
 */
export function camelCase(name: string): string {
  return name.replace(/[-_]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Returns all option values: the given ones, else the context's, else the defaults. Strings are
 * parsed to the declared type. Throws a usage UserError on an unknown name, a wrong type or a value
 * out of range.
 */
export function resolveOptions<O extends OptionSpecs>(
  specs: O,
  given: Readonly<Record<string, unknown>>,
  context: Readonly<Partial<Record<ContextKey, unknown>>> = {}
): OptionValues<O> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(specs, camelCase(name))) {
      const known = Object.keys(specs).map(snakeCase);
      const all = `known options: ${known.join(', ') || 'none'}`;
      throw usageError(`unknown option: ${printable(name)}`, didYouMean(name, known, all));
    }
  }
  const requested = Object.fromEntries(Object.entries(given).map(([k, v]) => [camelCase(k), v]));
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const fallback = spec.context === undefined ? undefined : context[spec.context];
    const value = requested[name] ?? fallback ?? spec.default;
    values[name] = value === null ? null : parseOption(name, spec, value);
  }
  return values as OptionValues<O>;
}

function parseOption(name: string, spec: OptionSpec, value: unknown): unknown {
  const label = snakeCase(name);
  switch (spec.type) {
    case 'number': {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      const { min = -Infinity, max = Infinity, integer = false } = spec;
      const fits = typeof number === 'number' && number >= min && number <= max;
      if (!fits || (integer && !Number.isInteger(number))) {
        const range = `${integer ? 'a whole number' : 'a number'} from ${min} to ${max}`;
        throw usageError(`invalid ${label}: ${value}`, `expected ${range}`);
      }
      return number;
    }
    case 'text':
      return String(value);
    case 'boolean':
      if (value === true || value === 'true' || value === '1' || value === 'yes') return true;
      if (value === false || value === 'false' || value === '0' || value === 'no') return false;
      throw usageError(`invalid ${label}: ${value}`, 'expected true or false');
    case 'choice':
      if (spec.choices.includes(String(value))) return value;
      throw usageError(
        `invalid ${label}: ${printable(String(value))}`,
        didYouMean(String(value), spec.choices, `expected one of: ${spec.choices.join(', ')}`)
      );
  }
}
