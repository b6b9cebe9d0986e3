import type { DType, NamedArrays, Tensor } from '../array/tensor.ts';
import type { Lazy } from '../engine/index.ts';
import type { NumberOption, OptionSpecs, OptionValues } from '../option/option.ts';
import type { RunParameters, Structure, TextProbe } from '../task/index.ts';
import type { WeightName } from './measures/weight-names.ts';
import type { LanguageCheckpoint, LanguageRunFiles } from './text/language-checkpoint.ts';

/**
 * The named dimensions of an array (`[]` for a scalar), or those with their dtype, and with the
 * matrices that it is about: where a model has none of them, the array is absent. A name stands for
 * one size throughout a file; those of {@link Sizes} must have the size they say. A complex128
 * array is float64 where nothing is imaginary, as NumPy writes it.
 */
export type ArraySpec =
  | readonly string[]
  | {
      readonly dims: readonly string[];
      readonly dtype: DType;
      readonly of?: readonly WeightName[];
    };

/** npz keys with their named dimensions; the runner checks and writes by them. */
export type ArraySpecs = Readonly<Record<string, ArraySpec>>;

/**
 * The sizes of named dimensions that a variant fixes: those of its task (of pairs `prime`, the
 * number of inputs, and `frequency`, F = floor(p/2)) and the numbers of config.json (`d_mlp`, …).
 */
export type Sizes = Readonly<Record<string, number>>;

/** Facts of the variant and the epoch that host steps may use. */
export interface AnalysisContext {
  readonly epoch: number;
  readonly sizes: Sizes;
  readonly parameters: RunParameters;
  readonly config: Readonly<Record<string, unknown>>;
  /** The rows of the whole grid that were measured, ascending; absent where all were. */
  readonly rows?: Int32Array;
  /** Of a language model: what it is asked. */
  readonly probes?: readonly TextProbe[];
}

/**
 * One checkpoint, seen through TransformerLens names; everything is lazy and shared between
 * analyzers.
 */
export interface CheckpointGraph {
  /**
   * The same checkpoint with another layer for names that begin with `block.`, counted from 0; null
   * for the last layer, which it is to begin with. Throws a usage UserError on one that the model
   * does not have.
   */
  atLayer(layer: number | null): CheckpointGraph;
  readonly sizes: Sizes;
  /** The rows of the whole grid that are seen, ascending; absent where it is all of them. */
  readonly rows?: Int32Array;
  /** The right answer to each row. */
  readonly labels: Int32Array;
  /** Rows of the whole grid that the run trained on, in the order in which they were drawn. */
  readonly train: Int32Array;
  /**
   * The weight of that name, e.g. `embed.W_E`, or `block.mlp.W_in` of the layer looked at; shape as
   * in the checkpoint. Throws a UserError where the model has none.
   */
  weight(name: string): Lazy;
  /**
   * The activation of that name over the rows seen at the last position, e.g.
   * `block.mlp.hook_post` [rows, d_mlp]; patterns are [rows, head, key]. On the whole grid of
   * pairs row i is (a, b) with i = a*p + b. Throws a UserError where the model has none.
   */
  activation(name: string): Lazy;
  /** The same checkpoint seen over some rows of the whole grid. */
  on(rows: Int32Array): CheckpointGraph;
  /** The same checkpoint seen over the whole grid. */
  readonly whole: CheckpointGraph;
  /**
   * The weight of that name in the last checkpoint of the run, for what is decided by how the run
   * ended. Artifacts then say in `key_epoch` ({@link CheckpointGraph.lastEpoch}) which one that
   * was, in their summary too: another makes them anew.
   */
  last(name: string): Lazy;
  /** The epoch of that checkpoint, []. */
  readonly lastEpoch: Lazy;
  /** The model with some of its weights replaced. */
  with(weights: Readonly<Record<string, Lazy>>): CheckpointGraph;
  /** Names of the trained weights, in the order in which their initial values are drawn. */
  readonly trained: readonly string[];
}

/** A graph of its own that runs many times on one checkpoint, each time with further inputs. */
export interface Repetition {
  readonly outputs: Readonly<Record<string, Lazy>>;
  readonly count: number;
  /** The inputs of a run (0 … count−1) besides the weights; always of the same names. */
  feeds(run: number): NamedArrays;
}

/** One run's files, read lazily by `across`. */
export interface RunArtifacts {
  readonly context: Omit<AnalysisContext, 'epoch'>;
  /** Epochs that have a checkpoint, ascending. */
  readonly checkpoints: readonly number[];
  /** Epochs that have the artifact of the analyzer itself or of one it reads, ascending. */
  epochs(analyzer: string): readonly number[];
  /** The artifact of one epoch. */
  load(analyzer: string, epoch: number): Promise<NamedArrays>;
  /** The cross_epoch.npz of an analyzer that this one reads. */
  across(analyzer: string): Promise<NamedArrays>;
  /**
   * The weights of a checkpoint; only `names` if given, where `block.` stands for the layer of the
   * parameter `layer`, the last one without it.
   */
  checkpoint(epoch: number, names?: readonly string[]): Promise<NamedArrays>;
  /** Of a language model: what lies beside its checkpoints. */
  readonly files?: LanguageRunFiles | undefined;
}

