import { createHash } from 'node:crypto';
import type { parse as parseYaml } from 'yaml';
import { parsePythonJson } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import type { TextProbe } from '../../task/index.ts';
import { printable } from '../../text/printable.ts';
import { shortened } from '../../text/shortened.ts';
import { readDecoded } from '../files/read-file.ts';

/** Probes that are looked at together; another content is another set. */
export interface TextProbeSet {
  /** First 12 hexadecimal digits of the SHA-256 of what it holds, remarks in the metadata apart. */
  readonly hash: string;
  readonly probes: readonly TextProbe[];
}

/** What of the metadata decides how probes are grouped. */
const counted = ['level', 'skill', 'hard_example'];

const LARGEST = 2 ** 26;
const HINT = 'expected a list of {id, prompt, expected, category}, or one under probes or examples';

/**
 * Returns the probes in a JSON or YAML file: a list, or an object that has it under `probes` or
 * `examples`; each with `id`, `prompt`, `expected` (or `expected_answer`, `answer`), `category`,
 * `difficulty`, `metadata`. In a .jsonl file each line is one; without an id it has that of its
 * line, and what it says besides is its metadata. Rejects with a UserError that names the first
 * probe that cannot be read.
 */
export async function readProbeSet(path: string): Promise<TextProbeSet> {
  // Loaded where it is needed: every command loads this file.
  const yaml = /\.ya?ml$/i.test(path) ? await import('yaml') : null;
  const description = {
    missing: `missing probe file: ${printable(path)}`,
    hint: 'give a .json, .jsonl or .yaml file of probes',
    remedy: HINT,
    largest: LARGEST
  };
  return readDecoded(path, description, (bytes) => {
    const text = new TextDecoder().decode(bytes);
    if (/\.jsonl$/i.test(path)) return probeSetOf(linesOf(text));
    return probeSetOf(yaml ? yamlOf(text, yaml.parse) : parsePythonJson(text));
  });
}

/** Returns the probes of a parsed file. Throws UserError. */
export function probeSetOf(value: unknown): TextProbeSet {
  const { probes, examples } = (value ?? {}) as Record<string, unknown>;
  const list = Array.isArray(value) ? value : (probes ?? examples);
  if (!Array.isArray(list)) throw new UserError('no list of probes', HINT);
  if (list.length === 0) throw new UserError('no probes', HINT);
  const found = list.map(probeOf);
  const seen = new Set<string>();
  for (const { id } of found) {
    if (seen.has(id))
      throw new UserError(`two probes have one id: ${printable(id)}`, 'give each its own');
    seen.add(id);
  }
  const content = JSON.stringify(
    found.map(({ metadata, ...said }) => [
      ...Object.values(said),
      ...counted.map((key) => metadata[key])
    ])
  );
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { hash, probes: found };
}

function probeOf(value: unknown, index: number): TextProbe {
  const given = (value ?? {}) as Record<string, unknown>;
  const fail = (problem: string): never => {
    throw new UserError(`probe ${index + 1} ${problem}`, HINT);
  };
  /** Null where it is absent; a bare number or truth value of YAML is its text. */
  const text = (...keys: readonly string[]): string | null => {
    const key = keys.find((one) => given[one] !== undefined && given[one] !== null);
    if (key === undefined) return null;
    const found = given[key];
    if (typeof found === 'string') return found;
    if (typeof found === 'number') return String(found);
    return fail(`has no text as ${key}: ${printable(shortened(JSON.stringify(found), 40))}`);
  };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail('is no object');
  const { metadata } = given;
  return {
    id: text('id') ?? fail('has no id'),
    prompt: text('prompt') || fail('has no prompt'),
    expected: text('expected', 'expected_answer', 'answer'),
    category: text('category') ?? '',
    difficulty: text('difficulty') ?? '',
    metadata:
      typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)
        ? (metadata as Record<string, unknown>)
        : {}
  };
}

/** Returns the values in the lines of a .jsonl file. Rejects with a UserError. */
export function readRows(path: string): Promise<readonly unknown[]> {
  const description = {
    missing: `missing file: ${printable(path)}`,
    hint: 'give a .jsonl file of training rows',
    remedy: 'expected a JSON object in each line',
    largest: 2 ** 30
  };
  return readDecoded(path, description, (bytes) =>
    valuesIn(new TextDecoder().decode(bytes)).map(({ value }) => value)
  );
}

function valuesIn(text: string): readonly { readonly value: unknown; readonly line: number }[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      return [{ value: parsePythonJson(line) as unknown, line: i + 1 }];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw new UserError(`${error.message} in line ${i + 1}`, HINT);
    }
  });
}

/** A probe for each line that is not blank. */
function linesOf(text: string): readonly unknown[] {
  return valuesIn(text).map(({ value, line }) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const own = Object.entries(value).filter(([key]) => !known.has(key));
    const metadata = { ...Object.fromEntries(own), ...(value as { metadata?: object }).metadata };
    return { id: `line_${line}`, ...value, metadata };
  });
}

/** What a probe says of itself; `text` is prompt and answer once more. */
const known = new Set([
  ...['id', 'prompt', 'expected', 'expected_answer', 'answer', 'text'],
  ...['category', 'difficulty', 'metadata']
]);

function yamlOf(text: string, parse: typeof parseYaml): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (error) {
    const [line = ''] = String((error as Error).message).split('\n');
    throw new UserError(`damaged yaml: ${printable(line.replace(/:$/, ''))}`, HINT);
  }
}
