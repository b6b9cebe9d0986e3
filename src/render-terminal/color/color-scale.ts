import { mix, parseColor } from '../../cells/color.ts';
import type { ColorScale } from '../../figure/figure.ts';
import { remembered } from '../plan/series.ts';

const GREYS: ColorScale = [
  [0, '#202020'],
  [1, '#f0f0f0']
];

interface Stops {
  readonly at: Float64Array;
  readonly rgb: Int32Array;
}

function stopsOf(scale: ColorScale): Stops {
  return remembered(scale, 'stops', () => ({
    at: Float64Array.from(scale, ([position]) => position),
    rgb: Int32Array.from(scale, ([, css]) => parseColor(css)?.rgb ?? 0x808080)
  }));
}

/** Returns the RGB of a colour scale at `share` (0–1, clamped). */
export function scaleColor(scale: ColorScale | undefined, share: number): number {
  const { at, rgb } = stopsOf(scale?.length ? scale : GREYS);
  if (share <= at[0]) return rgb[0];
  for (let i = 1; i < at.length; i++) {
    if (share > at[i]) continue;
    const span = at[i] - at[i - 1];
    return span > 0 ? mix(rgb[i - 1], rgb[i], (share - at[i - 1]) / span) : rgb[i];
  }
  return rgb[rgb.length - 1];
}

/**
 * Returns the RGB of `levels` equal parts of a scale: its two ends included, or the steps of a
 * stepped one.
 */
export function scaleLevels(scale: ColorScale | undefined, levels: number): Int32Array {
  const source = scale?.length ? scale : GREYS;
  const place = isStepped(source)
    ? (i: number) => (i + 0.5) / levels
    : (i: number) => (levels > 1 ? i / (levels - 1) : 0.5);
  return remembered(source, `levels ${levels}`, () =>
    Int32Array.from({ length: levels }, (_, i) => scaleColor(source, place(i)))
  );
}

/**
 * Returns whether a scale has steps, as for categories: values between two of them then mean
 * nothing.
 */
export function isStepped(scale: ColorScale | undefined): boolean {
  if (!scale) return false;
  return scale.some(([position], i) => i > 0 && position === scale[i - 1][0]);
}

/** Returns the number of colours of a stepped scale. */
export function stepCount(scale: ColorScale): number {
  return new Set(scale.map(([position]) => position)).size - 1;
}
