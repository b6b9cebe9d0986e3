import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { shortened } from '../../text/shortened.ts';
import { type JsonObject, readJson } from '../files/read-json.ts';

/** What Hugging Face's Trainer logged at one step; null where it did not log it, or logged NaN. */
export interface TrainerRow {
  readonly step: number;
  readonly epoch: number | null;
  readonly loss: number | null;
  readonly learningRate: number | null;
  /** Norm of the gradient before it was clipped. */
  readonly gradNorm: number | null;
  readonly evalLoss: number | null;
  /** All other numbers by their names: `eval_accuracy`, `train_runtime`. */
  readonly others: Readonly<Record<string, number>>;
}

/** A `trainer_state.json`. */
export interface TrainerState {
  /** One per step at which anything was logged, ascending. */
  readonly rows: readonly TrainerRow[];
  /** Steps of the optimizer until the file was written. */
  readonly globalStep: number;
}

/** The names in the file of what has a place of its own. */
const places = new Map<string, 'epoch' | 'loss' | 'learningRate' | 'gradNorm' | 'evalLoss'>([
  ['epoch', 'epoch'],
  ['loss', 'loss'],
  ['learning_rate', 'learningRate'],
  ['grad_norm', 'gradNorm'],
  ['eval_loss', 'evalLoss']
]);

type Loose = { -readonly [K in keyof Omit<TrainerRow, 'others'>]: TrainerRow[K] } & {
  others: Map<string, number>;
};

/**
 * Returns a Hugging Face `trainer_state.json`: the entries of its `log_history` merged by step (a
 * number that is logged twice at a step has its last value). Throws UserError when the file is
 * damaged, has no `log_history` or `global_step`, or an entry holds something that is no number.
 */
export async function readTrainerState(path: string): Promise<TrainerState> {
  const state = await readJson(path, {
    missing: `missing trainer state: ${printable(path)}`,
    remedy: 'give the trainer_state.json of a checkpoint'
  });
  const refuse = (problem: string) =>
    new UserError(
      `unsupported trainer state: ${problem}: ${printable(path)}`,
      'a trainer_state.json of transformers is expected'
    );
  const { log_history: history, global_step: globalStep } = state;
  if (!isStep(globalStep)) throw refuse(`global_step is ${shown(globalStep)}, no whole number`);
  if (!Array.isArray(history)) throw refuse(`log_history is ${shown(history)}, no list`);
  const rows = new Map<number, Loose>();
  history.forEach((entry: unknown, i) => {
    const where = `entry ${i + 1} of log_history`;
    if (entry === null || typeof entry !== 'object' || Array.isArray(entry))
      throw refuse(`${where} is ${shown(entry)}, no object`);
    const { step, ...values } = entry as JsonObject;
    if (!isStep(step)) throw refuse(`step in ${where} is ${shown(step)}, no whole number`);
    const row = rows.get(step) ?? emptyRow(step);
    rows.set(step, row);
    for (const [name, value] of Object.entries(values)) {
      if (value !== null && typeof value !== 'number')
        throw refuse(
          `${shortened(printable(name), 100)} in ${where} is ${shown(value)}, no number`
        );
      const place = places.get(name);
      if (place !== undefined) row[place] = value;
      else if (value !== null) row.others.set(name, value);
    }
  });
  return {
    globalStep,
    rows: [...rows.values()]
      .sort((a, b) => a.step - b.step)
      .map((row) => ({ ...row, others: Object.fromEntries(row.others) }))
  };
}

function emptyRow(step: number): Loose {
  const nothing = { epoch: null, loss: null, learningRate: null, gradNorm: null, evalLoss: null };
  return { step, ...nothing, others: new Map() };
}

function isStep(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : shortened(printable(JSON.stringify(value)), 60);
}
