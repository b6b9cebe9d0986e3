import { parsePythonJson } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { type FileDescription, readDecoded, readDecodedSync } from './read-file.ts';

/** A JSON object read from disk. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Three times what a million losses take. */
const LARGEST = 128 * 2 ** 20;

/**
 * Returns the JSON object in a file; Python's bare NaN and Infinity are read as null and ±Infinity.
 * Throws UserError.
 */
export function readJson(path: string, description: FileDescription): Promise<JsonObject> {
  return readDecoded(path, { largest: LARGEST, ...description }, decode);
}

/** Returns the JSON object in a small file at once, as {@link readJson} does. Throws UserError. */
export function readJsonSync(path: string, description: FileDescription): JsonObject {
  return readDecodedSync(path, { largest: LARGEST, ...description }, decode);
}

/** Returns the numbers of a JSON list, null as NaN; null when it is not a list of numbers. */
export function numbersOf(value: unknown): Float64Array | null {
  if (!Array.isArray(value)) return null;
  const out = new Float64Array(value.length);
  for (let i = 0; i < out.length; i++) {
    const item: unknown = value[i];
    if (item !== null && typeof item !== 'number') return null;
    out[i] = item ?? Number.NaN;
  }
  return out;
}

function decode(bytes: Uint8Array): JsonObject {
  const value = parsePythonJson(new TextDecoder().decode(bytes));
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new UserError('damaged json: it is not an object');
  return value as JsonObject;
}
