import { type NamedArrays, vector } from '../../array/tensor.ts';
import { type ArraySpecs, analyzer, type RunArtifacts } from '../analyzer.ts';
import { int64 } from '../measures/int64.ts';
import { matrixNames, tensorsOf, type WeightName, weightGroups } from '../measures/weight-names.ts';
import { pathsOfGroups } from '../measures/weight-paths.ts';

/**
 * How fast the weights move and how sharply they turn, in all dimensions; two checkpoints at a time
 * are in memory.
 */
export default analyzer({
  id: 'trajectory_curvature',
  title: 'Curvature of the trajectory',
  about:
    'How fast the weights move through training, how sharply they turn, and how much of it is detour.',
  version: 1,
  arrays: {},
  /**
   * Velocity is distance per epoch between neighbouring checkpoints (step), acceleration its change
   * per epoch. The turning angle is in degrees between neighbouring steps (turn): 0 straight on, 90
   * as a random walk in many dimensions, 180 back. Curvature is 1 / radius of the circle through
   * three checkpoints (Menger), tortuosity the way over the distance of its ends.
   */
  acrossArrays: {
    epochs: { dims: ['epoch'], dtype: 'int64' },
    ...Object.assign({}, ...Object.entries(weightGroups).map(declared))
  } as ArraySpecs,
  reads: [],
  async across(run) {
    const motions = await motionsOf(run);
    const groups = pathsOfGroups(motions).map(([group, own]) =>
      described(group, own, run.checkpoints)
    );
    return { epochs: int64(run.checkpoints), ...Object.assign({}, ...groups) };
  }
});

function declared([group, of]: readonly [string, readonly WeightName[]]): ArraySpecs {
  const wide = (...dims: readonly string[]) => ({ dims, dtype: 'float64', of }) as const;
  return {
    [`${group}__velocity`]: wide('step'),
    [`${group}__acceleration`]: wide('turn'),
    [`${group}__turning_angle`]: wide('turn'),
    [`${group}__curvature`]: wide('turn'),
    [`${group}__path_length`]: wide('epoch'),
    [`${group}__displacement`]: wide('epoch'),
    [`${group}__tortuosity`]: wide()
  };
}

/** Products of the steps of one matrix; they add up over matrices. */
interface Motion {
  /** Squared length of each step, [n − 1]. */
  readonly squares: Float64Array;
  /** Product of each step with the next, [n − 2]. */
  readonly products: Float64Array;
  /** Squared distance of each checkpoint from the first, [n]. */
  readonly fromStart: Float64Array;
}

async function motionsOf(run: RunArtifacts): Promise<ReadonlyMap<WeightName, Motion>> {
  const names = matrixNames.filter((name) => tensorsOf(name, run.context.config).length > 0);
  const n = run.checkpoints.length;
  const motions = new Map(
    names.map((name): [WeightName, Motion] => [
      name,
      {
        squares: new Float64Array(Math.max(n - 1, 0)),
        products: new Float64Array(Math.max(n - 2, 0)),
        fromStart: new Float64Array(n)
      }
    ])
  );
  const matrices = names.flatMap((name) =>
    tensorsOf(name, run.context.config).map((tensor) => ({ name, tensor }))
  );
  const tensors = matrices.map(({ tensor }) => tensor);
  let [first, previous]: (NamedArrays | null)[] = [null, null];
  const lastSteps = new Map<string, Float64Array>();
  for (const [i, epoch] of run.checkpoints.entries()) {
    const weights = await run.checkpoint(epoch, tensors);
    first ??= weights;
    for (const { name, tensor } of matrices) {
      const now = weights[tensor].data;
      const start = first[tensor].data;
      const before = previous?.[tensor]?.data;
      const { squares, products, fromStart } = motions.get(name)!;
      const last = lastSteps.get(tensor) ?? new Float64Array(now.length);
      lastSteps.set(tensor, last);
      for (let k = 0; k < now.length; k++) {
        fromStart[i] += (now[k] - start[k]) ** 2;
        if (!before) continue;
        const step = now[k] - before[k];
        squares[i - 1] += step * step;
        if (i > 1) products[i - 2] += step * last[k];
        last[k] = step;
      }
    }
    previous = weights;
  }
  return motions;
}

function described(
  group: string,
  motions: readonly Motion[],
  epochs: readonly number[]
): NamedArrays {
  const total = (pick: (motion: Motion) => Float64Array, length: number) =>
    Float64Array.from({ length }, (_, i) => motions.reduce((sum, m) => sum + pick(m)[i], 0));
  const n = epochs.length;
  const steps = total((motion) => motion.squares, Math.max(n - 1, 0)).map(Math.sqrt);
  const products = total((motion) => motion.products, Math.max(n - 2, 0));
  const displacement = total((motion) => motion.fromStart, n).map(Math.sqrt);
  const velocity = steps.map((length, i) => length / (epochs[i + 1] - epochs[i]));
  const acceleration = products.map(
    (_, i) => (2 * (velocity[i + 1] - velocity[i])) / (epochs[i + 2] - epochs[i])
  );
  const way = new Float64Array(n);
  for (let i = 1; i < n; i++) way[i] = way[i - 1] + steps[i - 1];
  const cosines = products.map((product, i) => {
    const size = steps[i] * steps[i + 1];
    return size > 0 ? Math.min(Math.max(product / size, -1), 1) : 1;
  });
  const curvature = cosines.map((cosine, i) => {
    const across = Math.sqrt(Math.max(steps[i] ** 2 + steps[i + 1] ** 2 + 2 * products[i], 0));
    return across > 0 ? (2 * Math.sqrt(1 - cosine ** 2)) / across : 0;
  });
  const end = displacement[n - 1] ?? 0;
  return {
    [`${group}__velocity`]: vector(velocity),
    [`${group}__acceleration`]: vector(acceleration),
    [`${group}__turning_angle`]: vector(cosines.map((x) => (Math.acos(x) * 180) / Math.PI)),
    [`${group}__curvature`]: vector(curvature),
    [`${group}__path_length`]: vector(way),
    [`${group}__displacement`]: vector(displacement),
    [`${group}__tortuosity`]: {
      dtype: 'float64',
      shape: [],
      data: Float64Array.of(end > 0 ? (way[n - 1] ?? 0) / end : 1)
    }
  };
}
