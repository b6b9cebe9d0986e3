import { basename, dirname, resolve } from 'node:path';
import { UserError, usageError } from '../../error/user-error.ts';
import { importVariant, type Variant, writeLoggedRun } from '../../loader/index.ts';
import { printable } from '../../text/printable.ts';
import { type ForeignLog, readForeignLog } from './read-log.ts';

/** Which log to make a variant of. */
export interface LogImportRequest {
  readonly results: string;
  /** A file or a folder, see {@link readForeignLog}. */
  readonly log: string;
  /** Folder name of the variant; that of the log if not given. */
  readonly name?: string | undefined;
  /** When the models were evaluated whose names tell no step. */
  readonly step?: number | undefined;
}

/** What was imported. */
export interface LogImportReport {
  readonly variant: Variant;
  readonly program: ForeignLog['program'];
  /** Names of the numbers. */
  readonly scalars: readonly string[];
  /** How many examples were judged one by one. */
  readonly examples: number;
  readonly remarks: readonly string[];
}

/**
 * Makes a variant of family `logged_run` of what another program logged. The numbers are copied:
 * the log may go. It overwrites nothing. Rejects with a UserError where nothing can be read, and
 * where nothing in it has a step.
 */
export async function importLog(request: LogImportRequest): Promise<LogImportReport> {
  const log = resolve(request.log);
  const { step } = request;
  if (step !== undefined && !(Number.isSafeInteger(step) && step >= 0 && step <= 2 ** 40))
    throw usageError(`invalid step: ${step}`, 'expected a whole number from 0 on');
  const found = await readForeignLog(log, step);
  const { program, board, results } = found;
  const { scalars, left } = atWholeSteps(found.scalars);
  const remarks =
    left > 0
      ? [...found.remarks, `${left} numbers left out: their step is not a whole number from 0 on`]
      : found.remarks;
  if (step !== undefined && !found.isStepTaken)
    throw usageError(
      `--step ${step} is of no use: ${printable(request.log)}`,
      'its numbers have steps'
    );
  if (scalars.size === 0 && (board?.ids.length ?? 0) * (board?.columns.length ?? 0) === 0)
    throw new UserError(
      `no numbers with a step: ${printable(request.log)}`,
      results.length > 0
        ? 'say when the model was evaluated: --step N (or name its folder checkpoint-N)'
        : remarks.slice(0, 3).join('\n') || 'what its program logged has no scalars yet'
    );
  const name = request.name ?? nameOf(log);
  const config = { program, source: log, recipe: { task: 'logged_numbers' } };
  const variant = await importVariant(request.results, 'logged_run', name, config, (built) =>
    writeLoggedRun(built, { program, scalars, board })
  );
  const examples = board?.ids.length ?? 0;
  return { variant, program, scalars: [...scalars.keys()], examples, remarks };
}

/** The points that a cursor over steps can reach, and how many it cannot. */
function atWholeSteps(all: ForeignLog['scalars']) {
  let left = 0;
  const scalars = new Map<string, readonly { readonly step: number; readonly value: number }[]>();
  for (const [name, points] of all) {
    const whole = points.filter(({ step }) => Number.isSafeInteger(step) && step >= 0);
    left += points.length - whole.length;
    if (whole.length > 0) scalars.set(name, whole);
  }
  return { scalars, left };
}

/** Of `runs/mine/status` that is `mine_status`. */
function nameOf(log: string): string {
  const parts = [basename(dirname(log)), basename(log)].map((part) =>
    part.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '')
  );
  return (
    parts
      .filter((part) => part !== '')
      .join('_')
      .slice(0, 120) || 'log'
  );
}
