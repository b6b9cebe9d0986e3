/** How the residual stream is normalised before attention, before the MLP and before the answer. */
export type Norm = 'none' | 'layer' | 'rms';

/** What an MLP does with its inputs; `silu` is x·σ(x), `gelu` the exact x·Φ(x). */
export type Activation = 'relu' | 'gelu' | 'silu';

/** The sizes and the kinds of a decoder. */
export interface DecoderSettings {
  /** Number of different tokens. */
  readonly vocabulary: number;
  /** Number of logits; the vocabulary where the unembedding is tied. */
  readonly answers: number;
  /** Number of positions. */
  readonly context: number;
  readonly layers: number;
  readonly dModel: number;
  readonly heads: number;
  /** Heads of keys and values, each shared by as many heads of queries. */
  readonly keyValueHeads: number;
  readonly dHead: number;
  readonly dMlp: number;
  /** `learned`: a vector per position; `rotary`: queries and keys are turned by their position. */
  readonly positions: 'learned' | 'rotary';
  readonly norm: Norm;
  /** Added to the variance (layer norm) or the mean square (RMS norm). */
  readonly epsilon: number;
  readonly activation: Activation;
  /** The MLP is act(x W_gate) ∘ (x W_in), times W_out. */
  readonly isGated: boolean;
  /** Names of the biases that are trained; others are zero. */
  readonly biases: readonly string[];
  /** The unembedding is the embedding, transposed. */
  readonly isTied: boolean;
}

/** Base of the angles of rotary positions, θ (Su et al. 2021). */
export const ROTARY_BASE = 10_000;
