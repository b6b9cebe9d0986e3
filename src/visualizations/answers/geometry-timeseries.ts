import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';
import { sites } from './sites.ts';

const analyzer = 'repr_geometry';
const measures = {
  snr: 'signal to noise',
  circularity: 'circularity',
  fourier_alignment: 'Fourier alignment',
  center_spread: 'spread of centres',
  mean_radius: 'mean radius',
  mean_dim: 'mean dimension',
  fisher_mean: 'mean Fisher ratio',
  fisher_min: 'least Fisher ratio',
  fisher_argmin_diff: 'closest pair differs by'
} as const;
type Measure = keyof typeof measures;

/**
 * One measure of how the pairs of each answer cluster, over training, at the places where the
 * pairs differ (REQ_044). Takes the repr_geometry summary `{epochs, resid_post_snr, …}`.
 */
export default visualization({
  id: 'geometry_timeseries',
  title: 'Representation geometry',
  about: 'When do the pairs of an answer draw together, and where in the model?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: {
    measure: {
      type: 'choice',
      choices: Object.keys(measures) as Measure[],
      default: 'snr',
      about:
        'What to follow: signal to noise of the answers, circularity of their centres and so on.'
    }
  },
  aliases: ['geometry.timeseries'],
  figure(summary, { measure }) {
    const table = epochTable(summary, analyzer);
    const name = measures[measure as Measure];
    const shown = (['attn_out', 'mlp_out', 'resid_post'] as const).map((site) => ({
      site,
      ...sites[site]
    }));
    return {
      ...overEpochs(
        shown.map(({ site, name: place, color }) =>
          epochLine(place, table.epochs, table.column(`${site}_${measure}`), color)
        ),
        name
      ),
      heading: `Answers: ${name}`
    };
  }
});
