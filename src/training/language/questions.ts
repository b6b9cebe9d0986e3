import { mixedSeed } from '../../array/random/mixed-seed.ts';
import { torchGenerator } from '../../array/random/torch-generator.ts';
import { float32, type Tensor } from '../../array/tensor.ts';
import { type Corpus, type Split, splitRows } from '../../task/index.ts';
import type { TrainingRecipe } from '../recipe.ts';

/** Questions that a model on fresh ones is evaluated by. */
const VALIDATION = 1000;

/** Which questions a run trains on and is evaluated by, as rows of its corpus. */
export interface Questions {
  /** Questions of each step. */
  readonly size: number;
  /** Whether each step has the same. */
  readonly isFull: boolean;
  /** Returns those of a step, the first being 0: by the data seed and the step alone. */
  batch(step: number): Int32Array;
  /**
   * Those that it is evaluated by: the rows of the split that it never trains on, else drawn evenly
   * once, from the same as those that it trains on.
   */
  readonly validation: Int32Array;
}

/**
 * Returns the questions of a run. With fraction 1 each step draws fresh ones; with less, from a
 * fixed share of all rows, and all of them where the batch is as large.
 */
export function questionsOf({ parameters, batch = 1 }: TrainingRecipe, corpus: Corpus): Questions {
  const { fraction, data_seed: seed } = parameters;
  const drawn = (step: number, count: number, draw: (step: number) => number) =>
    Int32Array.from({ length: count }, () => draw(step));
  if (fraction === 1) {
    const validation = torchGenerator(mixedSeed(seed, -1));
    return {
      size: batch,
      isFull: false,
      batch(step) {
        const generator = torchGenerator(mixedSeed(seed, step));
        return drawn(step, batch, () => corpus.draw(generator, step));
      },
      validation: drawn(0, VALIDATION, () => corpus.drawEvenly(validation))
    };
  }
  const { train, test } = splitOfRows(corpus, fraction, seed);
  const isFull = batch >= train.length;
  return {
    size: isFull ? train.length : batch,
    isFull,
    batch(step) {
      if (isFull) return train;
      const generator = torchGenerator(mixedSeed(seed, step));
      return drawn(step, batch, () => train[generator.next() % train.length]);
    },
    validation: test
  };
}

function splitOfRows({ rows }: Corpus, fraction: number, seed: number): Split {
  return splitRows(
    Int32Array.from({ length: rows }, (_, row) => row),
    fraction,
    seed
  );
}

/** Returns rows as ones at the places of their tokens, [rows, length, vocabulary]. */
export function oneHotRows(
  { length, vocabulary, sequence }: Corpus,
  rows: ArrayLike<number>
): Tensor {
  const width = vocabulary.length;
  const ones = new Float32Array(rows.length * length * width);
  for (let i = 0; i < rows.length; i++)
    sequence(rows[i]).forEach((token, position) => {
      ones[(i * length + position) * width + token] = 1;
    });
  return float32(ones, [rows.length, length, width]);
}
