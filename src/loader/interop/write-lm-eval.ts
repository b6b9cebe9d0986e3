import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { writeAtomic } from '../files/write-atomic.ts';
import type { LmEvalResult } from './lm-eval-results.ts';
import type { LmEvalSample } from './lm-eval-samples.ts';

/** A task that was evaluated. */
export interface EvaluatedTask {
  readonly name: string;
  readonly metrics: readonly Pick<LmEvalResult, 'metric' | 'filter' | 'value' | 'stderr'>[];
  readonly samples: readonly Omit<LmEvalSample, 'task' | 'correct'>[];
}

/** An evaluation of a model. */
export interface Evaluation {
  readonly model: string;
  readonly date: Date;
  readonly tasks: readonly EvaluatedTask[];
}

/**
 * Writes an evaluation as lm-evaluation-harness 0.4 lays it out: in `<folder>/<model>`, whose
 * characters that no file name may have become `__`, a `samples_<task>_<date>.jsonl` of each task
 * that has samples and, last, `results_<date>.json`; the date in UTC with `-` for `:`. Returns the
 * path of the results, which are replaced where they are there. Throws UserError for names that are
 * no file names, two tasks of a name, and where nothing can be written.
 */
export async function writeLmEval(folder: string, evaluation: Evaluation): Promise<string> {
  const { model, date, tasks } = evaluation;
  const place = join(folder, checkedName(model.replace(/["<>:/|\\?*[\]]+/g, '__'), 'model'));
  const names = tasks.map(({ name }) => checkedName(name, 'task'));
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name))
      throw new UserError(`two tasks have the name: ${printable(name)}`, 'name each task once');
    seen.add(name);
  }
  const stamp = date.toISOString().replace('Z', '').replaceAll(':', '-');
  for (const { name, samples } of tasks) {
    if (samples.length === 0) continue;
    const lines = samples.map((sample) => Buffer.from(`${JSON.stringify(lineOf(sample))}\n`));
    await writeAtomic(join(place, `samples_${name}_${stamp}.jsonl`), Buffer.concat(lines));
  }
  const path = join(place, `results_${stamp}.json`);
  await writeAtomic(path, `${JSON.stringify(resultsOf(evaluation), null, 2)}\n`);
  return path;
}

function resultsOf({ model, date, tasks }: Evaluation): Record<string, unknown> {
  const byTask = <T>(value: (task: EvaluatedTask) => T) =>
    Object.fromEntries(tasks.map((task) => [task.name, value(task)]));
  return {
    results: byTask(({ name, metrics }) => ({
      alias: name,
      ...Object.fromEntries(
        metrics.flatMap(({ metric, filter, value, stderr }) => [
          [`${metric},${filter}`, value],
          [`${metric}_stderr,${filter}`, stderr ?? 'N/A']
        ])
      )
    })),
    group_subtasks: {},
    configs: byTask(({ name }) => ({ task: name })),
    versions: byTask(() => 1),
    'n-shot': byTask(() => 0),
    higher_is_better: {},
    'n-samples': byTask(({ samples }) => {
      const count = new Set(samples.map(({ docId }) => docId)).size;
      return { original: count, effective: count };
    }),
    config: { model: 'grokscope', model_args: `pretrained=${model}` },
    date: date.getTime() / 1000,
    model_source: 'grokscope',
    model_name: model
  };
}

/** The prompt and the answer stand for the document, which is not known here. */
function lineOf({ docId, filter, target, prompt, response, metrics }: EvaluatedTask['samples'][0]) {
  const doc = { prompt, target };
  return {
    ...metrics,
    doc_id: docId,
    doc,
    target,
    arguments: prompt === null ? {} : { gen_args_0: { arg_0: prompt } },
    resps: response === null ? [] : [[response]],
    filtered_resps: response === null ? [] : [response],
    filter,
    metrics: Object.keys(metrics),
    doc_hash: hash(JSON.stringify(doc, null, 2)),
    prompt_hash: hash(prompt ?? ''),
    target_hash: hash(target)
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function checkedName(name: string, what: string): string {
  if (/^[^/\\\p{Cc}]{1,150}$/u.test(name) && !name.startsWith('.')) return name;
  throw new UserError(
    `the name of a ${what} is no file name: ${printable(name)}`,
    'give it a name of at most 150 letters without slashes that does not begin with a point'
  );
}
