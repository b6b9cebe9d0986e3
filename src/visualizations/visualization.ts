import type { NamedArrays } from '../array/tensor.ts';
import { type ArrayLikeInput, toArrays } from '../array/to-tensor.ts';
import type { Figure, Layout, Trace } from '../figure/figure.ts';
import { cursor, marks } from '../figure/marks.ts';
import { themed } from '../figure/theme.ts';
import {
  type OptionSpec,
  type OptionSpecs,
  type OptionValues,
  resolveOptions
} from '../option/option.ts';
import { currentEpochOption, epochOption, headline, titleOption } from './parts/options.ts';

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
  | {
      readonly from: 'across';
      readonly analyzer: string;
      /** Without these arrays there is no figure: a run whose model lacks one cannot draw it. */
      readonly arrays?: readonly string[];
    }
  | { readonly from: 'losses' }
  | { readonly from: 'source'; readonly source: string };

/** One need, whose arrays are then the data itself, or several by name. */
export type Needs = Need | Readonly<Record<string, Need>>;

/** The data of a visualization, as its `needs` ask. */
export type DataOf<N extends Needs> = N extends Need
  ? NamedArrays
  : { readonly [K in keyof N]: NamedArrays };

/** The arrays that there are of what a visualization says more by. */
export type More = Readonly<Record<string, NamedArrays | undefined>>;

/** One variant's data in a figure that compares several. */
export interface VariantData<N extends Needs> {
  readonly variant: string;
  readonly data: DataOf<N>;
}

/**
 * What a figure is about: one epoch of a run (it animates), a whole run with the epoch as a cursor,
 * or several variants. This is the only thing that shared code may ask about a visualization.
 */
export type Kind = 'epoch' | 'run' | 'variants';

/** An artifact's arrays by key, as numbers, lists, typed arrays or tensors. */
export type ArtifactInput = Readonly<Record<string, ArrayLikeInput>>;

/** What a script gives for one need, or for several by name. */
export type InputOf<N extends Needs> = N extends Need
  ? ArtifactInput
  : { readonly [K in keyof N]: ArtifactInput };

/** What a file draws. The theme, the title and the epoch cursor are added to it. */
export interface Drawing {
  readonly data: readonly Trace[];
  /** The title where it is not the visualization's own. */
  readonly heading?: string;
  /** The epoch in the title; by default that of the data in figures of one epoch, else none. */
  readonly at?: number | null;
  /** What stands in brackets after it. */
  readonly note?: string;
  readonly layout: Layout;
}

/** The options that every visualization of a kind has. */
export type CommonOptions<K extends Kind, C extends boolean> = {
  readonly title: typeof titleOption;
} & (K extends 'epoch' ? { readonly epoch: typeof epochOption } : unknown) &
  (C extends true ? { readonly currentEpoch: typeof currentEpochOption } : unknown);

/** Facts of a picture that the faces need to offer it. */
interface Facts<K extends Kind, N extends Needs> {
  /** snake_case; the file name in kebab-case, the CLI argument and the golden name. */
  readonly id: string;
  readonly title: string;
  /** One sentence: the question it answers. */
  readonly about: string;
  readonly kind: K;
  readonly needs: N;
  /** What it says more by where the run has it (of the same layer), by name. */
  readonly also?: Readonly<Record<string, Need>>;
  /**
   * Of a run figure whose axes are the run's own (its principal components): the joint source whose
   * arrays stand in for its need where several variants share the axes. Without it only lines over
   * epochs can be compared.
   */
  readonly together?: string;
  /** Ids of the Python workbench's family.json and catalog that mean this picture. */
  readonly aliases?: readonly string[];
  /** True where it is one square map: the explorer puts values beside it where there is room. */
  readonly square?: true;
  /** What its runs count; epochs by default. */
  readonly time?: 'step';
}

/**
 * What a file says of its picture: a pure function from artifacts to what is drawn, and its facts.
 */
