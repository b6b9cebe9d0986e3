import { arrayOf, missingArray } from '../parts/read-arrays.ts';
import { sourceOf, visualization } from '../visualization.ts';
import { tiles } from './tiles.ts';

const source = 'neuron_maps';

/**
 * Activations of some neurons for every input pair at one epoch, on one colour scale. Takes some
 * neurons’ `{maps}` [neuron, a, b], named by `{chosen}` [neuron].
 */
export default visualization({
  id: 'neuron_grid',
  title: 'Neurons side by side',
  about: 'To which inputs do single neurons respond at this epoch?',
  kind: 'epoch',
  needs: sourceOf(source),
  options: {
    neurons: {
      type: 'text',
      default: 'active',
      about:
        'Neurons joined by commas; active: those that vary most at the last checkpoint; k9: those whose strongest frequency at the end is 9, of any share.'
    },
    count: {
      type: 'number',
      default: 6,
      min: 1,
      max: 30,
      integer: true,
      about: 'Most neurons to show.'
    },
    across: {
      type: 'number',
      default: null,
      min: 1,
      max: 30,
      integer: true,
      about: 'Neurons in a row; so many that the figure is about 4 to 3 if not given.'
    }
  },
  figure(arrays, { neurons, count, across }) {
    const maps = arrayOf(arrays, 'maps', 3, source); // [neuron, a, b]
    const chosen = arrayOf(arrays, 'chosen', 1, source).data;
    const shown = Math.min(count, maps.shape[0] ?? 0, chosen.length);
    if (shown === 0) throw missingArray('maps', source, 'has no neurons');
    const [, height = 0, width = 0] = maps.shape;
    const some = {
      ...maps,
      shape: [shown, height, width],
      data: maps.data.subarray(0, shown * height * width)
    };
    const { data, layout } = tiles(
      some,
      Array.from(chosen.subarray(0, shown), (n) => `neuron ${n}`),
      'activation',
      across
    );
    const words = neurons.trim().replace(/^k ?=? ?(\d+)$/, 'of k $1');
    const which = words === 'active' ? 'Most active neurons' : `Neurons ${words}`;
    return { data, heading: which.slice(0, 60), layout };
  }
});
