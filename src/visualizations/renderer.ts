import { type ArrayLikeInput, toArrays } from '../array/to-tensor.ts';
import type { Figure } from '../figure/figure.ts';
import { type OptionSpecs, type OptionValues, resolveOptions } from '../option/option.ts';
import type { DataOf, Need, Visualization } from './visualization.ts';

/** An artifact's arrays by key, as numbers, lists, typed arrays or tensors. */
export type ArtifactInput = Readonly<Record<string, ArrayLikeInput>>;

/** A visualization as a function for scripts: arrays and some of its options in, a Plotly figure out. */
export type Renderer<O extends OptionSpecs> = (
  data: ArtifactInput,
  options?: Partial<OptionValues<O>>
) => Figure;

/** Returns a visualization of one artifact as a function for scripts. */
export function renderer<O extends OptionSpecs>(
  visualization: Visualization<'epoch', Need, O> | Visualization<'run', Need, O>
): Renderer<O> {
  return (data, options = {}) =>
    visualization.figure(
      toArrays(data) as DataOf<Need>,
      resolveOptions(visualization.options, options)
    );
}

/** A visualization of several artifacts as a function for scripts: their arrays by the name of the need. */
export type JoinedRenderer<N extends Readonly<Record<string, Need>>, O extends OptionSpecs> = (
  data: Readonly<Record<keyof N, ArtifactInput>>,
  options?: Partial<OptionValues<O>>
) => Figure;

/** Returns a visualization of several artifacts as a function for scripts. */
export function joinedRenderer<N extends Readonly<Record<string, Need>>, O extends OptionSpecs>(
  visualization: Visualization<'epoch', N, O> | Visualization<'run', N, O>
): JoinedRenderer<N, O> {
  return (data, options = {}) => {
    const arrays = Object.fromEntries(
      Object.entries<ArtifactInput>(data).map(([name, input]) => [name, toArrays(input)])
    );
    return visualization.figure(
      arrays as DataOf<N>,
      resolveOptions(visualization.options, options)
    );
  };
}
