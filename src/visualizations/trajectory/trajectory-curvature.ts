import { axis, epochAxis, logAxis } from '../../figure/axes.ts';
import type { ScatterTrace, Series } from '../../figure/figure.ts';
import { cursor } from '../../figure/marks.ts';
import { ink, label } from '../../figure/theme.ts';
import { currentEpochOption } from '../parts/options.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { groupsIn } from '../parts/weight-groups.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'trajectory_curvature';

/**
 * Speed of the weights (above) and angle between steps or curvature (below) through training.
 * Takes trajectory_curvature `{epochs, all__velocity, all__turning_angle, …}`.
 */
export default visualization({
  id: 'trajectory_curvature',
  title: 'Speed and curvature of the weights',
  about: 'When do the weights move fast, and when do they turn?',
  kind: 'run',
  needs: acrossOf(analyzer),
  options: {
    measure: {
      type: 'choice',
      choices: ['turning_angle', 'curvature'],
      default: 'turning_angle',
      about: 'Lower panel: degrees between neighbouring steps, or 1 / radius.'
    },
    currentEpoch: currentEpochOption
  },
  figure(across, { measure, currentEpoch }) {
    const epochs = arrayOf(across, 'epochs', 1, analyzer).data;
    const between = Array.from(
      epochs.subarray(1),
      (epoch: number, i: number) => (epoch + epochs[i]) / 2
    );
    const inner = epochs.subarray(1, Math.max(epochs.length - 1, 1));
    const of = (group: string, key: string) =>
      arrayOf(across, `${group}__${key}`, 1, analyzer).data;
    const groups = groupsIn(across).map(([id, color]) => ({ id, color }));
    const line = (
      group: (typeof groups)[number],
      x: Series,
      key: string,
      more = {}
    ): ScatterTrace => ({
      type: 'scatter',
      mode: 'lines',
      name: group.id,
      x,
      y: of(group.id, key),
      line: { color: group.color, width: 1.5 },
      hovertemplate: `${group.id}<br>epoch %{x}<br>%{y:.4~g}<extra></extra>`,
      ...more
    });
    const speeds = groups.map((group) => of(group.id, 'velocity'));
    const below = { yaxis: 'y2', showlegend: false };
    const isAngle = measure === 'turning_angle';
    const marks = cursor(currentEpoch);
    const walk = { x0: 0, x1: 1, y0: 90, y1: 90, xref: 'paper', yref: 'y2' } as const;
    const atWalk = { x: 1, y: 90, xref: 'paper', yref: 'y2' } as const;
    const dashed = { color: ink.muted, width: 1.25, dash: 'dash' } as const;
    return {
      data: [
        ...groups.map((group) => line(group, between, 'velocity')),
        ...groups.map((group) => line(group, inner, measure, below))
      ],
      layout: {
        xaxis: { ...epochAxis, anchor: 'y2' },
        yaxis: axis('distance per epoch', { domain: [0.5, 1], ...logAxis(speeds) }),
        yaxis2: axis(isAngle ? 'turn in degrees' : 'curvature', {
          domain: [0, 0.42],
          anchor: 'x',
          ...(isAngle && { range: [0, 180], tickvals: [0, 45, 90, 135, 180] })
        }),
        shapes: [
          ...(isAngle ? [{ type: 'line', name: 'threshold', ...walk, line: dashed } as const] : []),
          ...marks.shapes
        ],
        annotations: [
          ...marks.annotations,
          ...(isAngle
            ? [label('random walk', { ...atWalk, xanchor: 'right', yanchor: 'bottom' })]
            : [])
        ]
      }
    };
  }
});
