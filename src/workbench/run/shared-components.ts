import { matrixNames, tensorsOf } from '../../analyzers/measures/weight-names.ts';
import {
  pathComponents,
  pathsOfGroups,
  speedsOf,
  weightPaths
} from '../../analyzers/measures/weight-paths.ts';
import { evenly } from '../../array/statistics/evenly.ts';
import { float32, float64, int32, type NamedArrays } from '../../array/tensor.ts';
import { UserError, usageError } from '../../error/user-error.ts';
import { readCheckpoint, type Variant, wholeCheckpoints } from '../../loader/index.ts';
import type { JointSource } from './joint-sources.ts';

const COMPONENTS = 10;
/**
 * Checkpoints of all variants together: their products in pairs are held for every matrix, some 100
 * MB.
 */
const MOST = 1200;

/** The checkpoints of one variant. */
interface Part {
  readonly variant: Variant;
  readonly epochs: readonly number[];
}

/**
 * The paths of the weights of several variants in the principal components of all their checkpoints
 * together, under the keys of parameter_trajectory: one basis, so that places and directions may be
 * compared. It needs the products of all checkpoints in pairs only, one matrix after another; of
 * more than 1200 it takes as many of each variant, evenly spread.
 */
const sharedComponents: JointSource = {
  id: 'shared_components',
  about: 'Where the weights of several variants lie in principal components of all of them.',
  async load(variants: readonly Variant[]): Promise<readonly NamedArrays[]> {
    const parts = await Promise.all(
      variants.map(async (variant) => ({ variant, epochs: await wholeCheckpoints(variant) }))
    ).then(thinned);
    for (const { variant, epochs } of parts)
      if (epochs.length === 0)
        throw new UserError(`no checkpoints in ${variant.name}`, 'train the variant first');
    await checkShapes(parts);
    const all = parts.flatMap(({ variant, epochs }) => epochs.map((epoch) => ({ variant, epoch })));
    const paths = await weightPaths(all.length, parts[0].variant.config, async (i, name) => {
      const { variant, epoch } = all[i];
      return (await readCheckpoint(variant, epoch, [name]))[name].data as Float32Array;
    });
    const groups = pathsOfGroups(paths).map(([group, own]) => ({
      group,
      ...pathComponents(own, all.length, COMPONENTS)
    }));
    let from = 0;
    return parts.map(({ epochs }) => {
      const n = epochs.length;
      const arrays: Record<string, NamedArrays[string]> = {
        epochs: int32(Int32Array.from(epochs), [n])
      };
      for (const { group, projections, shares, variances, steps } of groups) {
        const m = shares.length;
        const rows = projections.slice(from * m, (from + n) * m);
        const speeds = speedsOf(steps.slice(from, from + n - 1), epochs);
        arrays[`${group}__projections`] = float32(rows, [n, m]);
        arrays[`${group}__explained_variance_ratio`] = float32(shares, [m]);
        arrays[`${group}__explained_variance`] = float32(variances, [m]);
        arrays[`${group}__velocity`] = float64(speeds, [n - 1]);
      }
      from += n;
      return arrays;
    });
  }
};
export default sharedComponents;

function thinned(parts: readonly Part[]): readonly Part[] {
  if (parts.reduce((all, { epochs }) => all + epochs.length, 0) <= MOST) return parts;
  const each = Math.max(2, Math.floor(MOST / parts.length));
  return parts.map(({ variant, epochs }) => ({ variant, epochs: evenly(epochs, each) }));
}

/** Weights of different shapes lie in different spaces. */
async function checkShapes(parts: readonly Part[]): Promise<void> {
  const shapes = await Promise.all(
    parts.map(async ({ variant, epochs }) => {
      const weights = await readCheckpoint(variant, epochs[0]);
      return matrixNames.map((name) => {
        const ofLayers = tensorsOf(name, variant.config).map((tensor) => {
          const shape = weights[tensor]?.shape;
          if (!shape) throw new UserError(`no ${tensor} in ${variant.name}`);
          return `[${shape.join(', ')}]`;
        });
        return `${name} ${ofLayers.join(' ') || 'absent'}`;
      });
    })
  );
  const [first, ...others] = shapes;
  for (const [i, other] of others.entries()) {
    const at = other.findIndex((shape, name) => shape !== first[name]);
    if (at < 0) continue;
    throw usageError(
      `weights of different shapes: ${first[at]} in ${parts[0].variant.name}, ${other[at]} in ${parts[i + 1].variant.name}`,
      'variants of one task and one size have common components; others compare by parameter_velocity or trajectory_curvature'
    );
  }
}
