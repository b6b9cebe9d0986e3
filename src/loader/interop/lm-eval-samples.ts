import { basename } from 'node:path';
import { parsePythonJson } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { readDecoded } from '../files/read-file.ts';
import type { JsonObject } from '../files/read-json.ts';

/** One document of a task, and what a model made of it. */
export interface LmEvalSample {
  readonly task: string;
  /** Its place in the task's data. */
  readonly docId: number;
  /** What became of the answer before it was judged; one sample per filter. `none` for nothing. */
  readonly filter: string;
  /** As a text: of a choice often the right one's number. */
  readonly target: string;
  /** What the model was given; null where its choices have several. */
  readonly prompt: string | null;
  /** What it wrote, after the filter; of choices the likeliest; null where that is not said. */
  readonly response: string | null;
  /** By `acc` or `exact_match`; null where neither is 0 or 1. */
  readonly correct: boolean | null;
  /** Its metrics that are single numbers. */
  readonly metrics: Readonly<Record<string, number>>;
}

const LARGEST = 2 ** 30;
/** The metrics that say whether an answer is right, the first that there is. */
const JUDGES = ['acc', 'exact_match'];

/**
 * Returns the samples in a `samples_<task>_<date>.jsonl` of lm-evaluation-harness. Throws UserError
 * where its name tells no task, or a line is damaged or no sample, by its number.
 */
export async function readLmEvalSamples(path: string): Promise<readonly LmEvalSample[]> {
  const task = /^samples_(.+)_[^_]+\.jsonl$/.exec(basename(path))?.[1];
  if (task === undefined)
    throw new UserError(
      `the name of the file tells no task: ${printable(path)}`,
      'it is samples_<task>_<date>.jsonl'
    );
  const description = {
    missing: `missing lm-eval samples: ${printable(path)}`,
    largest: LARGEST,
    remedy: 'copy it again, or evaluate again with --log_samples'
  };
  return readDecoded(path, description, (bytes) =>
    linesOf(bytes).map(([line, number]) => sampleOf(line, task, number))
  );
}

/** The lines that are not empty, with their numbers from 1. A text of the whole may be too long. */
function linesOf(bytes: Uint8Array): readonly (readonly [string, number])[] {
  const lines: [string, number][] = [];
  const decoder = new TextDecoder();
  let number = 1;
  for (let at = 0; at < bytes.length; number++) {
    const found = bytes.indexOf(0x0a, at);
    const end = found < 0 ? bytes.length : found;
    const line = decoder.decode(bytes.subarray(at, end));
    if (line.trim() !== '') lines.push([line, number]);
    at = end + 1;
  }
  return lines;
}

function sampleOf(line: string, task: string, number: number): LmEvalSample {
  const refuse = (problem: string) =>
    new UserError(`damaged lm-eval samples: line ${number} ${problem}`);
  let sample: unknown;
  try {
    sample = parsePythonJson(line);
  } catch {
    throw refuse('is no JSON');
  }
  if (!isObject(sample)) throw refuse('is no object');
  const { doc_id: docId, target, filter = 'none' } = sample;
  if (!Number.isSafeInteger(docId)) throw refuse('has no whole number doc_id');
  if (target === undefined) throw refuse('has no target');
  if (typeof filter !== 'string') throw refuse('has a filter that is no text');
  const requests = requestsOf(sample.arguments);
  const prompts = new Set(requests.map(([prompt]) => prompt));
  const [prompt] = prompts.size === 1 ? prompts : [null];
  const metrics = metricsOf(sample);
  return {
    task,
    docId: docId as number,
    filter,
    target: typeof target === 'string' ? target : JSON.stringify(target),
    prompt: typeof prompt === 'string' ? prompt : null,
    response: responseOf(sample.filtered_resps, typeof prompt === 'string' ? requests : []),
    correct: correctOf(metrics),
    metrics: Object.fromEntries(metrics)
  };
}

/** The arguments of each request: lists, or since 0.4.3 `{gen_args_0: {arg_0, arg_1}}`. */
function requestsOf(value: unknown): readonly (readonly unknown[])[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).map((request: unknown) =>
    request !== null && typeof request === 'object' ? Object.values(request) : []
  );
}

/** A text, or of choices (log-likelihood, is it the likeliest) the one with the largest. */
function responseOf(value: unknown, requests: readonly (readonly unknown[])[]): string | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  if (typeof value[0] === 'string') return value[0];
  if (value.length < 2 || value.length !== requests.length) return null;
  let best = -1;
  let most = -Infinity;
  for (let i = 0; i < value.length; i++) {
    const pair: unknown = value[i];
    const likelihood = Number(Array.isArray(pair) ? pair[0] : Number.NaN);
    if (likelihood > most) [best, most] = [i, likelihood];
  }
  const choice = best < 0 ? null : requests[best][1];
  return typeof choice === 'string' ? choice.trim() : null;
}

function metricsOf(sample: JsonObject): ReadonlyMap<string, number> {
  const names = Array.isArray(sample.metrics) ? sample.metrics : JUDGES;
  const metrics = new Map<string, number>();
  for (const name of names as unknown[]) {
    if (typeof name !== 'string' || !Object.hasOwn(sample, name)) continue;
    const value = sample[name];
    if (typeof value === 'number' || typeof value === 'boolean') metrics.set(name, Number(value));
  }
  return metrics;
}

function correctOf(metrics: ReadonlyMap<string, number>): boolean | null {
  for (const judge of JUDGES) {
    const value = metrics.get(judge);
    if (value === 0 || value === 1) return value === 1;
  }
  return null;
}

function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
