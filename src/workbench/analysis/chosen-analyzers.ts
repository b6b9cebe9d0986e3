import {
  type Analyzer,
  analyzers,
  type CheckpointGraph,
  findAnalyzer
} from '../../analyzers/index.ts';
import { didYouMean } from '../../error/did-you-mean.ts';
import { UserError, usageError } from '../../error/user-error.ts';
import type { Variant } from '../../loader/index.ts';
import {
  camelCase,
  type OptionSpecs,
  type OptionValues,
  resolveOptions,
  snakeCase
} from '../../option/option.ts';
import { taskOf } from '../../task/index.ts';
import { printable } from '../../text/printable.ts';
import { knownFamily } from '../run/known-family.ts';
import { lackOf } from '../run/suited.ts';
import { checkpointGraph } from './checkpoint-graph.ts';

/** Parameter values by camelCase name. */
export type Parameters = OptionValues<OptionSpecs>;

/** Parameters as a user gives them: camelCase or snake_case names, values of any kind. */
export type GivenParameters = Readonly<Record<string, unknown>>;

/**
 * Returns the analyzers to run on a variant: those asked for, else those of its family that
 * grokscope has (where the family is unknown all that its model has the weights and activations
 * for, but those that run many times). What they read comes along, before them. Through a probe set
 * only those whose numbers depend on it. Throws a usage UserError on an unknown id, and a UserError
 * where the model is unknown.
 */
export async function chosenAnalyzers(
  variant: Variant,
  requested?: readonly string[]
): Promise<readonly Analyzer[]> {
  const chosen = requested?.length ? requested.map(findAnalyzer) : await ofFamily(variant);
  const meaningless = chosen.find((analyzer) => lackOf(analyzer, variant) !== null);
  if (requested?.length && meaningless) throw unsuited(meaningless, variant);
  const all = new Set<Analyzer>();
  const add = (analyzer: Analyzer) => {
    for (const id of analyzer.reads ?? []) add(findAnalyzer(id));
    all.add(analyzer);
  };
  chosen.forEach(add);
  const { probe } = variant;
  if (!probe) return [...all];
  const other = requested?.find((id) => !probe.analyzers.includes(id));
  if (other !== undefined) throw notProbed(other, probe.rows.length);
  return [...all].filter(({ id }) => probe.analyzers.includes(id));
}

function notProbed(id: string, pairs: number): UserError {
  const least = Number(findAnalyzer(id).probed ?? 0);
  if (pairs < least)
    return usageError(
      `too few pairs for ${id}: ${pairs}`,
      `give a probe of at least ${least} pairs, or follow single ones: grokscope trace`
    );
  return usageError(
    `no analyzer of ${pairs === 1 ? 'a single pair' : 'chosen pairs'}: ${id}`,
    'its numbers are of the weights or of all pairs, or read some that are: leave out --probe'
  );
}

function unsuited(analyzer: Analyzer, variant: Variant): UserError {
  return usageError(
    `no analyzer of ${taskOf(variant.config).title.toLowerCase()}: ${analyzer.id}`,
    `${lackOf(analyzer, variant)}; leave out --analyzer for those that fit`
  );
}

async function ofFamily(variant: Variant): Promise<readonly Analyzer[]> {
  const family = await knownFamily(variant.family);
  const suited = analyzers.filter((analyzer) => lackOf(analyzer, variant) === null);
  const own = suited.filter(({ id }) => family?.analyzers.includes(id));
  if (own.length > 0) return own;
  if (variant.language) return suited;
  const graph = checkpointGraph(variant);
  const known = new Map<string, boolean>();
  const fits = ({ id }: Analyzer): boolean => {
    const found = known.get(id) ?? (has(graph, findAnalyzer(id)) && readsOf(id).every(fits));
    known.set(id, found);
    return found;
  };
  const readsOf = (id: string) => (findAnalyzer(id).reads ?? []).map(findAnalyzer);
  return suited.filter(fits);
}

/** Whether a model has the weights and activations that an analyzer takes. */
function has(
  graph: CheckpointGraph,
  { measure, repeat, weights = [], ...analyzer }: Analyzer
): boolean {
  if (
    repeat ||
    !weights.every((name) => graph.trained.includes(name.replace(/^block\./, 'blocks.0.')))
  )
    return false;
  try {
    measure?.(graph, parametersOf({ ...analyzer, measure }, {}));
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

/**
 * Returns the parameters of an analyzer: the given ones it has, else those its files were made with
 * (`recorded`), else its defaults. Throws a usage UserError on a value out of range.
 */
export function parametersOf(
  { parameters = {} }: Analyzer,
  given: GivenParameters,
  recorded: GivenParameters = {}
): Parameters {
  const own = (values: GivenParameters) =>
    Object.fromEntries(
      Object.entries(values).filter(([name]) => Object.hasOwn(parameters, camelCase(name)))
    );
  const requested = own(given);
  resolveOptions(parameters, requested);
  try {
    return resolveOptions(parameters, { ...own(recorded), ...requested });
  } catch {
    return resolveOptions(parameters, requested); // the manifest was edited by hand
  }
}

/** Throws a usage UserError if no chosen analyzer has one of the given parameters. */
export function checkParameters(chosen: readonly Analyzer[], given: GivenParameters): void {
  const known = new Set(chosen.flatMap(({ parameters = {} }) => Object.keys(parameters)));
  const unknown = Object.keys(given).find((name) => !known.has(camelCase(name)));
  if (unknown === undefined) return;
  const names = [...known].map(snakeCase);
  const all = `parameters of these analyzers: ${names.join(', ') || 'none'}`;
  throw usageError(`unknown parameter: ${printable(unknown)}`, didYouMean(unknown, names, all));
}
