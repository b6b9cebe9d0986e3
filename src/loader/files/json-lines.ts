import { parsePythonJson } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { type JsonPlace, jsonPlace, type Tell } from './json-place.ts';

/** A file of lines may have so many bytes: a hundred thousand rows of a kilobyte. */
export const LARGEST_LINES = 128 * 2 ** 20;

/**
 * Returns the objects in the lines of a JSONL file, named `line 7`, in their order; Python's NaN is
 * null. Blank lines are passed over. A line that is no object is told with its number, the last one
 * as torn where no line end follows it; the others are kept.
 * @param begin how a row begins (`{"step"`). A writer that was killed leaves half a row, which the
 * next one goes on behind: the row after the last `begin` on such a line is kept.
 */
export function jsonLines(bytes: Uint8Array, begin: string, tell: Tell): readonly JsonPlace[] {
  const lines = new TextDecoder().decode(bytes).split('\n');
  const found: JsonPlace[] = [];
  for (const [i, line] of lines.entries()) {
    const text = line.trim();
    if (text === '') continue;
    const where = `line ${i + 1}`;
    let value = parsed(text);
    if (value === undefined) {
      const isLast = i === lines.length - 1;
      const rest = text.lastIndexOf(begin);
      value = rest > 0 ? parsed(text.slice(rest)) : undefined;
      if (value !== undefined) tell(`${where} is torn, and another row follows it there`);
      else tell(`${where} is ${isLast ? 'torn' : 'damaged'}: ${text.length} characters left out`);
    }
    const place = value === undefined ? null : jsonPlace(value, where, tell, ': ');
    if (place) found.push(place);
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return parsePythonJson(text);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
