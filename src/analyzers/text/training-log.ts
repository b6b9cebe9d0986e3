import { float64, int32 } from '../../array/tensor.ts';
import { analyzer } from '../analyzer.ts';
import type { TrainingLogRow } from './language-checkpoint.ts';

const wide = { dims: ['row'], dtype: 'float64' } as const;

/** What the trainer wrote down: losses, learning rate and norm of the gradient. */
export default analyzer({
  id: 'training_log',
  title: 'Training log',
  about: 'The losses and the learning rate that the trainer wrote down.',
  version: 1,
  structure: 'text',
  arrays: {},
  /**
   * A row for each step that the log of the last checkpoint has (`trainer_state.json`), NaN for
   * what it does not tell at that step; none without a log. Losses in nats.
   */
  acrossArrays: {
    epochs: { dims: ['epoch'], dtype: 'int32' },
    steps: { dims: ['row'], dtype: 'int32' },
    loss: wide,
    validation_loss: wide,
    learning_rate: wide,
    gradient_norm: wide
  },
  async across(run) {
    const rows = (await run.files?.log()) ?? [];
    const column = (value: (row: TrainingLogRow) => number) =>
      float64(Float64Array.from(rows, value), [rows.length]);
    return {
      epochs: int32(Int32Array.from(run.checkpoints), [run.checkpoints.length]),
      steps: int32(
        Int32Array.from(rows, ({ step }) => step),
        [rows.length]
      ),
      loss: column(({ loss }) => loss),
      validation_loss: column(({ validationLoss }) => validationLoss),
      learning_rate: column(({ learningRate }) => learningRate),
      gradient_norm: column(({ gradientNorm }) => gradientNorm)
    };
  }
});
