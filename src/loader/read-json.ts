import { UserError } from '../error/user-error.ts';
import { type FileWords, readDecoded } from './read-file.ts';

/** A JSON object read from disk. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Returns the JSON object in a file; Python's bare NaN and Infinity are read as null and ±Infinity. Throws UserError. */
export function readJson(path: string, words: FileWords): Promise<JsonObject> {
  return readDecoded(path, words, (bytes) => parseJson(new TextDecoder().decode(bytes)));
}

/** Returns the JSON object in a text, with Python's bare NaN (as null) and Infinity. Throws UserError `damaged json`. */
export function parseJson(text: string): JsonObject {
  const value = tryParse(text) ?? tryParse(withoutBareNumbers(text));
  if (value === undefined)
    throw new UserError(
      `damaged json: ${text.trim() === '' ? 'it is empty' : 'it breaks off or is misspelt'}`
    );
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new UserError('damaged json: it is not an object');
  return value as JsonObject;
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

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function withoutBareNumbers(text: string): string {
  return text.replace(
    /("(?:[^"\\]|\\.)*")|\bNaN\b|\bInfinity\b/g,
    (token, quoted: string | undefined) =>
      quoted !== undefined ? quoted : token === 'NaN' ? 'null' : '1e999'
  );
}
