import { parseJson, repeatedKey } from '../../codec/index.ts';
import { didYouMean } from '../../error/did-you-mean.ts';
import { UserError, usageError } from '../../error/user-error.ts';
import { camelCase, resolveOptions } from '../../option/option.ts';
import { printable } from '../../text/printable.ts';
import { findVisualization } from '../../visualizations/index.ts';
import { alignments } from '../compare/alignments.ts';
import { seedLines } from '../compare/seed-groups.ts';
import { ways } from '../compare/ways.ts';
import type { GivenOptions, ViewComparison, ViewPanel, ViewSpec } from './view-spec.ts';

type Fields = Readonly<Record<string, unknown>>;
/** Reads the value of a key, which stands at a place in words. */
type Reader<T> = (value: unknown, place: string) => T;

/** More than can be looked at. */
const [mostRows, mostInRow] = [40, 6];

/**
 * Returns the view that a JSON text holds. Throws a usage UserError with the place of what is
 * wrong: unknown keys, figures, options and values, with the nearest known names.
 */
export function parseView(text: string): ViewSpec {
  const value = parseJson(text);
  const twice = repeatedKey(text);
  if (twice !== null) throw usageError(`key twice: ${printable(twice)}`, 'delete one of them');
  const fields = object(value, 'the view');
  const view = read<ViewSpec>(fields, 'the view', {
    title: string,
    text: string,
    variant: string,
    epoch: count,
    neuron: count,
    input: string,
    picked: listOf(string, 1),
    compare: comparison(['way', 'align', 'seeds', 'against']),
    rows: listOf(listOf(panel, 1, mostInRow), 1, mostRows),
    heights: listOf(positive, 1),
    sentence: truth,
    epoch_control: truth,
    focus: count,
    maximised: truth
  });
  for (const key of ['title', 'rows'] as const)
    if (view[key] === undefined) throw usageError(`missing key: ${key}`, 'docs/views.md shows one');
  const { rows, heights, focus } = view;
  if (heights && heights.length !== rows.length)
    throw usageError(`heights of ${heights.length} rows: there are ${rows.length}`);
  const panels = rows.flat().length;
  if (focus !== undefined && (focus < 1 || focus > panels))
    throw usageError(`no panel ${focus} to focus`, `they are 1 to ${panels}`);
  return view;
}

function read<T>(
  fields: Fields,
  place: string,
  readers: { readonly [K in keyof T]-?: Reader<NonNullable<T[K]>> }
): T {
  const known = Object.keys(readers);
  const made: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (!known.includes(key))
      throw usageError(
        `unknown key in ${place}: ${printable(key)}`,
        didYouMean(key, known, `keys: ${known.join(', ')}`)
      );
    made[key] = readers[key as keyof T](value, `${key} of ${place}`);
  }
  return made as T;
}

function panel(value: unknown, place: string): ViewPanel {
  const fields = object(value, place);
  const made = read<ViewPanel>(fields, place, {
    figure: figureId,
    text: string,
    title: string,
    options: (given, at) => object(given, at) as GivenOptions,
    variants: listOf(string, 1),
    epoch: count,
    compare: comparison(['align', 'seeds', 'against'])
  });
  if ((made.figure === undefined) === (made.text === undefined))
    throw usageError(`${place} has a figure or a text`, 'give one of them');
  if (made.figure === undefined) {
    const other = Object.keys(made).find((key) => key !== 'text' && key !== 'title');
    if (other !== undefined) throw usageError(`a text has no ${other}: ${place}`);
    return made;
  }
  const { kind } = findVisualization(made.figure);
  if (kind === 'epoch' && (made.variants?.length ?? 0) > 1)
    throw usageError(
      `${made.figure} shows one variant: ${place}`,
      'give each variant a panel of its own'
    );
  return made.options ? { ...made, options: optionsOf(made.figure, made.options, place) } : made;
}

/** Options as the figure has them: known names, values of their type and range. */
function optionsOf(id: string, given: GivenOptions, place: string): GivenOptions {
  const { options } = findVisualization(id);
  try {
    const resolved = resolveOptions(options, given) as GivenOptions;
    return Object.fromEntries(
      Object.keys(given).map((name) => [camelCase(name), resolved[camelCase(name)]])
    );
  } catch (error) {
    if (error instanceof UserError) throw usageError(`${error.message} in ${place}`, error.hint);
    throw error;
  }
}

function comparison(keys: readonly (keyof ViewComparison)[]): Reader<ViewComparison> {
  const readers = {
    way: oneOf(ways),
    align: oneOf(alignments),
    seeds: oneOf(seedLines),
    against: (value: unknown, place: string) => {
      const made = read<{ variant: string; epoch?: number }>(object(value, place), place, {
        variant: string,
        epoch: count
      });
      if (made.variant === undefined) throw usageError(`missing key: variant of ${place}`);
      return made;
    }
  };
  const own = Object.fromEntries(keys.map((key) => [key, readers[key]]));
  return (value, place) =>
    read<ViewComparison>(object(value, place), place, own as unknown as typeof readers);
}

function figureId(value: unknown, place: string): string {
  const id = string(value, place);
  try {
    return findVisualization(id).id;
  } catch (error) {
    if (error instanceof UserError) throw usageError(`${error.message} (${place})`, error.hint);
    throw error;
  }
}

function object(value: unknown, place: string): Fields {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Fields;
  throw usageError(`not an object: ${place}`, 'docs/views.md shows one');
}

function string(value: unknown, place: string): string {
  if (typeof value === 'string') return value;
  throw usageError(`not a text: ${place}`);
}

function truth(value: unknown, place: string): boolean {
  if (typeof value === 'boolean') return value;
  throw usageError(`neither true nor false: ${place}`);
}

function count(value: unknown, place: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw usageError(`not a whole number from 0: ${place}`);
}

function positive(value: unknown, place: string): number {
  if (typeof value === 'number' && value >= 0.1 && value <= 10) return value;
  throw usageError(`not a number from 0.1 to 10: ${place}`);
}

function oneOf<T extends string>(known: readonly T[]): Reader<T> {
  return (value, place) => {
    const found = known.find((one) => one === value);
    if (found) return found;
    const given = typeof value === 'string' ? value : JSON.stringify(value);
    throw usageError(
      `unknown ${place}: ${printable(given)}`,
      didYouMean(given, known, `known: ${known.join(', ')}`)
    );
  };
}

function listOf<T>(one: Reader<T>, least: number, most = 1000): Reader<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) throw usageError(`not a list: ${place}`);
    if (value.length < least || value.length > most)
      throw usageError(`${value.length} entries: ${place}`, `it takes ${least} to ${most}`);
    return value.map((entry, i) => one(entry, `${i + 1} in ${place}`));
  };
}
