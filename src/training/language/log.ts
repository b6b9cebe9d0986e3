import type { LanguageEvaluation, StepEvent } from './train-language.ts';

/** A row of the log by the names of Hugging Face's Trainer. */
export type TrainingLogRow = Readonly<Record<string, number>>;

/** What a training logged: whole rows, and the steps that the next one tells the mean of. */
export interface TrainingLog {
  readonly rows: readonly TrainingLogRow[];
  readonly pending: readonly TrainingLogRow[];
}

/** A row tells the mean of so many steps. */
const EVERY = 10;

/** Returns a log after one more step: every tenth gives a row of the means since the last. */
export function withStep(
  { rows, pending }: TrainingLog,
  { step, loss, accuracy, learningRate, gradNorm }: StepEvent
): TrainingLog {
  const all = [...pending, { loss, accuracy, grad_norm: gradNorm }];
  if (step % EVERY !== 0) return { rows, pending: all };
  const mean = (key: string) => all.reduce((sum, row) => sum + row[key], 0) / all.length;
  const row = {
    step,
    loss: mean('loss'),
    accuracy: mean('accuracy'),
    grad_norm: mean('grad_norm'),
    learning_rate: learningRate
  };
  return { rows: [...rows, row], pending: [] };
}

/** Returns a log with what was evaluated after `step` steps; unchanged where it has that. */
export function withEvaluation(
  { rows, pending }: TrainingLog,
  step: number,
  { loss, accuracy }: LanguageEvaluation
): TrainingLog {
  if (rows.some((row) => row.step === step && row.eval_loss !== undefined))
    return { rows, pending };
  return { rows: [...rows, { step, eval_loss: loss, eval_accuracy: accuracy }], pending };
}
