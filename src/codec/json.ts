import { damaged } from './damaged.ts';

/**
 * Most brackets of a JSON text that may be open at once; ours and the Python workbench's have five.
 */
const DEEPEST = 200;
/** Most lists and objects of a text: each takes fifty times the memory of its two brackets. */
const MOST = 2 ** 21;

/**
 * Text between quotes, a bracket, or a number that only Python writes, as positions in the text.
 */
interface Token {
  readonly kind: 'string' | 'open' | 'close' | 'NaN' | 'Infinity';
  readonly start: number;
  readonly end: number;
}

/** Python's bare numbers, by what JSON has for them. */
const bare = { NaN: 'null', Infinity: '1e999' };

/**
 * Returns the value in a JSON text, in time linear in its length. Throws UserError `damaged json`
 * on what is no JSON and on more than 200 open brackets, beyond which code that walks the value
 * would overflow the stack.
 */
export function parseJson(text: string): unknown {
  checkBrackets(text);
  try {
    return JSON.parse(text);
  } catch {
    throw damaged('json', text.trim() === '' ? 'it is empty' : 'it breaks off or is misspelt');
  }
}

/**
 * Returns the value of {@link parseJson}, with Python's bare NaN as null, and Infinity. Throws
 * UserError.
 */
export function parsePythonJson(text: string): unknown {
  checkBrackets(text);
  try {
    return JSON.parse(text);
  } catch {
    return parseJson(withoutBareNumbers(text));
  }
}

/**
 * Returns the first key that an object at the top of a sound JSON text has twice; JSON.parse keeps
 * the last of them.
 */
export function repeatedKey(text: string): string | null {
  const seen = new Set<string>();
  let depth = 0;
  for (const { kind, start, end } of tokens(text)) {
    if (kind === 'open') depth++;
    else if (kind === 'close') depth--;
    else if (kind === 'string' && depth === 1 && isKey(text, end)) {
      const key = JSON.parse(text.slice(start, end)) as string;
      if (seen.has(key)) return key;
      seen.add(key);
    }
  }
  return null;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (' \t\n\r'.includes(text.charAt(at)) && at < text.length) at++;
  return text[at] === ':';
}

function checkBrackets(text: string): void {
  if (hasFewBrackets(text)) return;
  let depth = 0;
  let count = 0;
  for (const { kind } of tokens(text)) {
    if (kind === 'close') depth--;
    if (kind !== 'open') continue;
    if (++depth > DEEPEST) throw damaged('json', `it has more than ${DEEPEST} levels`);
    if (++count > MOST) throw damaged('json', `it has more than ${MOST} lists and objects`);
  }
}

/** A megabyte of losses has a handful of brackets, which a native search counts at once. */
function hasFewBrackets(text: string): boolean {
  let count = 0;
  for (const bracket of '[{')
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1))
      if (++count > DEEPEST) return false;
  return true;
}

function withoutBareNumbers(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const { kind, start, end } of tokens(text)) {
    if (kind !== 'NaN' && kind !== 'Infinity') continue;
    parts.push(text.slice(from, start), bare[kind]);
    from = end;
  }
  return parts.join('') + text.slice(from);
}

/**
 * Every character is looked at once: a regular expression for strings overflows on long ones, or
 * goes back over them.
 */
function* tokens(text: string): Generator<Token> {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const start = at;
    if (code === 0x22) {
      for (at++; at < text.length && text.charCodeAt(at) !== 0x22; at++)
        if (text.charCodeAt(at) === 0x5c) at++;
      yield { kind: 'string', start, end: at + 1 };
    } else if (code === 0x5b || code === 0x7b) yield { kind: 'open', start, end: at + 1 };
    else if (code === 0x5d || code === 0x7d) yield { kind: 'close', start, end: at + 1 };
    else if (code === 0x4e || code === 0x49) {
      const kind = code === 0x4e ? 'NaN' : 'Infinity';
      const end = at + kind.length;
      const stands = !/[\w.]/.test(text.charAt(at - 1)) && !/[\w.]/.test(text.charAt(end));
      if (stands && text.startsWith(kind, at)) yield { kind, start, end };
    }
  }
}
