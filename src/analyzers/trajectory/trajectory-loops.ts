import { torchGenerator } from '../../array/random/torch-generator.ts';
import { float64, int32, type NamedArrays, vector } from '../../array/tensor.ts';
import { type ArraySpecs, analyzer } from '../analyzer.ts';
import { type WeightName, weightGroups } from '../measures/weight-names.ts';
import { firstComponents, type PlaneLoop, planeLoops, planes } from './plane-loop.ts';
import { walkComponents } from './walk-components.ts';

const SOURCE = 'parameter_trajectory';
const COMPONENTS = 3;
/**
 * Numbers of a path that do not depend on its size: their keys, for the weights and for every walk.
 */
const ratios = {
  isoperimetric_quotient: 'quotient',
  closed_isoperimetric_quotient: 'closedQuotient',
  loop_isoperimetric_quotient: 'loopQuotient',
  openness: 'openness'
} as const;

/**
 * The loops that the weights draw in planes of their principal components, beside those of random
 * walks with the same step lengths: a walk without any structure crosses itself once in PC2/PC3
 * (Antognini and Sohl-Dickstein, arXiv:1806.08805), so only a difference from the walks is
 * evidence.
 */
export default analyzer({
  id: 'trajectory_loops',
  title: 'Loops of the trajectory',
  about: 'Whether the path of the weights closes and crosses itself, beside what random walks do.',
  version: 2,
  parameters: {
    walks: {
      type: 'number',
      default: 20,
      min: 1,
      max: 1000,
      integer: true,
      about: 'Random walks.'
    },
    dimensions: {
      type: 'number',
      default: 10_000,
      min: 100,
      integer: true,
      about: 'Dimensions in which they walk.'
    },
    seed: { type: 'number', default: 0, min: 0, integer: true, about: 'Seed of the random walks.' }
  },
  arrays: {},
  /**
   * Planes are PC1/PC2, PC1/PC3 and PC2/PC3. `walk` is the first random walk; epochs of a crossing
   * are interpolated. The quotients are isoperimetric: 4π·area / length² of the path (0.373 in
   * PC2/PC3 of a long walk of equal steps), with the line that joins its ends counted as length
   * (`closed_…`, 0.250), and of the loop at its crossing alone (`loop_…`, 0.930; NaN without a
   * crossing).
   */
  acrossArrays: {
    epochs: { dims: ['epoch'], dtype: 'int32' },
    planes: { dims: ['plane', 'axis'], dtype: 'int32' },
    ...Object.assign({}, ...Object.entries(weightGroups).map(declared))
  } as ArraySpecs,
  reads: [SOURCE],
  async across(run, { walks, dimensions, seed }) {
    const stored = await run.across(SOURCE);
    const epochs = stored.epochs.data;
    const generator = torchGenerator(seed);
    const present = Object.keys(weightGroups).filter((group) => stored[`${group}__projections`]);
    const groups = present.map((group) => {
      const steps = Float64Array.from(
        stored[`${group}__velocity`].data,
        (speed: number, i: number) => speed * (epochs[i + 1] - epochs[i])
      );
      const { data, shape } = stored[`${group}__projections`];
      const path = firstComponents(data, shape[1], COMPONENTS);
      const nulls = Array.from({ length: walks }, () =>
        walkComponents(steps, dimensions, COMPONENTS, generator)
      );
      return described(group, path, nulls, epochs);
    });
    return {
      epochs: int32(Int32Array.from(epochs), [epochs.length]),
      planes: int32(
        Int32Array.from(planes.flat(), (c) => c + 1),
        [planes.length, 2]
      ),
      ...Object.assign({}, ...groups)
    };
  }
});

function declared([group, of]: readonly [string, readonly WeightName[]]): ArraySpecs {
  const wide = (...dims: readonly string[]) => ({ dims, dtype: 'float64', of }) as const;
  const crossing = wide(`${group}_crossing`);
  return {
    [`${group}__path`]: wide('epoch', 'component'),
    [`${group}__walk`]: wide('epoch', 'component'),
    [`${group}__signed_area`]: wide('plane'),
    [`${group}__path_length`]: wide('plane'),
    ...Object.fromEntries(
      Object.keys(ratios).flatMap((name) => [
        [`${group}__${name}`, wide('plane')],
        [`${group}__walk_${name}`, wide('plane', 'walk')]
      ])
    ),
    [`${group}__crossings`]: { dims: ['plane'], dtype: 'int32', of },
    [`${group}__walk_crossings`]: { dims: ['plane', 'walk'], dtype: 'int32', of },
    [`${group}__crossing_plane`]: { dims: [`${group}_crossing`], dtype: 'int32', of },
    ...Object.fromEntries(
      ['first_epoch', 'second_epoch', 'x', 'y'].map((x) => [`${group}__crossing_${x}`, crossing])
    )
  };
}

function described(
  group: string,
  path: Float64Array,
  walks: readonly Float64Array[],
  epochs: ArrayLike<number>
): NamedArrays {
  const loops = planeLoops(path, COMPONENTS);
  const nulls = walks.map((walk) => planeLoops(walk, COMPONENTS));
  const perPlane = (pick: (loop: PlaneLoop) => number) => vector(loops.map(pick));
  const perWalk = (pick: (loop: PlaneLoop) => number) =>
    float64(
      Float64Array.from(planes.flatMap((_, plane) => nulls.map((walk) => pick(walk[plane])))),
      [planes.length, walks.length]
    );
  const crossings = loops.flatMap((loop, plane) =>
    loop.crossings.map((crossing) => ({ plane, ...crossing }))
  );
  const epochAt = (place: number) => {
    const i = Math.floor(place);
    const next = epochs[i + 1] ?? epochs[i];
    return epochs[i] + (place - i) * (next - epochs[i]);
  };
  return {
    [`${group}__path`]: float64(path, [epochs.length, COMPONENTS]),
    [`${group}__walk`]: float64(walks[0], [epochs.length, COMPONENTS]),
    [`${group}__signed_area`]: perPlane(({ area }) => area),
    [`${group}__path_length`]: perPlane(({ length }) => length),
    ...Object.fromEntries(
      Object.entries(ratios).flatMap(([name, key]) => [
        [`${group}__${name}`, perPlane((loop) => loop[key])],
        [`${group}__walk_${name}`, perWalk((loop) => loop[key])]
      ])
    ),
    [`${group}__crossings`]: perPlane((loop) => loop.crossings.length),
    [`${group}__walk_crossings`]: perWalk((loop) => loop.crossings.length),
    [`${group}__crossing_plane`]: vector(crossings.map(({ plane }) => plane)),
    [`${group}__crossing_first_epoch`]: vector(crossings.map(({ first }) => epochAt(first))),
    [`${group}__crossing_second_epoch`]: vector(crossings.map(({ second }) => epochAt(second))),
    [`${group}__crossing_x`]: vector(crossings.map(({ x }) => x)),
    [`${group}__crossing_y`]: vector(crossings.map(({ y }) => y))
  };
}
