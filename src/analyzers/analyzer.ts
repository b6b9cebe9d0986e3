import type { DType, NamedArrays, Tensor } from '../array/tensor.ts';
import type { Lazy } from '../engine/index.ts';
import type { OptionSpecs, OptionValues } from '../option/option.ts';

/**
 * The named dimensions of an array (`[]` for a scalar), or those with a dtype other than float32. A name stands for
 * one size throughout a file; `prime`, `frequency` (F = floor(p/2)) and names of `config.json` (`d_mlp`, `n_heads`)
 * must have the size they say.
 */
export type ArraySpec =
  | readonly string[]
  | { readonly dims: readonly string[]; readonly dtype: DType };

/** npz keys with their named dimensions; the runner checks and writes by them. */
export type ArraySpecs = Readonly<Record<string, ArraySpec>>;

/** Facts of the variant and the epoch that host steps may use. */
export interface AnalysisContext {
  readonly epoch: number;
  readonly prime: number;
  readonly config: Readonly<Record<string, unknown>>;
}

/** One checkpoint, seen through TransformerLens names; everything is lazy and shared between analyzers. */
export interface Probe {
  readonly prime: number;
  /** The weight of that name, e.g. `embed.W_E`; shape as in the checkpoint. Throws a UserError where the model has none. */
  weight(name: string): Lazy;
  /**
   * The activation of that name over the probe set at the last position, e.g. `blocks.0.mlp.hook_post` [p*p, d_mlp];
   * patterns are [p*p, head, key]. Row i is the pair (a, b) with i = a*p + b. Throws a UserError where the model has none.
   */
  activation(name: string): Lazy;
}

/** One run's files, read lazily by `across`. */
export interface RunArtifacts {
  readonly context: Omit<AnalysisContext, 'epoch'>;
  /** Epochs that have the analyzer's artifact, ascending. */
  epochs(analyzer: string): readonly number[];
  /** The artifact of one epoch. */
  load(analyzer: string, epoch: number): Promise<NamedArrays>;
  /** The weights of a checkpoint. */
  checkpoint(epoch: number): Promise<NamedArrays>;
}

/** One measurement: a file of its own, which the runner compiles with all others into one graph per checkpoint. */
export interface Analyzer<P extends OptionSpecs = OptionSpecs> {
  /** snake_case, the artifact folder's name. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what it measures. */
  readonly about: string;
  /** Raise it when the meaning changes: older artifacts of ours become stale. */
  readonly version: number;
  /** Parameters of the summary and of `across` that users may set (`--set specialization_threshold=0.85`). */
  readonly parameters?: P;

  /** The arrays of one epoch; {} for an analyzer that only looks across epochs. */
  readonly arrays: ArraySpecs;
  /** Lazy tensors by name; without `finish` these are the epoch's arrays. */
  measure?(probe: Probe): Readonly<Record<string, Lazy>>;
  /** Host step in float64 on what `measure` returned, for what ONNX has no kernel for. */
  finish?(measured: NamedArrays, context: AnalysisContext): NamedArrays;

  /** The arrays of one row of summary.npz (without the epoch dimension). */
  readonly summary?: ArraySpecs;
  /** One epoch's summary row. `state` starts as {} per run and is carried through the epochs in ascending order. */
  summarize?(
    arrays: NamedArrays,
    context: AnalysisContext,
    parameters: OptionValues<P>,
    state: Record<string, unknown>
  ): Readonly<Record<string, Tensor | number>>;

  /** The arrays of cross_epoch.npz. One of them is `epochs`, [epoch]. */
  readonly acrossArrays?: ArraySpecs;
  /** The analyzers whose artifacts `across` reads; the first one's epochs decide whether it is stale. */
  readonly reads?: readonly string[];
  /** Makes cross_epoch.npz from the artifacts of the run. */
  across?(run: RunArtifacts, parameters: OptionValues<P>): Promise<NamedArrays>;
}

/** Declares an analyzer; it only fixes the types. */
export function analyzer<const P extends OptionSpecs = Record<never, never>>(
  declared: Analyzer<P>
): Analyzer<P> {
  return declared;
}

/** Returns the dimensions and the dtype of a declared array. */
export function specOf(spec: ArraySpec): {
  readonly dims: readonly string[];
  readonly dtype: DType;
} {
  return 'dtype' in spec ? spec : { dims: spec, dtype: 'float32' };
}
