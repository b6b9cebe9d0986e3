import type { ComplexNumbers } from '../../array/linear/francis.ts';
import { float64, type NamedArrays, type Tensor, vector } from '../../array/tensor.ts';
import { type ArraySpecs, analyzer } from '../analyzer.ts';
import { int64 } from '../measures/int64.ts';
import { pick } from '../measures/neuron-groups.ts';
import { classesSeen } from './class-clusters.ts';
import { dynamicModes } from './dynamic-modes.ts';
import { type Site, siteNames } from './sites.ts';

const SOURCE = 'global_centroid_pca';

/** The motion of the class centroids as a sum of modes that grow, shrink or turn (REQ_051). */
export default analyzer({
  id: 'centroid_dmd',
  title: 'Centroid DMD',
  about: 'Which growing, shrinking and turning modes explain how the centres of the answers move.',
  version: 1,
  structure: 'pairs',
  arrays: {},
  /**
   * A state is the classes that have pairs, one after another. Of a mode the complex phase is
   * arbitrary; a checkpoint counts as a step, however many epochs it is apart.
   */
  acrossArrays: {
    epochs: { dims: ['epoch'], dtype: 'int64' },
    ...Object.assign({}, ...siteNames.map(declared))
  } as ArraySpecs,
  reads: [SOURCE],
  async across(run) {
    const centroids = await run.across(SOURCE);
    const classes = classesSeen(run.context);
    const sites = siteNames.map((site) =>
      described(site, centroids[`${site}__projections`], classes)
    );
    return { epochs: int64(centroids.epochs.data), ...Object.assign({}, ...sites) };
  }
});

function declared(site: Site): ArraySpecs {
  const wide = (...dims: readonly string[]) => ({ dims, dtype: 'float64' }) as const;
  const either = (...dims: readonly string[]) => ({ dims, dtype: 'complex128' }) as const;
  return {
    [`${site}__eigenvalues`]: either(`${site} mode`),
    [`${site}__modes`]: either(`${site} state`, `${site} mode`),
    [`${site}__amplitudes`]: either(`${site} mode`),
    [`${site}__residual_norms`]: wide('step'),
    [`${site}__singular_values`]: wide(`${site} rank`),
    [`${site}__n_modes`]: { dims: [], dtype: 'int64' },
    [`${site}__trajectory`]: wide('epoch', `${site} state`),
    [`${site}__n_classes`]: { dims: [], dtype: 'int64' }
  };
}

function described(site: Site, { data, shape }: Tensor, classes: Int32Array): NamedArrays {
  const [n, prime, components] = shape as [number, number, number];
  const size = classes.length * components;
  const states = new Float64Array(n * size);
  for (let i = 0; i < n; i++) {
    const all = data.subarray(i * prime * components, (i + 1) * prime * components);
    states.set(pick(all, components, classes), i * size);
  }
  const found = dynamicModes(states, n, size);
  const r = found.eigenvalues.re.length;
  return {
    [`${site}__eigenvalues`]: complex(found.eigenvalues, [r], found.isReal),
    [`${site}__modes`]: complex(found.modes, [size, r], found.isReal),
    [`${site}__amplitudes`]: complex(found.amplitudes, [r], found.isReal),
    [`${site}__residual_norms`]: vector(found.residuals),
    [`${site}__singular_values`]: vector(found.singularValues),
    [`${site}__n_modes`]: int64([r], []),
    [`${site}__trajectory`]: float64(states, [n, size]),
    [`${site}__n_classes`]: int64([classes.length], [])
  };
}

/** float64 where nothing is imaginary, as NumPy. */
function complex({ re, im }: ComplexNumbers, shape: readonly number[], isReal: boolean): Tensor {
  if (isReal) return float64(re, shape);
  const data = new Float64Array(2 * re.length);
  re.forEach((value, i) => {
    data[2 * i] = value;
    data[2 * i + 1] = im[i];
  });
  return { dtype: 'complex128', shape, data };
}
