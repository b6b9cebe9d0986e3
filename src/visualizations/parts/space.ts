import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import type { Annotation, Axis, ScatterTrace } from '../../figure/figure.ts';
import { ink, label } from '../../figure/theme.ts';
import { floorOf, type Point, viewFrom } from './orthographic.ts';

/** Options of a figure in space: from where it is seen. */
export const pointOfView = {
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
  }
} as const;

/** Places on the paper. */
export interface Flat {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Some points in space as they are seen from far away, with the edges of their box. */
export interface Space {
  readonly points: Flat;
  /** The points straight below, on the floor. */
  readonly shadow: Flat;
  readonly floor: Flat;
  /** From the lowest corner along PC1, PC2 and PC3. */
  readonly axes: readonly Flat[];
}

/**
 * Returns some points [n] per component as they are seen (orthographic); `box` spans the edges, the
 * points themselves by default.
 */
export function spaceOf(
  [a, b, c]: readonly [Float64Array, Float64Array, Float64Array],
  { azimuth, elevation }: { readonly azimuth: number; readonly elevation: number },
  box: readonly ArrayLike<number>[] = [a, b, c]
): Space {
  const view = viewFrom(azimuth, elevation);
  const flat = (points: readonly Point[]): Flat => ({
    x: Float64Array.from(points, (point) => view(point)[0]),
    y: Float64Array.from(points, (point) => view(point)[1])
  });
  const ends = (i: 0 | 1) =>
    box.map((values) => finiteExtent(values)?.[i] ?? 0) as unknown as Point;
  const [low, high] = [ends(0), ends(1)];
  const points = Array.from(a, (_, n): Point => [a[n], b[n], c[n]]);
  return {
    points: flat(points),
    shadow: flat(points.map(([x, y]) => [x, y, low[2]])),
    floor: flat(floorOf(low, high)),
    axes: [0, 1, 2].map((i) => {
      const end = low.map((value, j) => (j === i ? high[j] : value)) as unknown as Point;
      return flat([low, end]);
    })
  };
}

/** Returns a line in space without a legend entry. */
export function lineInSpace(name: string, place: Flat, more: Partial<ScatterTrace>): ScatterTrace {
  return {
    type: 'scatter',
    mode: 'lines',
    name,
    ...place,
    hovertemplate: `${name}<extra></extra>`,
    showlegend: false,
    ...more
  };
}

/** Returns the floor and the axes as lines; `names` are those of PC1 to PC3. */
export function frameOf({ floor, axes }: Space, names: readonly string[]): readonly ScatterTrace[] {
  return [
    lineInSpace('floor', floor, {
      line: { color: ink.line, width: 0.75, dash: 'dot' },
      hoverinfo: 'skip'
    }),
    ...axes.map((ends, i) =>
      lineInSpace(names[i], ends, { line: { color: ink.line, width: 1.5 }, hoverinfo: 'skip' })
    )
  ];
}

/** Returns the names of the axes at their ends. */
export function axisNames({ axes }: Space, names: readonly string[]): readonly Annotation[] {
  return axes.map(({ x, y }, i) =>
    label(names[i], { x: x[1], y: y[1], xref: 'x', yref: 'y', ...awayFrom(x) })
  );
}

/** Axes of the paper, which mean nothing in space. */
export const bareAxis: Partial<Axis> = {
  showticklabels: false,
  showgrid: false,
  showline: false,
  tickvals: []
};

/** Where the name of an axis goes: beyond its end, or above it where it points up. */
function awayFrom(x: Float64Array) {
  const side = Math.sign(Math.round((x[1] - x[0]) * 1e6));
  if (side === 0) return { xanchor: 'center', yanchor: 'bottom' } as const;
  return { xanchor: side > 0 ? 'right' : 'left', yanchor: 'top', yshift: -4 } as const;
}
