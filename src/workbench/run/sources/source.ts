import type { NamedArrays } from '../../../array/tensor.ts';
import type { Variant } from '../../../loader/index.ts';
import type { Structure } from '../../../task/index.ts';

/** What a source is asked for. */
export interface SourceRequest {
  readonly epoch: number;
  readonly neuron: number;
  /** The options of the figure, resolved. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Arrays that figures need and no analyzer stores, computed from a checkpoint on demand. */
export interface Source {
  /** snake_case, as a visualization's needs name it. */
  readonly id: string;
  /** One sentence: what it computes. */
  readonly about: string;
  /** True where it looks at the last layer. */
  readonly layered?: true;
  /** What the task must have for it; nothing by default. */
  readonly structure?: Structure;
  /** The weights that a model must have for it; none by default. */
  readonly weights?: readonly string[];
  /** True where other pairs than those of the variant's probe set are left out (NaN). */
  readonly probed?: true;
  /**
   * Returns what of a request the arrays depend on: requests of the same key have the same arrays.
   */
  keyOf(request: SourceRequest): string;
  /**
   * Returns the arrays. Rejects with a UserError on a missing or damaged checkpoint and on requests
   * out of range.
   */
  load(variant: Variant, request: SourceRequest): Promise<NamedArrays>;
}
