import { cached } from '../../array/cached.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { logAxis, upFromZero } from '../../figure/axes.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { carriedError, modeStates } from './dynamic-modes.ts';
import { sites } from './sites.ts';

const analyzer = 'centroid_dmd';
const places = ['attn_out', 'mlp_out', 'resid_post'] as const;

/**
 * How far the modes miss the centres of the answers, from each checkpoint to the next or carried
 * on from the first (REQ_051). Takes centroid_dmd `{epochs, resid_post__residual_norms,
 * resid_post__trajectory, …}`.
 */
export default visualization({
  id: 'dmd_residual',
  title: 'Error of the modes',
  about: 'When do the centres of the answers move other than in steady modes?',
  kind: 'run',
  overEpochs: true,
  needs: acrossOf(analyzer),
  options: {
    from: {
      type: 'choice',
      choices: ['step', 'start'],
      default: 'step',
      about: 'Predict each checkpoint from the one before, or all of them from the first.'
    },
    relative: {
      type: 'boolean',
      default: true,
      about: 'Divide by the size of what is predicted.'
    },
    scale: {
      type: 'choice',
      choices: ['linear', 'log'],
      default: 'log',
      about: 'Scale of the error.'
    }
  },
  presets: { 'geometry.dmd_residual': { relative: false, scale: 'linear' } },
  figure(data, { from, relative, scale }) {
    const lines = cached(data, `dmd residual ${from} ${relative}`, () =>
      places.map((site) => {
        const { epochs, errors } = errorsOf(data, site, from, relative);
        return epochLine(sites[site].name, epochs, errors, sites[site].color);
      })
    );
    const values = lines.map(({ y }) => y);
    const log = scale === 'log' ? logAxis(values) : { range: upFromZero(values) };
    const name = from === 'step' ? 'Error of the modes, one step' : 'Error of the modes, whole run';
    return { ...overEpochs(lines, relative ? 'relative error' : 'distance', log), heading: name };
  }
});

/** A step counts at its end. */
function errorsOf(data: NamedArrays, site: string, from: 'step' | 'start', relative: boolean) {
  const states = modeStates(data, site);
  const { off, length } = carriedError(states);
  const epochs = Float64Array.from(states.epochs);
  const scaled = (errors: ArrayLike<number>, sizes: Float64Array) =>
    Float64Array.from(errors, (error, i) => (relative ? error / sizes[i] : error));
  if (from === 'start') return { epochs, errors: scaled(off, length) };
  const steps = arrayOf(data, `${site}__residual_norms`, 1, analyzer).data;
  return { epochs: epochs.subarray(1), errors: scaled(steps, length.subarray(1)) };
}
