import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { usageError } from '../../error/user-error.ts';
import {
  foldersIn,
  hasTrainerState,
  isFolder,
  type LmEval,
  type LmEvalResult,
  type LoggedBoard,
  type LoggedRun,
  readLmEval,
  readStatus,
  readTensorBoardScalars,
  readTrainerState,
  readWandbScalars,
  type TrainerRow
} from '../../loader/index.ts';
import { printable } from '../../text/printable.ts';
import { statusBoard, statusScalars } from './status-scalars.ts';

/** A file that a status folder has. */
const STATUS =
  /^(learning_history\.jsonl|layer_drift|parameter_stability|hard_example_board|confidence_cal)/;

/** What another program logged. */
export interface ForeignLog extends LoggedRun {
  readonly program:
    | 'Hugging Face Trainer'
    | 'TensorBoard'
    | 'W&B'
    | 'lm-evaluation-harness'
    | 'status folder of the learning-visualization plan';
  /** Of lm-evaluation-harness. */
  readonly results: readonly LmEvalResult[];
  /** True where the step that was given is that of some of its numbers. */
  readonly isStepTaken?: true;
  /** What a reader should know: a file that ends within a record. */
  readonly remarks: readonly string[];
}

/**
 * Reads the numbers that another program logged: trainer_state.json, TensorBoard's event files, a
 * .wandb file of an offline run, results and samples of lm-evaluation-harness, a folder with one
 * of these, or a status folder of the learning-visualization plan. `step` is when a model was
 * evaluated whose name tells none: its numbers are left out of the scalars otherwise. Rejects with
 * a UserError where it is nothing of these or damaged.
 */
export async function readForeignLog(path: string, step?: number): Promise<ForeignLog> {
  if (!existsSync(path))
    throw usageError(`no such file or folder: ${printable(path)}`, 'give the path of a log');
  const found = await readFirstKind(path, step);
  const others = kindsIn(path).filter((program) => program !== found.program);
  if (others.length === 0) return found;
  const told = `not read: what ${others.join(' and ')} logged there (give the path of its file)`;
  return { ...found, remarks: [...found.remarks, told] };
}

/** The programs that logged into a folder, by the names of its files. */
function kindsIn(path: string): readonly ForeignLog['program'][] {
  const names = isFolder(path) ? readdirSync(path) : [];
  return kinds.flatMap(([program, pattern]) =>
    names.some((name) => pattern.test(name)) ? [program] : []
  );
}

const kinds = [
  ['Hugging Face Trainer', /^trainer_state.*\.json$/],
  ['W&B', /\.wandb$/],
  ['TensorBoard', /tfevents/],
  ['lm-evaluation-harness', /^results_.*\.json$/]
] as const;

async function readFirstKind(path: string, step: number | undefined): Promise<ForeignLog> {
  const names = isFolder(path) ? readdirSync(path) : [basename(path)];
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name));
  const none = { board: null, results: [], remarks: [] };
  if (has(/^trainer_state.*\.json$/)) {
    const file = isFolder(path) && hasTrainerState(path) ? join(path, 'trainer_state.json') : path;
    const { rows } = await readTrainerState(file);
    return { ...none, program: 'Hugging Face Trainer', scalars: trainerScalars(rows) };
  }
  if (has(/\.wandb$/)) {
    const { scalars, isTorn } = await readWandbScalars(path);
    const remarks = isTorn
      ? ['the file ends within a record: its run was going on, or killed']
      : [];
    return { ...none, program: 'W&B', scalars, remarks };
  }
  if (has(/tfevents/)) {
    const { scalars, torn } = await readTensorBoardScalars(path);
    const remarks = torn.map((name) => `${printable(name)} ends within a record`);
    return { ...none, program: 'TensorBoard', scalars, remarks };
  }
  if (hasStatus(path, names)) {
    const tree = await readStatus(path);
    return {
      results: [],
      board: statusBoard(tree),
      program: 'status folder of the learning-visualization plan',
      scalars: statusScalars(tree),
      remarks: tree.problems.flatMap(({ file, kind, text }) =>
        kind === 'damaged' ? [`${printable(file)}: ${printable(text)}`] : []
      )
    };
  }
  if (hasEvaluations(path)) {
    const models = await Promise.all(
      evaluationsIn(path).map(async (one) => ({ path: one, ...(await readLmEval(one)) }))
    );
    const results = models.flatMap((one) => one.results);
    return { ...none, ...steppedEvaluations(models, step), results };
  }
  const within = isFolder(path)
    ? foldersIn(path).filter((name) => isForeignLog(join(path, name)))
    : [];
  if (within.length > 0)
    throw usageError(
      `${within.length} ${within.length === 1 ? 'log' : 'logs'} in ${printable(path)}`,
      `give the path of one: ${within
        .slice(0, 8)
        .map((name) => printable(join(path, name)))
        .join(', ')}${within.length > 8 ? ' …' : ''}`
    );
  throw usageError(
    `not a log: ${printable(path)}`,
    'expected trainer_state.json, events.out.tfevents.…, run-….wandb, results_….json, a folder with one (of one run), or a status folder'
  );
}

