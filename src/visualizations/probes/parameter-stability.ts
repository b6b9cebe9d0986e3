import { cached } from '../../array/cached.ts';
import { rowsOf } from '../../array/tensor.ts';
import { axis, logAxis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { stepAxis, stepLine } from '../parts/over-steps.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { seriesColor, seriesLine } from '../parts/series-style.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'parameter_stability';
/** As parameter_stability numbers them: bits from the lowest. */
const rules = [
  'not finite',
  'exploding norm',
  'exploding weight',
  'vanishing',
  'spike',
  'dead'
] as const;

/**
 * The norm of the weights of each layer over the steps, with a mark where a rule fired; a layer
 * with weights that are not finite is marked at the bottom. Takes the parameter_stability summary
 * `{epochs, layers, weight_norm, rules}` [epoch, layer].
 */
export default visualization({
  id: 'parameter_stability',
  title: 'Stability of the weights',
  about: 'Do weights explode, vanish, jump or stand still, and by which rule?',
  kind: 'run',
  time: 'step',
  overEpochs: true,
  needs: summaryOf(analyzer),
  figure(summary) {
    const { lines, marks, note } = cached(summary, 'stability', () => {
      const { epochs, rows } = epochTable(summary, analyzer);
      const layers = Array.from(rowsOf(rows('layers'))[0] ?? []);
      const [norms, fired] = [rowsOf(rows('weight_norm')), rowsOf(rows('rules'))];
      const name = (layer: number) => (layer < 0 ? 'outside layers' : `layer ${layer}`);
      const lines = layers.map((layer, k) =>
        stepLine(
          name(layer),
          epochs,
          norms.map((row) => row[k]),
          seriesColor(k),
          {
            line: seriesLine(k)
          }
        )
      );
      const finite = norms.flatMap((row) => Array.from(row)).filter((norm) => norm > 0);
      const floor = finite.length > 0 ? Math.min(...finite) : 1;
      const points = norms.flatMap((row, t) =>
        layers.flatMap((layer, k) => {
          const bits = fired[t][k];
          if (!(bits > 0)) return [];
          const words = rules.filter((_, bit) => (bits >> bit) & 1);
          const y = row[k] > 0 ? row[k] : floor;
          return [{ x: epochs[t], y, words, text: `${name(layer)}: ${words.join(', ')}` }];
        })
      );
      const marks: ScatterTrace = {
        type: 'scatter',
        name: 'a rule fired',
        mode: 'markers',
        x: points.map(({ x }) => x),
        y: points.map(({ y }) => y),
        marker: { color: okabeIto.vermillion, symbol: 'x', size: 10 },
        customdata: points.map(({ text }) => text),
        hovertemplate: 'step %{x}<br>%{customdata}<extra></extra>'
      };
      const counts = rules.flatMap((rule) => {
        const times = points.filter(({ words }) => words.includes(rule)).length;
        return times > 0 ? [`${times} × ${rule}`] : [];
      });
      return {
        lines,
        marks: points.length > 0 ? [marks] : [],
        note: counts.join(', ') || 'no rule fired'
      };
    });
    return {
      data: [...lines, ...marks],
      note,
      layout: {
        xaxis: stepAxis,
        yaxis: axis('norm of the weights', logAxis(lines.map(({ y }) => y)))
      }
    };
  }
});
