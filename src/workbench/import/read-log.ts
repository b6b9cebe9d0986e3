import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { usageError } from '../../error/user-error.ts';
import {
  hasTrainerState,
  isFolder,
  type LmEvalResult,
  readLmEval,
  readStatus,
  readTensorBoardScalars,
  readTrainerState,
  readWandbScalars,
  type ScalarPoint,
  type TrainerRow
} from '../../loader/index.ts';
import { printable } from '../../text/printable.ts';
import { statusScalars } from './status-scalars.ts';

/** A file that a status folder has. */
const STATUS =
  /^(learning_history\.jsonl|layer_drift|parameter_stability|hard_example_board|confidence_cal)/;

/** What another program logged. */
export interface ForeignLog {
  readonly program:
    | 'Hugging Face Trainer'
    | 'TensorBoard'
    | 'W&B'
    | 'lm-evaluation-harness'
    | 'status folder of the learning-visualization plan';
  /** By name; those of a name ascend by step. */
  readonly scalars: ReadonlyMap<string, readonly Omit<ScalarPoint, 'wallTime'>[]>;
  /** Of lm-evaluation-harness, which knows no steps. */
  readonly results: readonly LmEvalResult[];
  /** What a reader should know: a file that ends within a record. */
  readonly remarks: readonly string[];
}

/**
 * Reads the numbers that another program logged: trainer_state.json, TensorBoard's event files, a
 * .wandb file of an offline run, results and samples of lm-evaluation-harness, a folder with one
 * of these, or a status folder of the learning-visualization plan. Rejects with a UserError where
 * it is nothing of these or damaged.
 */
export async function readForeignLog(path: string): Promise<ForeignLog> {
  const names = isFolder(path) ? readdirSync(path) : [basename(path)];
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name));
  const none = { results: [], remarks: [] };
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
  if (isFolder(path) && (has(STATUS) || (has(/^status$/) && !has(/^results_/)))) {
    const tree = await readStatus(path);
    return {
      results: [],
      program: 'status folder of the learning-visualization plan',
      scalars: statusScalars(tree),
      remarks: tree.problems.flatMap(({ file, kind, text }) =>
        kind === 'damaged' ? [`${printable(file)}: ${printable(text)}`] : []
      )
    };
  }
  if (hasEvaluations(path)) {
    const { results } = await readLmEval(path);
    return { ...none, program: 'lm-evaluation-harness', scalars: new Map(), results };
  }
  throw usageError(
    `not a log: ${printable(path)}`,
    'expected trainer_state.json, events.out.tfevents.…, run-….wandb, results_….json, a folder with one, or a status folder'
  );
}

/** Whether lm-evaluation-harness wrote a file, or into a folder or a folder of a model in it. */
function hasEvaluations(path: string): boolean {
  const isOne = (name: string) => /^(results|samples)_.*\.jsonl?$/.test(name);
  if (!isFolder(path)) return isOne(basename(path));
  return readdirSync(path).some((name) => {
    const inner = join(path, name);
    return isOne(name) || (isFolder(inner) && readdirSync(inner).some(isOne));
  });
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
