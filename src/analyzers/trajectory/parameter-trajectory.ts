import { float32, float64, type NamedArrays } from '../../array/tensor.ts';
import { type ArraySpecs, analyzer } from '../analyzer.ts';
import { int64 } from '../measures/int64.ts';
import { type WeightName, weightGroups } from '../measures/weight-names.ts';
import {
  pathComponents,
  pathsOfGroups,
  speedsOf,
  type WeightPath,
  weightPaths
} from '../measures/weight-paths.ts';

const COMPONENTS = 10;

/**
 * The path of the weights through training in its own principal components, and its speed
 * (REQ_029).
 */
export default analyzer({
  id: 'parameter_trajectory',
  title: 'Parameter trajectory',
  about: 'Which path the weights take through training, in its principal components, and how fast.',
  version: 1,
  arrays: {},
  /**
   * Signs of components are arbitrary; the velocity is the distance per epoch between neighbouring
   * checkpoints.
   */
  acrossArrays: {
    epochs: { dims: ['epoch'], dtype: 'int64' },
    ...Object.assign({}, ...Object.entries(weightGroups).map(declared))
  } as ArraySpecs,
  reads: [],
  async across(run) {
    const { checkpoints } = run;
    const paths = await weightPaths(
      checkpoints.length,
      run.context.config,
      async (i, name) => (await run.checkpoint(checkpoints[i], [name]))[name].data as Float32Array
    );
    const groups = pathsOfGroups(paths).map(([group, own]) => described(group, own, checkpoints));
    return { epochs: int64(checkpoints), ...Object.assign({}, ...groups) };
  }
});

function declared([group, of]: readonly [string, readonly WeightName[]]): ArraySpecs {
  return {
    [`${group}__projections`]: { dims: ['epoch', 'component'], dtype: 'float32', of },
    [`${group}__explained_variance_ratio`]: { dims: ['component'], dtype: 'float32', of },
    [`${group}__explained_variance`]: { dims: ['component'], dtype: 'float32', of },
    [`${group}__velocity`]: { dims: ['step'], dtype: 'float64', of }
  };
}

function described(
  group: string,
  paths: readonly WeightPath[],
  epochs: readonly number[]
): NamedArrays {
  const n = epochs.length;
  const { projections, shares, variances, steps } = pathComponents(paths, n, COMPONENTS);
  const m = shares.length;
  return {
    [`${group}__projections`]: float32(projections, [n, m]),
    [`${group}__explained_variance_ratio`]: float32(shares, [m]),
    [`${group}__explained_variance`]: float32(variances, [m]),
    [`${group}__velocity`]: float64(speedsOf(steps, epochs), [n - 1])
  };
}
