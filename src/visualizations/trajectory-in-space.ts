import { finiteExtent } from '../array/finite-extent.ts';
import { axis } from '../figure/axes.ts';
import type { ScatterTrace } from '../figure/figure.ts';
import { ink, label, themed } from '../figure/theme.ts';
import { epochMarker } from './parts/epoch-marker.ts';
import { hereOnPath } from './parts/here-on-path.ts';
import { kept } from './parts/kept.ts';
import { currentEpochOption, headline, titleOption } from './parts/options.ts';
import { floorOf, type Point, viewFrom } from './parts/orthographic.ts';
import { arrayOf, columnsOf, epochTable } from './parts/read-arrays.ts';
import { groupColors, groupOption } from './parts/weight-groups.ts';
import { acrossOf, visualization } from './visualization.ts';

const analyzer = 'parameter_trajectory';

/** The path of the weights in three principal components, seen from far away (orthographic), with the floor that it stands over. */
export default visualization({
  id: 'trajectory_in_space',
  title: 'Trajectory in space',
  about: 'Which path do the weights take in space, seen from any side?',
  kind: 'run',
  needs: acrossOf(analyzer),
  options: {
    currentEpoch: currentEpochOption,
    group: groupOption,
    azimuth: {
      type: 'number',
      default: 35,
      min: -360,
      max: 360,
      about: 'Degrees of the point of view around PC3, from PC1 towards PC2.'
    },
    elevation: {
      type: 'number',
      default: 25,
      min: -90,
      max: 90,
      about: 'Degrees of the point of view above the plane of PC1 and PC2.'
    },
    title: titleOption
  },
  aliases: ['parameters.pca.scatter_3d'],
  figure(data, { currentEpoch, group, azimuth, elevation, title }) {
    const seen = kept(data, `3d ${group} ${azimuth} ${elevation}`, () => {
      const { epochs, rows } = epochTable(data, analyzer);
      const columns = columnsOf(rows(`${group}__projections`));
      const [a, b, c] = [0, 1, 2].map((i) => columns[i] ?? new Float64Array(epochs.length)) as [
        Float64Array,
        Float64Array,
        Float64Array
      ];
      const view = viewFrom(azimuth, elevation);
      const flat = (points: readonly Point[]) => ({
        x: Float64Array.from(points, (point) => view(point)[0]),
        y: Float64Array.from(points, (point) => view(point)[1])
      });
      const points = Array.from(a, (_, e): Point => [a[e]!, b[e]!, c[e]!]);
      const low = [a, b, c].map((values) => finiteExtent(values)?.[0] ?? 0) as [
        number,
        number,
        number
      ];
      const high = [a, b, c].map((values) => finiteExtent(values)?.[1] ?? 0) as [
        number,
        number,
        number
      ];
      return {
        epochs,
        path: flat(points),
        shadow: flat(points.map(([x, y]) => [x, y, low[2]])),
        floor: flat(floorOf(low, high)),
        axes: [0, 1, 2].map((i) => {
          const end = low.map((value, j) => (j === i ? high[j]! : value)) as unknown as Point;
          return flat([low, end]);
        })
      };
    });
    const shares = arrayOf(data, `${group}__explained_variance_ratio`, 1, analyzer).data;
    const named = (i: number) => `PC${i + 1} (${((shares[i] ?? 0) * 100).toFixed(1)}%)`;
    const line = (
      name: string,
      place: { x: Float64Array; y: Float64Array },
      more: Partial<ScatterTrace>
    ): ScatterTrace => ({
      type: 'scatter',
      mode: 'lines',
      name,
      ...place,
      hovertemplate: `${name}<extra></extra>`,
      showlegend: false,
      ...more
    });
    return {
      data: [
        line('floor', seen.floor, {
          line: { color: ink.line, width: 0.75, dash: 'dot' },
          hoverinfo: 'skip'
        }),
        ...seen.axes.map((ends, i) =>
          line(named(i), ends, { line: { color: ink.line, width: 1.5 }, hoverinfo: 'skip' })
        ),
        line('shadow on PC1 and PC2', seen.shadow, {
          line: { color: ink.line, width: 1, dash: 'dot' },
          hoverinfo: 'skip'
        }),
        line('Checkpoints', seen.path, {
          mode: 'lines+markers',
          line: { color: groupColors[group], width: 1 },
          marker: epochMarker(seen.epochs),
          customdata: Array.from(seen.epochs),
          hovertemplate: 'epoch %{customdata}<extra></extra>'
        })
      ],
      layout: themed(headline(title, `Path of the weights in space: ${group}`), {
        xaxis: axis(`from ${azimuth}°, ${elevation}° above`, bare),
        yaxis: axis('', { ...bare, scaleanchor: 'x' }),
        annotations: [
          ...seen.axes.map(({ x, y }, i) =>
            label(named(i), {
              x: x[1]!,
              y: y[1]!,
              xref: 'x',
              yref: 'y',
              ...awayFrom(x)
            })
          ),
          ...hereOnPath(currentEpoch, seen.epochs, seen.path.x, seen.path.y)
        ]
      })
    };
  }
});

/** Where the name of an axis goes: beyond its end, or above it where it points up. */
function awayFrom(x: Float64Array) {
  const side = Math.sign(Math.round((x[1]! - x[0]!) * 1e6));
  if (side === 0) return { xanchor: 'center', yanchor: 'bottom' } as const;
  return { xanchor: side > 0 ? 'right' : 'left', yanchor: 'top', yshift: -4 } as const;
}

const bare = { showticklabels: false, showgrid: false, showline: false, tickvals: [] } as const;
