import type { TextProbe } from '../../task/index.ts';

/** What a distribution over the next token says, for r of them. */
export interface AnswerStatistics {
  /** ln of the probability of the token that was asked for, [r]. */
  readonly logProbability: Float64Array;
  /** The largest probability, [r]. */
  readonly confidence: Float64Array;
  /** Entropy in nats, [r]. */
  readonly entropy: Float64Array;
  /** Sum of the squares of all probabilities, [r]. */
  readonly purity: Float64Array;
  /** The most probable token, the first of equals, [r]. */
  readonly answer: Int32Array;
}

/** What a model answers to a probe, token by token the most probable one. */
export interface GreedyAnswer {
  /** Without the token that ends it. */
  readonly tokens: readonly number[];
  readonly text: string;
  /** Whether it ended by itself, rather than at the limit. */
  readonly hasEnded: boolean;
  /** ln of the probability of the answer, its end included where it has one. */
  readonly logProbability: number;
  /** Whether it is the expected answer, and ended; null where none is known. */
  readonly isRight: boolean | null;
  /** Place of the first token that is another than expected; null where none is. */
  readonly firstError: number | null;
}

/** What a checkpoint says of n probes. */
export interface ProbeAnswers {
  /** Where the answers of the probes begin among the tokens below, [n + 1]. */
  readonly offsets: Int32Array;
  /** Expected answers with their ends, one after another. */
  readonly tokens: Int32Array;
  /** Of each of those tokens, given the prompt and the expected tokens before it. */
  readonly expected: AnswerStatistics;
  readonly greedy: readonly GreedyAnswer[];
  /** Mean residual stream over the tokens of each prompt, [n, width] each. */
  readonly embeddings: {
    /** After the last block and the final norm. */
    readonly last: Float32Array;
    /** After half of the blocks. */
    readonly middle: Float32Array;
  };
}

/** Sums over the elements of a tensor, and over its changes. */
export interface TensorSums {
  readonly name: string;
  /** The layer that it is of; −1 for what is outside the layers. */
  readonly layer: number;
  readonly count: number;
  /** Σ x² over the finite elements. */
  readonly square: number;
  /** Largest and least magnitude of the finite elements; NaN of none. */
  readonly largest: number;
  readonly least: number;
  /** How many elements are no number or infinite. */
  readonly odd: number;
  /** Of the checkpoints that it is compared with; null where there is none. */
  readonly previous: TensorChange | null;
  readonly reference: TensorChange | null;
}

/** How a tensor differs from that of another checkpoint. */
export interface TensorChange {
  /** Σ (x − y)² and Σ y². */
  readonly change: number;
  readonly square: number;
}

/** The sums of all tensors of a checkpoint. */
export interface WeightSums {
  /** Step of the checkpoint before, and of the one that all are compared with; null for none. */
  readonly previousStep: number | null;
  readonly referenceStep: number | null;
  readonly tensors: readonly TensorSums[];
}

/**
 * A checkpoint of a language model as analyzers see it. What several of them ask for is computed
 * once.
 */
export interface LanguageCheckpoint {
  readonly step: number;
  readonly probes: readonly TextProbe[];
  /** Number of tokens that the model knows. */
  readonly vocabulary: number;
  /** Runs the probes through the model. Rejects with a UserError. */
  answers(): Promise<ProbeAnswers>;
  /** Returns the text of some tokens. */
  decode(tokens: ArrayLike<number>): string;
  /**
   * Reads all weights, those of the checkpoint before and those of the one at step `reference` (the
   * first where null), tensor by tensor. Rejects with a UserError.
   */
  weights(reference: number | null): Promise<WeightSums>;
}

/** A row of a trainer's log; NaN for what it does not tell. */
export interface TrainingLogRow {
  readonly step: number;
  readonly loss: number;
  readonly validationLoss: number;
  readonly learningRate: number;
  readonly gradientNorm: number;
}

/** The steps from `from` to `to` that a training file was used at. */
export interface DataFileSpan {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

/** What lies beside the checkpoints of a language model. */
export interface LanguageRunFiles {
  /** The trainer's log, by step; [] where there is none. */
  log(): Promise<readonly TrainingLogRow[]>;
  /** When each training file was used; [] where that is not recorded. */
  dataFiles(): Promise<readonly DataFileSpan[]>;
}
