import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { shortened } from '../../text/shortened.ts';
import { type JsonObject, readJson } from '../files/read-json.ts';

/** A metric of a task, as lm-evaluation-harness aggregated it. */
export interface LmEvalResult {
  readonly task: string;
  readonly metric: string;
  /** What became of the answers before they were judged; `none` for nothing. */
  readonly filter: string;
  /** NaN where the file has NaN, null or `N/A`. */
  readonly value: number;
  /** Standard error of the value; null where it is not known. */
  readonly stderr: number | null;
  /** The task's name in tables; of a task in a group it is indented. */
  readonly alias: string | null;
  readonly model: string | null;
  /** When the evaluation began, as 2026-11-27T12:51:48.000Z. */
  readonly date: string | null;
}

/** Times beyond these seconds are none. */
const LATEST = 8.64e12;

/**
 * Returns the metrics in a `results_*.json` of lm-evaluation-harness 0.4 or later, whose keys are
 * `metric,filter`; groups of tasks are among the tasks. Throws UserError where the file is damaged,
 * is something else, or a metric is no number.
 */
export async function readLmEvalResults(path: string): Promise<readonly LmEvalResult[]> {
  const file = await readJson(path, { missing: `missing lm-eval results: ${printable(path)}` });
  const refuse = (problem: string) =>
    new UserError(
      `unsupported lm-eval results: ${problem}: ${printable(path)}`,
      'a results_*.json of lm-evaluation-harness 0.4 or later is expected'
    );
  if (!isObject(file.results)) throw refuse('it has no results by task');
  const model = modelOf(file);
  const date = dateOf(file.date);
  const rows: LmEvalResult[] = [];
  for (const [task, entry] of Object.entries(file.results)) {
    if (!isObject(entry)) throw refuse(`${short(task)} is no object`);
    const alias = typeof entry.alias === 'string' ? entry.alias : null;
    for (const [key, value] of Object.entries(entry)) {
      const comma = key.indexOf(',');
      if (comma < 0) continue;
      const metric = key.slice(0, comma);
      const filter = key.slice(comma + 1);
      if (isStderrOf(metric, filter, entry)) continue;
      const number = numberOf(value);
      if (number === undefined) throw refuse(`${short(key)} of ${short(task)} is no number`);
      const error = numberOf(own(entry, `${metric}_stderr,${filter}`)) ?? null;
      const stderr = error === null || Number.isNaN(error) ? null : error;
      rows.push({ task, metric, filter, value: number, stderr, alias, model, date });
    }
  }
  if (rows.length === 0 && Object.values(file.results).some(hasNumbers))
    throw refuse('its metrics name no filter, as those of versions before 0.4');
  return rows;
}

function isStderrOf(metric: string, filter: string, entry: JsonObject): boolean {
  const suffix = '_stderr';
  return (
    metric.endsWith(suffix) && Object.hasOwn(entry, `${metric.slice(0, -suffix.length)},${filter}`)
  );
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return value === null || value === 'N/A' ? Number.NaN : undefined;
}

function modelOf({ model_name: name, config }: JsonObject): string | null {
  if (typeof name === 'string') return name;
  return isObject(config) && typeof config.model === 'string' ? config.model : null;
}

function dateOf(date: unknown): string | null {
  if (typeof date !== 'number' || !(Math.abs(date) < LATEST)) return null;
  return new Date(1000 * date).toISOString();
}

function hasNumbers(entry: unknown): boolean {
  return isObject(entry) && Object.values(entry).some((value) => typeof value === 'number');
}

function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function short(text: string): string {
  return shortened(printable(text), 100);
}