/**
 * One measurement: a file of its own, which the runner compiles with all others into one graph per
 * checkpoint.
 */
export interface Analyzer<P extends OptionSpecs = OptionSpecs> {
  /** snake_case, the artifact folder's name. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what it measures. */
  readonly about: string;
  /** Raise it when the meaning changes: older artifacts of ours become stale. */
  readonly version: number;
  /**
   * Parameters that users may set (`--set specialization_threshold=0.85`); they concern the summary
   * and `across` unless `measuredWith` names them.
   */
  readonly parameters?: P;
  /** The parameters that the artifacts of the epochs depend on: another value makes them anew. */
  readonly measuredWith?: readonly (keyof P & string)[];

  /** Set where it looks at one layer of the model: it then has the parameter `layer`. */
  readonly layered?: true;
  /** What the task must have for the numbers to mean something; nothing by default. */
  readonly structure?: Structure;
  /**
   * Set where the numbers depend on the pairs that are looked at: the fewest that they mean
   * something over, true for one. Custom probe sets of that many have such artifacts too, in the
   * same shapes, NaN (−1 in whole numbers) for other pairs.
   */
  readonly probed?: true | number;

  /** The arrays of one epoch; {} for an analyzer that only looks across epochs. */
  readonly arrays: ArraySpecs;
  /** Lazy tensors by name; without `finish` these are the epoch's arrays. */
  measure?(graph: CheckpointGraph, parameters: OptionValues<P>): Readonly<Record<string, Lazy>>;
  /**
   * Outputs of a graph that runs many times; stacked, [run, …], they stand beside what `measure`
   * returned.
   */
  repeat?(graph: CheckpointGraph, parameters: OptionValues<P>): Repetition;
  /**
   * Of a language model (structure `text`): the epoch's arrays, in place of `measure`. Whatever
   * several analyzers take of the checkpoint is computed once.
   */
  read?(checkpoint: LanguageCheckpoint, parameters: OptionValues<P>): Promise<NamedArrays>;
  /** Host step in float64 on what `measure` returned, for what ONNX has no kernel for. */
  finish?(measured: NamedArrays, context: AnalysisContext): NamedArrays;

  /** The arrays of one row of summary.npz (without the epoch dimension). */
  readonly summary?: ArraySpecs;
  /**
   * One epoch's summary row. `state` starts as {} per run and is carried through the epochs in
   * ascending order.
   */
  summarize?(
    arrays: NamedArrays,
    context: AnalysisContext,
    parameters: OptionValues<P>,
    state: Record<string, unknown>
  ): Readonly<Record<string, Tensor | number>>;

  /** The arrays of cross_epoch.npz. One of them is `epochs`, [epoch]. */
  readonly acrossArrays?: ArraySpecs;
  /**
   * The analyzers whose files `across` reads. Whether cross_epoch.npz is stale is decided by the
   * epochs of its own artifacts; where it has none, by those of the first analyzer it reads; where
   * it reads none, by the checkpoints.
   */
  readonly reads?: readonly string[];
  /** The tensors of checkpoints that `across` reads: a model without them has no such file. */
  readonly weights?: readonly string[];
  /** Makes cross_epoch.npz from the artifacts of the run. */
  across?(run: RunArtifacts, parameters: OptionValues<P>): Promise<NamedArrays>;
}

/** The names of an analyzer's arrays, which its declaration fixes. */
export interface Named<
  I extends string,
  A extends ArraySpecs,
  S extends ArraySpecs,
  X extends ArraySpecs
> {
  readonly id: I;
  readonly arrays: A;
  readonly summary?: S;
  readonly acrossArrays?: X;
  /** Never there: it carries the types of all three to those who read the files. */
  readonly types?: { readonly arrays: A; readonly summary: S; readonly across: X };
}

type None = Readonly<Record<never, never>>;

/** The parameter of analyzers that look at one layer. */
const layerOption = {
  type: 'number',
  default: null,
  integer: true,
  min: 0,
  about: 'Layer to look at, counted from 0; the last one if not given.'
} as const satisfies NumberOption;

/** Declares an analyzer: it fixes the types, and adds the parameter `layer` to a layered one. */
export function analyzer<
  const I extends string,
  const A extends ArraySpecs,
  const S extends ArraySpecs = None,
  const X extends ArraySpecs = None,
  const P extends OptionSpecs = None
>(declared: Analyzer<P> & Named<I, A, S, X>): Analyzer<P> & Named<I, A, S, X> {
  if (!declared.layered) return declared;
  const { measure, repeat, parameters, measuredWith = [] } = declared;
  const isMeasured = measure !== undefined || repeat !== undefined;
  return {
    ...declared,
    parameters: { layer: layerOption, ...parameters } as unknown as P,
    measuredWith: isMeasured ? ['layer' as keyof P & string, ...measuredWith] : measuredWith
  };
}

/** Returns the dimensions and the dtype of a declared array. */
export function specOf(spec: ArraySpec): {
  readonly dims: readonly string[];
  readonly dtype: DType;
} {
  return 'dtype' in spec ? spec : { dims: spec, dtype: 'float32' };
}
