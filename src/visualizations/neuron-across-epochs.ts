import { themed } from '../figure/theme.ts';
import { currentEpochOption, headline, titleOption } from './parts/options.ts';
import { arrayOf, missingArray } from './parts/read-arrays.ts';
import { tiles } from './parts/tiles.ts';
import { sourceOf, visualization } from './visualization.ts';

const source = 'neuron_epochs';

/** Activation of one neuron for every input pair at some checkpoints, on one colour scale. */
export default visualization({
  id: 'neuron_across_epochs',
  title: 'Neuron through training',
  about: 'How does the map of this neuron form through training?',
  kind: 'run',
  needs: sourceOf(source),
  options: {
    currentEpoch: currentEpochOption,
    neuron: {
      type: 'number',
      default: 0,
      min: 0,
      integer: true,
      context: 'neuron',
      about: 'Neuron to show, counted from 0.'
    },
    epochs: {
      type: 'text',
      default: null,
      about:
        'Epochs to show (0,1000 or 0:20000:5000); eight evenly among the checkpoints if not given.'
    },
    title: titleOption
  },
  figure(arrays, { neuron, title }) {
    const maps = arrayOf(arrays, 'maps', 3, source); // [epoch, a, b]
    const epochs = arrayOf(arrays, 'epochs', 1, source).data;
    if (epochs.length === 0 || maps.shape[0] !== epochs.length || maps.data.length === 0)
      throw missingArray('maps', source, 'does not fit the epochs');
    const { data, layout } = tiles(
      maps,
      Array.from(epochs, (epoch) => `epoch ${epoch}`)
    );
    return { data, layout: themed(headline(title, `Neuron ${neuron} through training`), layout) };
  }
});