/** Whether lm-evaluation-harness wrote a file, or into a folder or a folder of a model in it. */
function hasEvaluations(path: string): boolean {
  if (!isFolder(path)) return isEvaluation(basename(path));
  return readdirSync(path).some((name) => {
    const inner = join(path, name);
    return isEvaluation(name) || (isFolder(inner) && readdirSync(inner).some(isEvaluation));
  });
}

function isEvaluation(name: string): boolean {
  return /^(results|samples)_.*\.jsonl?$/.test(name);
}

/** Whether a path is something that {@link readForeignLog} reads, by its names. */
export function isForeignLog(path: string): boolean {
  const names = isFolder(path) ? readdirSync(path) : [basename(path)];
  const isLog = /^trainer_state.*\.json$|\.wandb$|tfevents/;
  return names.some((name) => isLog.test(name)) || hasStatus(path, names) || hasEvaluations(path);
}

function hasStatus(path: string, names: readonly string[]): boolean {
  if (!isFolder(path)) return false;
  const isEvaluated = names.some((name) => name.startsWith('results_'));
  return names.some((name) => STATUS.test(name)) || (names.includes('status') && !isEvaluated);
}

/** Folders of evaluations of one model each. */
function evaluationsIn(path: string): readonly string[] {
  const own = isFolder(path) ? readdirSync(path).some(isEvaluation) : true;
  return own
    ? [path]
    : foldersIn(path)
        .map((name) => join(path, name))
        .filter(hasEvaluations);
}

type Evaluated = LmEval & { readonly path: string };

/** The step in the name of a model or of its folder: `runs/checkpoint-500`, `step500`. */
function stepOf({ path, results }: Evaluated): number | undefined {
  const names = [results[0]?.model ?? '', ...path.split('/').slice(-2).reverse()];
  for (const name of names) {
    const digits = /(?:checkpoint-|step[-_]?)(\d{1,15})(?!.*(?:checkpoint-|step)\d)/.exec(
      name
    )?.[1];
    if (digits !== undefined) return Number(digits);
  }
  return undefined;
}

function steppedEvaluations(
  models: readonly Evaluated[],
  step: number | undefined
): Pick<ForeignLog, 'program' | 'scalars' | 'board' | 'isStepTaken'> {
  const scalars = new Map<string, { step: number; value: number }[]>();
  const prompts = new Map<string, string>();
  const columns = new Map<number, Map<string, boolean>>();
  for (const model of models) {
    const at = stepOf(model) ?? step;
    if (at === undefined) continue;
    for (const { task, metric, filter, value } of model.results) {
      const name = `${task}/${metric}${filter === 'none' ? '' : `,${filter}`}`;
      // A later evaluation of the same step counts: its file comes later.
      const others = (scalars.get(name) ?? []).filter((point) => point.step !== at);
      scalars.set(
        name,
        [...others, { step: at, value }].sort((a, b) => a.step - b.step)
      );
    }
    const results = columns.get(at) ?? new Map<string, boolean>();
    columns.set(at, results);
    for (const { task, docId, filter, prompt, correct } of model.samples) {
      const id = `${task}/${docId}${filter === 'none' ? '' : ` ${filter}`}`;
      prompts.set(id, prompt ?? '');
      if (correct !== null) results.set(id, correct);
    }
  }
  const board: LoggedBoard = {
    ids: [...prompts.keys()],
    prompts: [...prompts.values()],
    columns: [...columns].sort(([a], [b]) => a - b).map(([at, results]) => ({ step: at, results }))
  };
  const program = 'lm-evaluation-harness';
  const isStepTaken = step !== undefined && models.some((model) => stepOf(model) === undefined);
  return {
    program,
    scalars,
    board: board.ids.length > 0 ? board : null,
    ...(isStepTaken && { isStepTaken })
  };
}

function trainerScalars(rows: readonly TrainerRow[]): ForeignLog['scalars'] {
  const scalars = new Map<string, { step: number; value: number }[]>();
  for (const { step, loss, learningRate, gradNorm, evalLoss, others } of rows) {
    const own = { loss, learning_rate: learningRate, grad_norm: gradNorm, eval_loss: evalLoss };
    for (const [name, value] of [...Object.entries(own), ...Object.entries(others)]) {
      if (value === null) continue;
      const points = scalars.get(name) ?? [];
      points.push({ step, value });
      scalars.set(name, points);
    }
  }
  return scalars;
}
