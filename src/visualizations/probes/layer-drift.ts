import { rowsOf } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import { currentEpochOption } from '../parts/options.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { stepMap } from '../parts/step-map.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'layer_drift';

/**
 * How far the weights of each layer are from where they were at a reference checkpoint, or at the
 * one before, relative to their norm there; the first layer at the bottom. Takes the layer_drift
 * summary `{epochs, layers, drift_reference, drift_previous, total_reference, …}` [epoch, layer].
 */
export default visualization({
  id: 'layer_drift',
  title: 'Layer drift',
  about: 'Which layers move, and when do they settle?',
  kind: 'run',
  time: 'step',
  needs: summaryOf(analyzer),
  options: {
    against: {
      type: 'choice',
      choices: ['reference', 'previous'],
      default: 'reference',
      about: 'The reference checkpoint (the first unless analyzed otherwise), or the one before.'
    },
    currentEpoch: currentEpochOption
  },
  figure(summary, { against, currentEpoch }) {
    const { epochs, rows, column } = epochTable(summary, analyzer);
    const layers = Array.from(rowsOf(rows('layers'))[0] ?? []);
    const drift = rowsOf(rows(`drift_${against}`));
    const total = column(`total_${against}`);
    const from = column(`${against}_step`);
    const z = layers.map((_, k) => drift.map((row) => row[k]));
    const most = Math.max(0, ...z.flat().filter(Number.isFinite));
    const last = total.at(-1) ?? Number.NaN;
    const told = (layer: number) => (layer < 0 ? 'outside layers' : `layer ${layer}`);
    const map = stepMap(epochs, currentEpoch, {
      name: 'Drift',
      z,
      colors: {
        ...{ colorscale: viridis, zmin: 0, zmax: most || 1 },
        colorbar: { title: { text: '‖Δ‖/‖w‖' } }
      },
      rows: axis('', {
        tickvals: layers.map((_, k) => k),
        ticktext: layers.map((layer) => (layer < 0 ? 'outside' : String(layer)))
      }),
      told: (row, step, t) =>
        `${told(layers[row])}, ${step}<br>since ${from[t]}, all: ${total[t].toPrecision(3)}`,
      value: '%{z:.4f}'
    });
    const note = Number.isFinite(last) ? `all weights ${last.toPrecision(3)} at the end` : '';
    return { ...map, note };
  }
});
