import type { NumberRange } from '../option/number-range.ts';
import type { RunParameters } from '../task/index.ts';

/**
 * Everything that decides a training run: two runs of one recipe on one device give the same
 * numbers.
 */
export interface Recipe {
  readonly family: string;
  /** Ids of the task and the architecture; the family decides them. */
  readonly task: string;
  readonly model: string;
  /** What the task depends on, the seeds and the share of the rows to train on. */
  readonly parameters: RunParameters;
  /** Learning rate, decoupled weight decay and the decays of both moments of AdamW. */
  readonly lr: number;
  readonly weightDecay: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  /** Epochs of linear warm-up of the learning rate. */
  readonly warmup: number;
  readonly layers: number;
  readonly dModel: number;
  readonly heads: number;
  readonly dHead: number;
  readonly dMlp: number;
  /**
   * Full-batch steps: how long to train; a longer run contains the shorter one, so this is not part
   * of the name.
   */
  readonly epochs: number;
  /** Epoch SPEC of the checkpoints; not part of the name either. */
  readonly checkpoints: string;
  /** Questions of a step, where steps are no full batches: of language models. */
  readonly batch?: number;
  /** What the learning rate does after the warm-up; of language models, `constant` elsewhere. */
  readonly schedule?: Schedule;
}

/** The schedules of learning rates. */
export const schedules = ['constant', 'cosine'] as const;

/** One of {@link schedules}. */
export type Schedule = (typeof schedules)[number];

/**
 * Ranges of the other numbers of a run, by the names of recipes: outside them nothing can be
 * computed, or would not fit in memory.
 */
export const recipeRanges = {
  epochs: [1, 10_000_000, 'whole'],
  lr: [0, 1e3],
  weightDecay: [0, 1e3],
  beta1: [0, 1 - 1e-6],
  beta2: [0, 1 - 1e-9],
  eps: [0, 1],
  warmup: [0, 10_000_000, 'whole'],
  layers: [1, 4, 'whole'],
  dModel: [1, 4096, 'whole'],
  heads: [1, 256, 'whole'],
  dHead: [1, 4096, 'whole'],
  dMlp: [1, 16384, 'whole'],
  batch: [1, 65536, 'whole']
} as const satisfies Readonly<Record<string, NumberRange>>;
