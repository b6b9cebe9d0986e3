import { cached } from '../../array/cached.ts';
import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import type { Tensor } from '../../array/tensor.ts';
import { currentEpochOption, shownNeuronOption } from '../parts/options.ts';
import { arrayOf, missingArray } from '../parts/read-arrays.ts';
import { sourceOf, visualization } from '../visualization.ts';
import { tiles } from './tiles.ts';

const source = 'neuron_epochs';

/**
 * Activation of one neuron for every input pair at some checkpoints, each over its own largest or
 * all on one colour scale. Takes one neuron’s `{maps}` [epoch, a, b] at its `{epochs}`.
 */
export default visualization({
  id: 'neuron_across_epochs',
  title: 'Neuron through training',
  about: 'How does the map of this neuron form through training?',
  kind: 'run',
  needs: sourceOf(source),
  options: {
    currentEpoch: currentEpochOption,
    neuron: shownNeuronOption,
    epochs: {
      type: 'text',
      default: null,
      about:
        'Epochs to show (0,1000 or 0:20000:5000); eight evenly among the checkpoints if not given.'
    },
    scale: {
      type: 'choice',
      choices: ['own', 'shared'],
      default: 'own',
      about: 'Colours of each map over its own largest activation, or on one scale.'
    }
  },
  figure(arrays, { neuron, scale }) {
    const maps = arrayOf(arrays, 'maps', 3, source); // [epoch, a, b]
    const epochs = arrayOf(arrays, 'epochs', 1, source).data;
    if (epochs.length === 0 || maps.shape[0] !== epochs.length || maps.data.length === 0)
      throw missingArray('maps', source, 'does not fit the epochs');
    const { data, layout } = cached(arrays, `across ${scale}`, () => {
      const names = Array.from(epochs, (epoch) => `epoch ${epoch}`);
      return scale === 'own' ? ownScales(maps, names) : tiles(maps, names);
    });
    return { data, heading: `Neuron ${neuron} through training`, layout };
  }
});

/** The maps over their largest |value|, which their names then tell. */
function ownScales({ data, shape, dtype }: Tensor, names: readonly string[]) {
  const size = data.length / names.length;
  const shares = new Float32Array(data.length);
  const largest = names.map((name, i) => {
    const map = data.subarray(i * size, (i + 1) * size);
    const [low, high] = finiteExtent(map) ?? [0, 0];
    const limit = Math.max(-low, high);
    map.forEach((value, at) => {
      shares[i * size + at] = limit > 0 ? value / limit : value;
    });
    return `${name}, ≤${Number(limit.toPrecision(2))}`;
  });
  return tiles({ dtype, shape, data: shares }, largest, 'over max');
}
