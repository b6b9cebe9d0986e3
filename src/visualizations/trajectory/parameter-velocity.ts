import { logAxis } from '../../figure/axes.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { groupsIn } from '../parts/weight-groups.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'parameter_trajectory';

/**
 * How far the weights move per epoch between checkpoints, in all and per part of the model. Takes
 * parameter_trajectory `{epochs, all__velocity, …}`.
 */
export default visualization({
  id: 'parameter_velocity',
  title: 'Parameter velocity',
  about: 'When do which weights move fast?',
  kind: 'run',
  overEpochs: true,
  needs: acrossOf(analyzer),
  options: {
    scale: {
      type: 'choice',
      choices: ['linear', 'log'],
      default: 'log',
      about: 'Scale of the velocity.'
    }
  },
  aliases: ['component_velocity', 'parameters.pca.velocity', 'parameters.pca.component_velocity'],
  figure(data, { scale }) {
    const { data: epochs } = arrayOf(data, 'epochs', 1, analyzer);
    const later = Float64Array.from(epochs).subarray(1); // a step counts at its end
    const lines = groupsIn(data).map(([group, color]) =>
      epochLine(group, later, arrayOf(data, `${group}__velocity`, 1, analyzer).data, color)
    );
    const log = scale === 'log' ? logAxis(lines.map(({ y }) => y)) : {};
    return { ...overEpochs(lines, 'distance per epoch', log), heading: 'Velocity of the weights' };
  }
});
