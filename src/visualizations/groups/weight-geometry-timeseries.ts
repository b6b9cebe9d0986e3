import { okabeIto } from '../../figure/colors.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'freq_group_weight_geometry';
const measures = {
  snr: 'signal to noise',
  circularity: 'circularity',
  center_spread: 'spread of centres',
  mean_radius: 'mean radius',
  fisher_mean: 'mean Fisher ratio',
  fisher_min: 'least Fisher ratio'
} as const;
type Measure = keyof typeof measures;

/**
 * One measure of how the neurons of each frequency cluster in what they read and write, over
 * training (REQ_090). Takes freq_group_weight_geometry `{epochs, Win_snr, Wout_snr, …}`.
 */
export default visualization({
  id: 'weight_geometry_timeseries',
  title: 'Weight geometry',
  about: 'When do the weights of the neurons of a frequency draw together?',
  kind: 'run',
  overEpochs: true,
  needs: acrossOf(analyzer),
  options: {
    measure: {
      type: 'choice',
      choices: Object.keys(measures) as Measure[],
      default: 'snr',
      about:
        'What to follow: signal to noise of the groups, circularity of their centres and so on.'
    }
  },
  aliases: ['weight_geometry.timeseries'],
  figure(data, { measure }) {
    const table = epochTable(data, analyzer);
    const name = measures[measure as Measure];
    return {
      ...overEpochs(
        [
          epochLine(
            'read (W_in)',
            table.epochs,
            table.column(`Win_${measure}`),
            okabeIto.vermillion
          ),
          epochLine('write (W_out)', table.epochs, table.column(`Wout_${measure}`), okabeIto.green)
        ],
        name
      ),
      heading: `Neuron groups: ${name}`
    };
  }
});
