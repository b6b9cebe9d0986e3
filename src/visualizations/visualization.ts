import type { NamedArrays } from '../array/tensor.ts';
import { type ArrayLikeInput, toArrays } from '../array/to-tensor.ts';
import type { Figure } from '../figure/figure.ts';
import { type OptionSpecs, type OptionValues, resolveOptions } from '../option/option.ts';

/**
 * Data that a visualization is drawn from.
 * - `epoch`: an analyzer's artifact at the epoch under the cursor
 * - `summary`, `across`: its summary.npz or cross_epoch.npz
 * - `losses`: `train_losses`, `test_losses` (n) and `checkpoint_epochs` (c) of the run
 * - `source`: computed on demand from a checkpoint (one neuron's map), cached by the workbench
 */
export type Need =
  | { readonly from: 'epoch'; readonly analyzer: string }
  | { readonly from: 'summary'; readonly analyzer: string }
  | { readonly from: 'across'; readonly analyzer: string }
  | { readonly from: 'losses' }
  | { readonly from: 'source'; readonly source: string };

/** One need, whose arrays are then the data itself, or several by name. */
export type Needs = Need | Readonly<Record<string, Need>>;

/** The data of a visualization, as its `needs` ask. */
export type DataOf<N extends Needs> = N extends Need
  ? NamedArrays
  : { readonly [K in keyof N]: NamedArrays };

/** One variant's data in a figure that compares several. */
export interface VariantData<N extends Needs> {
  readonly variant: string;
  readonly data: DataOf<N>;
}

/**
 * What a figure is about: one epoch of a run (it animates), a whole run with the epoch as a cursor, or several variants.
 * This is the only thing that shared code may ask about a visualization.
 */
export type Kind = 'epoch' | 'run' | 'variants';

/** An artifact's arrays by key, as numbers, lists, typed arrays or tensors. */
export type ArtifactInput = Readonly<Record<string, ArrayLikeInput>>;

/** What a script gives for one need, or for several by name. */
export type InputOf<N extends Needs> = N extends Need
  ? ArtifactInput
  : { readonly [K in keyof N]: ArtifactInput };

/** What a file says of its picture: a pure function from artifacts to a Plotly figure, and all that the faces need to offer it. */
export interface Declared<
  K extends Kind = Kind,
  N extends Needs = Needs,
  O extends OptionSpecs = OptionSpecs
> {
  /** snake_case; the file name in kebab-case, the CLI argument and the golden name. */
  readonly id: string;
  readonly title: string;
  /** One sentence: the question it answers. */
  readonly about: string;
  readonly kind: K;
  readonly needs: N;
  readonly options: O;
  /**
   * Of a run figure whose axes are the run's own (its principal components): the joint source whose arrays stand in for
   * its need where several variants share the axes. Without it only lines over epochs can be compared.
   */
  readonly together?: string;
  /** Ids of the Python workbench's family.json and catalog that mean this picture. */
  readonly aliases?: readonly string[];
  /** Ids of that catalog that mean this picture with these values of its options. */
  readonly presets?: Readonly<Record<string, Partial<OptionValues<O>>>>;
  /** Draws; no disk, clock, randomness or mutation. Array keys that are absent throw a UserError naming them. */
  figure(
    data: K extends 'variants' ? readonly VariantData<N>[] : DataOf<N>,
    options: OptionValues<O>
  ): Figure;
}

/**
 * One picture. It is a function for scripts as well: arrays and some of its options in, a figure out; it throws a usage
 * UserError on an unknown or invalid option.
 */
export interface Visualization<
  K extends Kind = Kind,
  N extends Needs = Needs,
  O extends OptionSpecs = OptionSpecs
> extends Declared<K, N, O> {
  (data: InputOf<N>, options?: Partial<OptionValues<O>>): Figure;
}

/** A visualization of one artifact as a function for scripts. */
export type Renderer<O extends OptionSpecs> = (
  data: ArtifactInput,
  options?: Partial<OptionValues<O>>
) => Figure;

/** Makes a visualization of what is declared of it. */
export function visualization<
  const K extends Kind,
  const N extends Needs,
  const O extends OptionSpecs
>(declared: Declared<K, N, O>): Visualization<K, N, O> {
  const { needs, options: specs } = declared;
  const render = (data: InputOf<N>, options: Partial<OptionValues<O>> = {}): Figure =>
    declared.figure(
      arraysOf(needs, data) as Parameters<typeof declared.figure>[0],
      resolveOptions(specs, options)
    );
  return Object.assign(render, declared);
}

/** Tells whether a visualization needs one artifact, not several by name. */
export function isSingle(needs: Needs): needs is Need {
  return typeof needs.from === 'string';
}

/** Returns all needs of a visualization. */
export function needsOf({ needs }: Visualization): readonly Need[] {
  return isSingle(needs) ? [needs] : Object.values(needs);
}

function arraysOf(needs: Needs, data: InputOf<Needs>): NamedArrays | Record<string, NamedArrays> {
  if (isSingle(needs)) return toArrays(data as ArtifactInput);
  const named = Object.entries(data as Readonly<Record<string, ArtifactInput>>);
  return Object.fromEntries(named.map(([name, arrays]) => [name, toArrays(arrays)]));
}

/** The need for an analyzer's artifact at the epoch under the cursor. */
export function epochOf<const A extends string>(analyzer: A) {
  return { from: 'epoch', analyzer } as const;
}

/** The need for an analyzer's summary.npz. */
export function summaryOf<const A extends string>(analyzer: A) {
  return { from: 'summary', analyzer } as const;
}

/** The need for an analyzer's cross_epoch.npz. */
export function acrossOf<const A extends string>(analyzer: A) {
  return { from: 'across', analyzer } as const;
}

/** The need for the losses of the run. */
export const losses = { from: 'losses' } as const;

/** The need for data computed on demand from a checkpoint. */
export function sourceOf<const S extends string>(source: S) {
  return { from: 'source', source } as const;
}
