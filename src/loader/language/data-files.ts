import { join } from 'node:path';
import { parsePythonJson } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { exists } from '../files/folder.ts';
import { readDecoded } from '../files/read-file.ts';

/** The steps from `from` to `to` that a training file was used at. */
export interface DataFile {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

const HINT = 'expected {"files": [{"filename", "step_from", "step_to"}]}, or that list itself';

/** Returns the path of the record that lies with a run, `data_files.json`; null for none. */
export function dataFilesOf(run: string): string | null {
  const path = join(run, 'data_files.json');
  return exists(path) ? path : null;
}

/**
 * Returns when each training file was used, by the first step; the file is JSON, a list of
 * `filename`, `step_from` and `step_to`, or an object that has it under `files`. Rejects with a
 * UserError that names the first entry that cannot be read.
 */
export function readDataFiles(path: string): Promise<readonly DataFile[]> {
  const description = {
    missing: `missing record of data files: ${printable(path)}`,
    hint: HINT,
    remedy: HINT,
    largest: 2 ** 24
  };
  return readDecoded(path, description, (bytes) => {
    const value = parsePythonJson(new TextDecoder().decode(bytes));
    const list = Array.isArray(value) ? value : (value as { readonly files?: unknown })?.files;
    if (!Array.isArray(list)) throw new UserError('no list of data files', HINT);
    return list.map(fileOf).sort((a, b) => a.from - b.from || a.to - b.to);
  });
}

function fileOf(value: unknown, index: number): DataFile {
  const { filename, step_from: from, step_to: to } = (value ?? {}) as Record<string, unknown>;
  const isStep = (step: unknown): step is number =>
    Number.isSafeInteger(step) && (step as number) >= 0;
  if (typeof filename === 'string' && isStep(from) && isStep(to) && from < to)
    return { file: filename, from, to };
  throw new UserError(`data file ${index + 1} has no filename with a range of steps`, HINT);
}
