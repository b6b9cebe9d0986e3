import { printable } from '../../text/printable.ts';
import { shortened } from '../../text/shortened.ts';
import type { JsonObject } from './read-json.ts';

/** Is told what is wrong with a file, in a few words: `layers[3].delta_norm is no number: "x"`. */
export type Tell = (problem: string) => void;

/** Beyond so many problems of one file only their number is told. */
const MOST = 50;

/** Returns a place for the problems of one file, and what was told there so far. */
export function problemList(): { readonly tell: Tell; told(): readonly string[] } {
  const problems: string[] = [];
  let more = 0;
  return {
    tell(problem) {
      if (problems.length < MOST) problems.push(problem);
      else more++;
    },
    told: () => (more === 0 ? problems : [...problems, `… and ${more} more`])
  };
}

/**
 * Returns a parsed JSON value as an object to look into, null (told) where it is none.
 * @param where what messages call it: `layers[3]`; '' for the whole file
 * @param separator what stands between that and the name of a key
 */
export function jsonPlace(
  value: unknown,
  where: string,
  tell: Tell,
  separator = '.'
): JsonPlace | null {
  if (isObject(value)) return new JsonPlace(value, where, tell, separator);
  tell(`${where || 'it'} is no object: ${described(value)}`);
  return null;
}

/**
 * An object of a file that somebody else wrote. What is absent or null is null; what is of another
 * type is told and null too. Nothing here throws.
 */
export class JsonPlace {
  /** The object itself. */
  readonly value: JsonObject;
  /** What messages call it. */
  readonly where: string;
  readonly #tell: Tell;
  readonly #separator: string;

  constructor(value: JsonObject, where: string, tell: Tell, separator: string) {
    this.value = value;
    this.where = where;
    this.#tell = tell;
    this.#separator = separator;
  }

  /** Tells what is wrong with what stands under a key. */
  tell(key: string, problem: string): void {
    this.#tell(`${this.#name(key)} ${problem}`);
  }

  /** Tells whether something other than null stands under a key. */
  has(key: string): boolean {
    return Object.hasOwn(this.value, key) && this.value[key] !== null;
  }

  /** The number under the first of the keys that is there; ±Infinity is one. */
  number(...keys: readonly string[]): number | null {
    return this.#typed('number', keys, (value) => typeof value === 'number');
  }

  /** A whole number of at least 0. */
  count(...keys: readonly string[]): number | null {
    return this.#typed('whole number', keys, isCount);
  }

  /** The whole number without which this says nothing; its absence is told. */
  step(...keys: readonly string[]): number | null {
    if (!keys.some((key) => this.has(key))) this.tell(keys[0], 'is missing');
    return this.count(...keys);
  }

  /** A number from 0 to 1. */
  share(...keys: readonly string[]): number | null {
    return this.#typed('number from 0 to 1', keys, isShare);
  }

  /** A text; an empty one is null. */
  text(...keys: readonly string[]): string | null {
    return this.#typed<string>('text', keys, (value) => typeof value === 'string') || null;
  }

  /** The name of something: a text, or a whole number as one. */
  label(...keys: readonly string[]): string | null {
    const found = this.#typed<string | number>(
      'name',
      keys,
      (value) => typeof value === 'string' || isCount(value)
    );
    return found === null || found === '' ? null : String(found);
  }

  /** A truth value. */
  flag(key: string): boolean | null {
    return this.#typed('truth value', [key], (value) => typeof value === 'boolean');
  }

  /** An object. */
  object(key: string): JsonPlace | null {
    return this.has(key) ? jsonPlace(this.value[key], this.#name(key), this.#tell) : null;
  }

  /** The objects of a list; what else is in it is told and left out, as is its absence. */
  objects(key: string): readonly JsonPlace[] {
    if (!this.has(key)) this.tell(key, 'is missing');
    return this.objectsIfAny(key);
  }

  /** The objects of a list that need not be there. */
  objectsIfAny(key: string): readonly JsonPlace[] {
    const list = this.#typed<readonly unknown[]>('list', [key], Array.isArray) ?? [];
    return list.flatMap((item, i) => jsonPlace(item, `${this.#name(key)}[${i}]`, this.#tell) ?? []);
  }

  /** The objects in an object, by their keys; what else is in it is told and left out. */
  objectsByKey(): readonly (readonly [key: string, place: JsonPlace])[] {
    return Object.entries(this.value).flatMap(([key, item]) => {
      const place = jsonPlace(item, this.#name(key), this.#tell);
      return place ? [[key, place] as const] : [];
    });
  }

  /** A list of numbers and nulls. */
  numbers(key: string): readonly (number | null)[] | null {
    return this.#typed<readonly (number | null)[]>('list of numbers', [key], (value) =>
      isListOf(value, (item) => item === null || typeof item === 'number')
    );
  }

  /** A list of texts. */
  texts(key: string): readonly string[] | null {
    return this.#typed<readonly string[]>('list of texts', [key], (value) =>
      isListOf(value, (item) => typeof item === 'string')
    );
  }

  /** The values under the keys of this object that `accepts` lets through; others are told. */
  each<T>(wanted: string, accepts: (value: unknown) => boolean): Readonly<Record<string, T>> {
    return Object.fromEntries(
      Object.keys(this.value).flatMap((key) => {
        const found = this.#typed<T>(wanted, [key], accepts);
        return found === null ? [] : [[key, found]];
      })
    );
  }

  /** What stands under other keys than these, null left out. */
  others(known: ReadonlySet<string>): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(this.value).filter(([key, value]) => !known.has(key) && value !== null)
    );
  }

  #typed<T>(
    wanted: string,
    keys: readonly string[],
    accepts: (value: unknown) => boolean
  ): T | null {
    const key = keys.find((one) => this.has(one));
    if (key === undefined) return null;
    const value = this.value[key];
    if (accepts(value)) return value as T;
    this.tell(key, `is no ${wanted}: ${described(value)}`);
    return null;
  }

  #name(key: string): string {
    return [this.where, printable(shortened(key, 80))].filter(Boolean).join(this.#separator);
  }
}

/** Tells whether a value is a whole number of at least 0. */
export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Tells whether a value is a number from 0 to 1. */
export function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf(value: unknown, accepts: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(accepts);
}

function described(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  return typeof value === 'string'
    ? printable(JSON.stringify(shortened(value, 40)))
    : String(value);
}
