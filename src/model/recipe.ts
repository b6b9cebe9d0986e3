/**
 * Everything that decides a training run: two runs of one recipe on one device give the same
 * numbers.
 */
export interface Recipe {
  readonly family: string;
  /** Ids of the task and the architecture; the family decides them. */
  readonly task: string;
  readonly model: string;
  /**
   * Modulus, or as many inputs as the task has: numbers 0 … prime−1 stand for a, b and the answer.
   */
  readonly prime: number;
  /** Seed of the initial weights. */
  readonly seed: number;
  /** Seed of the train/test split. */
  readonly dataSeed: number;
  /** Share of the pairs to train on, 0..1. */
  readonly fraction: number;
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
}

/** The inclusive range of a number, and whether it is a whole one. */
export type NumberRange = readonly [min: number, max: number, kind?: 'whole'];

const seed: NumberRange = [0, Number.MAX_SAFE_INTEGER, 'whole'];

/**
 * Ranges of the numbers of a run, by the names of recipes: outside them nothing can be computed, or
 * would not fit in memory.
 */
export const recipeRanges = {
  /** Larger grids of p² pairs fill the memory of any machine that this runs on. */
  prime: [2, 1021, 'whole'],
  seed,
  dataSeed: seed,
  fraction: [0, 1],
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
  dMlp: [1, 16384, 'whole']
} as const satisfies Readonly<Record<string, NumberRange>>;

/** Tells whether a value is a number in a range. */
export function isInRange(value: unknown, [min, max, kind]: NumberRange): value is number {
  if (typeof value !== 'number' || !(value >= min && value <= max)) return false;
  return kind !== 'whole' || Number.isInteger(value);
}

/** Returns a range in words: `a whole number from 3 to 509`. */
export function rangeText([min, max, kind]: NumberRange): string {
  return `${kind === 'whole' ? 'a whole number' : 'a number'} from ${min} to ${max}`;
}