export interface Declared<K extends Kind, N extends Needs, C extends boolean, O extends OptionSpecs>
  extends Facts<K, N> {
  /** True for a figure of the run whose x axis are the epochs: it has the epoch cursor. */
  readonly overEpochs?: C;
  /** Its own options, beside the common ones. */
  readonly options?: O;
  /**
   * Ids of the Python workbench's catalog that mean this picture with these values of its options.
   */
  readonly presets?: Readonly<Record<string, Partial<OptionValues<O>>>>;
  /**
   * Draws; no disk, clock, randomness or mutation. Array keys that are absent throw a UserError
   * naming them.
   */
  figure(
    data: K extends 'variants' ? readonly VariantData<N>[] : DataOf<N>,
    options: OptionValues<CommonOptions<K, C> & O>,
    more: More
  ): Drawing;
}

/**
 * One picture. It is a function for scripts as well: arrays and some of its options in, a figure
 * out; it throws a usage UserError on an unknown or invalid option.
 */
export interface Visualization<
  K extends Kind = Kind,
  N extends Needs = Needs,
  O extends OptionSpecs = OptionSpecs
> extends Facts<K, N> {
  (data: InputOf<N>, options?: Partial<OptionValues<O>>): Figure;
  readonly options: O;
  readonly presets?: Readonly<Record<string, Partial<OptionValues<O>>>>;
  /** Draws from tensors and all option values, as `resolveOptions` gives them. */
  figure(
    data: K extends 'variants' ? readonly VariantData<N>[] : DataOf<N>,
    options: OptionValues<O>,
    more?: More
  ): Figure;
}

/** A visualization of one artifact as a function for scripts. */
export type Renderer<O extends OptionSpecs> = (
  data: ArtifactInput,
  options?: Partial<OptionValues<O>>
) => Figure;

/**
 * Makes a visualization of what a file declares: with the common options, the theme, the title and
 * the cursor.
 */
export function visualization<
  const K extends Kind,
  const N extends Needs,
  const C extends boolean = false,
  const O extends OptionSpecs = Readonly<Record<never, never>>
>(declared: Declared<K, N, C, O>): Visualization<K, N, CommonOptions<K, C> & O> {
  type All = CommonOptions<K, C> & O;
  const { kind, overEpochs, time = 'epoch' } = declared;
  const options = {
    ...(kind === 'epoch' && { epoch: epochOption }),
    ...(overEpochs && { currentEpoch: currentEpochOption }),
    ...declared.options,
    title: titleOption
  } as unknown as All;
  const figure: Visualization<K, N, All>['figure'] = (arrays, values, more = {}) => {
    const { title, epoch = null, currentEpoch } = values as CommonValues;
    const drawn = declared.figure(arrays, values, more);
    const { data, heading = declared.title, at = epoch, note, layout } = drawn;
    const cursored = overEpochs
      ? { ...layout, ...marks(layout, cursor(currentEpoch, time)) }
      : layout;
    return { data, layout: themed(headline(title, heading, at, note, time), cursored) };
  };
  const facts = { ...declared, options, figure } as Omit<Visualization<K, N, All>, never>;
  return callable<K, N, All>(facts);
}

/** Returns the visualization with other defaults of its options. */
export function withDefaults(of: Visualization, values: Readonly<Record<string, unknown>>) {
  const options = Object.fromEntries(
    Object.entries(of.options).map(([name, spec]) => [
      name,
      Object.hasOwn(values, name) ? ({ ...spec, default: values[name] } as OptionSpec) : spec
    ])
  );
  return callable<Kind, Needs, OptionSpecs>({ ...of, options });
}

type CommonValues = OptionValues<CommonOptions<'run', true>> & { readonly epoch?: number | null };

function callable<K extends Kind, N extends Needs, O extends OptionSpecs>(
  facts: Omit<Visualization<K, N, O>, never>
): Visualization<K, N, O> {
  const render = (data: InputOf<N>, options: Partial<OptionValues<O>> = {}): Figure =>
    facts.figure(
      arraysOf(facts.needs, data) as Parameters<typeof facts.figure>[0],
      resolveOptions(facts.options, options)
    );
  return Object.assign(render, facts);
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

/** The need for an analyzer's cross_epoch.npz, and for some of its arrays above all. */
export function acrossOf<const A extends string>(analyzer: A, arrays?: readonly string[]) {
  return { from: 'across', analyzer, ...(arrays && { arrays }) } as const;
}

/** The need for the losses of the run. */
export const losses = { from: 'losses' } as const;

/** The need for data computed on demand from a checkpoint. */
export function sourceOf<const S extends string>(source: S) {
  return { from: 'source', source } as const;
}
