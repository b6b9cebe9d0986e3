import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { ink, label } from '../../figure/theme.ts';
import { epochMarker } from '../parts/epoch-marker.ts';
import { hereOnPath } from '../parts/here-on-path.ts';
import { currentEpochOption } from '../parts/options.ts';
import { arrayOf, columnsOf } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'trajectory_loops';
const planes = ['1-2', '1-3', '2-3'] as const;

/**
 * The path of the weights in a plane of its principal components, its crossings, and a random walk
 * of the same steps. Takes trajectory_loops `{epochs, all__path, all__walk, all__crossing_x, …}`.
 */
export default visualization({
  id: 'trajectory_loops',
  title: 'Loops of the trajectory',
  about: 'Does the path of the weights close or cross itself other than a random walk does?',
  kind: 'run',
  needs: acrossOf(analyzer),
  options: {
    group: {
      type: 'choice',
      choices: ['all', 'embedding', 'attention', 'mlp'],
      default: 'all',
      about: 'Weights to look at.'
    },
    plane: { type: 'choice', choices: planes, default: '2-3', about: 'Principal components.' },
    currentEpoch: currentEpochOption
  },
  figure(across, { group, plane, currentEpoch }) {
    const of = (key: string, rank: number) => arrayOf(across, `${group}__${key}`, rank, analyzer);
    const [one, other] = plane.split('-').map((c) => Number(c) - 1) as [number, number];
    const epochs = arrayOf(across, 'epochs', 1, analyzer).data;
    const path = columnsOf(of('path', 2));
    const walk = columnsOf(of('walk', 2));
    const [x, y] = [path[one] ?? new Float64Array(0), path[other] ?? new Float64Array(0)];
    const here = Array.from(of('crossing_plane', 1).data.keys()).filter(
      (i) => of('crossing_plane', 1).data[i] === planes.indexOf(plane)
    );
    const picked = (key: string) => here.map((i) => of(key, 1).data[i]);
    const [firsts, seconds] = [picked('crossing_first_epoch'), picked('crossing_second_epoch')];
    const traces: ScatterTrace[] = [
      {
        type: 'scatter',
        mode: 'lines',
        name: 'random walk',
        x: scaled(walk[one], x),
        y: scaled(walk[other], y),
        line: { color: ink.line, width: 1, dash: 'dot' },
        hovertemplate: 'random walk<extra></extra>'
      },
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: 'weights',
        x,
        y,
        line: { color: ink.muted, width: 1 },
        marker: epochMarker(epochs),
        customdata: Array.from(epochs),
        hovertemplate: 'epoch %{customdata}<br>%{x:.4~g}, %{y:.4~g}<extra></extra>'
      },
      {
        type: 'scatter',
        mode: 'markers',
        name: 'crossing',
        x: picked('crossing_x'),
        y: picked('crossing_y'),
        marker: { color: okabeIto.vermillion, size: 11, symbol: 'x' },
        customdata: firsts.map((first, i) => `${whole(first)} and ${whole(seconds[i])}`),
        hovertemplate: 'epochs %{customdata}<extra></extra>'
      }
    ];
    const name = `PC${one + 1}/PC${other + 1} of ${group}`;
    const against = (key: string, digits: number) =>
      compared(across, group, key, planes.indexOf(plane), digits);
    const note = `crossings ${against('crossings', 0)}`;
    const shape = `ends apart ${against('openness', 2)}`;
    // Artifacts of version 1 have no loop, and another quotient under the path's name.
    const round = across[`${group}__loop_isoperimetric_quotient`]
      ? `roundness: loop ${against('loop_isoperimetric_quotient', 2)} · path ${against('isoperimetric_quotient', 2)} · `
      : '';
    return {
      data: traces,
      heading: name,
      note,
      layout: {
        xaxis: axis(`PC${one + 1}`),
        yaxis: axis(`PC${other + 1}`, { scaleanchor: 'x' }),
        annotations: [
          label(round + shape, {
            x: 1,
            y: 0,
            xref: 'paper',
            yref: 'paper',
            xanchor: 'right',
            yanchor: 'bottom'
          }),
          ...hereOnPath(currentEpoch, epochs, x, y)
        ]
      }
    };
  }
});

/**
 * The walk's coordinates with the sign and the size of the path's, so that shapes can be compared.
 */
function scaled(walk: Float64Array | undefined, path: Float64Array): Float64Array {
  const reach = (values: ArrayLike<number>) => {
    const [low, high] = finiteExtent(values) ?? [0, 0];
    return high - low;
  };
  const from = walk ?? new Float64Array(0);
  const isFlipped = (from[0] ?? 0) * (path[0] ?? 0) < 0;
  const factor = (reach(path) / (reach(from) || 1)) * (isFlipped ? -1 : 1);
  return from.map((value) => value * factor);
}

function whole(epoch: number | undefined): string {
  return String(Math.round(epoch ?? Number.NaN));
}

/**
 * A number of the path in a plane and its range over the walks; without a crossing there is no
 * loop.
 */
function compared(
  across: NamedArrays,
  group: string,
  key: string,
  plane: number,
  digits: number
): string {
  const own = arrayOf(across, `${group}__${key}`, 1, analyzer).data[plane] ?? 0;
  const { data, shape } = arrayOf(across, `${group}__walk_${key}`, 2, analyzer);
  const walks = shape[1] ?? 0;
  const found = finiteExtent(data.subarray(plane * walks, (plane + 1) * walks));
  const [low, high] = (found ?? []).map((value) => value.toFixed(digits));
  const range = low === undefined ? 'none' : low === high ? low : `${low}–${high}`;
  return `${Number.isNaN(own) ? 'none' : own.toFixed(digits)}, walks ${range}`;
}
