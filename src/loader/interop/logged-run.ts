import { join } from 'node:path';
import type { NamedArrays, Tensor } from '../../array/tensor.ts';
import { textArray } from '../../array/text-array.ts';
import { readNpz, writeNpz } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { readDecoded } from '../files/read-file.ts';
import type { Variant } from '../variants/variant.ts';
import { writeInVariant } from '../variants/write-in-variant.ts';

/** What holds the numbers of a logged run, in its variant. */
export const loggedFile = 'logged.npz';

/** Which of some examples were answered rightly, as another program wrote it down. */
export interface LoggedBoard {
  readonly ids: readonly string[];
  /** What was asked, by id; '' where that is not said. */
  readonly prompts: readonly string[];
  readonly columns: readonly {
    readonly step: number;
    /** By id; an example that was not tried is absent. */
    readonly results: ReadonlyMap<string, boolean>;
  }[];
}

/** What another program logged of a run. */
export interface LoggedRun {
  /** What wrote it, in words. */
  readonly program: string;
  /** By name, `file/name` where several files have some; those of a name ascend by step. */
  readonly scalars: ReadonlyMap<
    string,
    readonly { readonly step: number; readonly value: number }[]
  >;
  readonly board: LoggedBoard | null;
}

const most = 2 ** 24;

/** Keeps what was logged in its variant. Throws UserError where it is too much. */
export function writeLoggedRun(
  variant: Variant,
  { program, scalars, board }: LoggedRun
): Promise<void> {
  const points = [...scalars.values()].flat();
  const columns = board?.columns ?? [];
  const ids = board?.ids ?? [];
  if (points.length > most || ids.length * columns.length > most)
    throw new UserError(`more than ${most} numbers`, 'import the logs one by one');
  const right = columns.flatMap(({ results }) =>
    ids.map((id) => Number(results.get(id) ?? Number.NaN))
  );
  const arrays: NamedArrays = {
    program: textArray([program]),
    names: textArray([...scalars.keys()]),
    counts: numbers([...scalars.values()].map(({ length }) => length)),
    steps: numbers(points.map(({ step }) => step)),
    values: numbers(points.map(({ value }) => value)),
    board_ids: textArray(ids),
    board_prompts: textArray(board?.prompts ?? []),
    board_steps: numbers(columns.map(({ step }) => step)),
    board_right: { ...numbers(right), shape: [columns.length, ids.length] }
  };
  return writeInVariant(variant, join(variant.path, loggedFile), writeNpz(arrays));
}

/**
 * Returns the arrays of a logged run: `program` (text), `names` (texts), `counts` [name], `steps`
 * and `values` [point], the points of the first name first; `board_ids`, `board_prompts` (texts),
 * `board_steps` [column], `board_right` [column, id], NaN where an example was not tried. Rejects
 * with a UserError where the file is missing or damaged.
 */
export function readLoggedRun({ path, name }: Variant): Promise<NamedArrays> {
  const description = {
    missing: `missing ${loggedFile} of ${printable(name)}`,
    hint: 'import the log again: grokscope import PATH',
    remedy: 'import the log again: grokscope import PATH'
  };
  return readDecoded(join(path, loggedFile), description, (bytes) => readNpz(bytes));
}

/** Returns the steps at which something was logged, ascending. Rejects as {@link readLoggedRun}. */
export async function loggedSteps(variant: Variant): Promise<readonly number[]> {
  const { steps, board_steps: columns } = await readLoggedRun(variant);
  const all = new Set([...(steps?.data ?? []), ...(columns?.data ?? [])]);
  return [...all].filter((step) => Number.isSafeInteger(step) && step >= 0).sort((a, b) => a - b);
}

function numbers(values: readonly number[]): Tensor<Float64Array> {
  return { dtype: 'float64', shape: [values.length], data: Float64Array.from(values) };
}
