import { join } from 'node:path';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { entriesOf, foldersIn, isFolder } from '../files/folder.ts';
import { type LmEvalResult, readLmEvalResults } from './lm-eval-results.ts';
import { type LmEvalSample, readLmEvalSamples } from './lm-eval-samples.ts';

/** A folder of evaluations has a file per checkpoint and task. */
const MOST_FILES = 10_000;
/** More samples do not fit into memory with their prompts. */
const MOST_SAMPLES = 2 ** 22;

/** What lm-evaluation-harness left. */
export interface LmEval {
  /** In the order of the files' names, which ascend by date; within a file in its order. */
  readonly results: readonly LmEvalResult[];
  readonly samples: readonly LmEvalSample[];
}

/**
 * Returns what lm-evaluation-harness (0.4 and later) wrote: of a folder all `results_*.json` and
 * `samples_*.jsonl` in it and in the folders in it (one per model); of one such file what it holds.
 * Throws UserError where there is none, and where a file is damaged or something else.
 */
export async function readLmEval(path: string): Promise<LmEval> {
  const files = isFolder(path) ? filesIn(path) : [path];
  const results: LmEvalResult[] = [];
  const samples: LmEvalSample[] = [];
  for (const file of files) {
    if (file.endsWith('.json')) results.push(...(await readLmEvalResults(file)));
    else if (file.endsWith('.jsonl')) {
      for (const sample of await readLmEvalSamples(file)) samples.push(sample);
      if (samples.length > MOST_SAMPLES)
        throw new UserError(
          `more than ${MOST_SAMPLES} samples: ${printable(path)}`,
          'give the folder of one model, or single files'
        );
    } else
      throw new UserError(
        `no file of lm-eval: ${printable(path)}`,
        'give a results_*.json, a samples_*.jsonl, or their folder'
      );
  }
  return { results, samples };
}

function filesIn(folder: string): readonly string[] {
  const files = [folder, ...foldersIn(folder).map((name) => join(folder, name))].flatMap((place) =>
    entriesOf(place)
      .filter(
        (entry) => !entry.isDirectory() && /^(results_.*\.json|samples_.*\.jsonl)$/.test(entry.name)
      )
      .map((entry) => join(place, entry.name))
  );
  if (files.length === 0)
    throw new UserError(
      `no results_*.json and no samples_*.jsonl in the folder: ${printable(folder)}`,
      'give the folder that lm-eval was told by --output_path, or one of a model in it'
    );
  if (files.length > MOST_FILES)
    throw new UserError(
      `${files.length} files of lm-eval, at most ${MOST_FILES} are read: ${printable(folder)}`,
      'give the folder of one model'
    );
  return files;
}
