import type { NamedArrays } from '../array/tensor.ts';
import type { Lazy } from '../engine/index.ts';
import type { Inputs } from '../task/index.ts';
import type { DecoderSettings } from './decoder/settings.ts';

/** Weights by name, as nodes of a graph. */
export type LazyWeights = Readonly<Record<string, Lazy>>;

/**
 * What can be seen inside a model at its last position, by TransformerLens name: each gives the
 * values for the inputs, [n, …]; attention patterns are [n, head, key].
 */
export type Activations = Readonly<Record<string, (weights: LazyWeights, inputs: Inputs) => Lazy>>;

/** The sizes a model is built with. */
export interface ModelSettings {
  /** Number of tokens of an input (without "="); 2 by default. */
  readonly length?: number;
  /** Number of different input tokens (without "="). */
  readonly tokens: number;
  readonly dModel: number;
  readonly heads: number;
  readonly dMlp: number;
  /** Number of logits where it is not `tokens`: others' models may answer "=" as well. */
  readonly answers?: number;
  /** Names of the biases that were trained; none by default, then all are zero. */
  readonly biases?: readonly string[];
  /**
   * What a transformer has beyond one plain layer; by default one layer, learned positions, no norm
   * (ε 1e-5), ReLU without a gate, a key/value head per head, an unembedding of its own.
   */
  readonly layers?: number;
  readonly positions?: DecoderSettings['positions'];
  readonly norm?: DecoderSettings['norm'];
  readonly epsilon?: number;
  readonly activation?: DecoderSettings['activation'];
  readonly isGated?: boolean;
  readonly keyValueHeads?: number;
  readonly isTied?: boolean;
}

/** One trained weight. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A network for sequences of tokens: what it learns and what it computes. */
export interface Model {
  readonly layers: number;
  /** True where attention at "=" is read from tables over single tokens: one plain layer. */
  readonly hasTables?: boolean;
  /** The trained weights in the order in which their initial values are drawn. */
  readonly weights: readonly WeightSpec[];
  /** What a checkpoint holds besides them and training never changes; {} for none. */
  readonly frozen: NamedArrays;
  /**
   * Returns the weights that PyTorch's CPU generator with that seed gives, float32, within 2e-7.
   */
  initial(seed: number): NamedArrays;
  /** Returns the logits of the inputs, [n, answers]; `weights` holds at least the trained ones. */
  logits(weights: LazyWeights, inputs: Inputs): Lazy;
  readonly activations: Activations;
}

/** One architecture, by name. */
export interface Architecture {
  /** snake_case, as recipes name it. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what it is. */
  readonly about: string;
  /** Sizes that it does not have: no recipe changes them. */
  readonly without?: readonly ('layers' | 'heads' | 'dModel')[];
  /**
   * Returns the model of those sizes. Throws UserError on sizes that do not fit together, and on
   * inputs that it cannot read.
   */
  build(settings: ModelSettings): Model;
}
