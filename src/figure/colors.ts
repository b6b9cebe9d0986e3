import type { ColorScale } from './figure.ts';

/** Returns a colour as `#rrggbb`; channels 0 to 255, rounded and clamped. */
export function hex(red: number, green: number, blue: number): string {
  const byte = (channel: number) => Math.round(Math.min(255, Math.max(0, channel)));
  return `#${[red, green, blue].map((c) => byte(c).toString(16).padStart(2, '0')).join('')}`;
}

/**
 * Returns red, green and blue (0 to 255, not rounded) of a hue (turns, any real), saturation and
 * lightness (0 to 1). Formula: https://www.w3.org/TR/css-color-4/#hsl-to-rgb
 */
export function hslToRgb(
  hue: number,
  saturation: number,
  lightness: number
): [number, number, number] {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (((n + hue * 12) % 12) + 12) % 12;
    return 255 * (lightness - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}

/** Muted: saturation and lightness of frequencies in turn along the hues. */
const SHADES: readonly (readonly [number, number])[] = [
  [0.5, 0.55],
  [0.5, 0.7],
  [0.3, 0.6],
  [0.5, 0.42]
];

/**
 * Returns the colour of frequency k (1 to `frequencies`), different from all others: as many hues
 * as frequencies, neighbours about a golden angle apart, and next to each other in hue in different
 * shades.
 */
export function frequencyColor(k: number, frequencies: number): string {
  const slot = (k * strideOf(frequencies)) % frequencies;
  const [saturation, lightness] = SHADES[slot % SHADES.length] ?? SHADES[0];
  return hex(...hslToRgb(slot / frequencies, saturation, lightness));
}

/** The stride nearest to the golden section of `count` that visits every slot. */
function strideOf(count: number): number {
  const wanted = Math.round((count * (Math.sqrt(5) - 1)) / 2);
  for (let away = 0; away < count; away++)
    for (const stride of [wanted + away, wanted - away])
      if (stride > 0 && divisor(stride, count) === 1) return stride;
  return 1;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}

/**
 * Returns the stepped scale of frequency colours for 0-based indices: use it with zmin -0.5 and
 * zmax F - 0.5.
 */
export function frequencyScale(frequencies: number): ColorScale {
  return Array.from({ length: frequencies }, (_, index) => {
    const color = frequencyColor(index + 1, frequencies);
    return [
      [index / frequencies, color],
      [(index + 1) / frequencies, color]
    ] as const;
  }).flat();
}

/**
 * Returns a colour of an `#rrggbb` scale at a position from 0 to 1 (clamped; NaN gives the first),
 * interpolated in RGB.
 */
export function colorAt(scale: ColorScale, position: number): string {
  const at = Math.min(1, Math.max(0, position || 0));
  const above = Math.max(
    1,
    scale.findIndex(([stop]) => stop >= at)
  );
  const [from, low] = scale[above - 1];
  const [to, high] = scale[above];
  const share = to > from ? Math.min(1, Math.max(0, (at - from) / (to - from))) : 1;
  const channel = (color: string, i: number) => Number.parseInt(color.slice(i, i + 2), 16);
  const mixed = (i: number) => channel(low, i) * (1 - share) + channel(high, i) * share;
  return hex(mixed(1), mixed(3), mixed(5));
}

const even = (...colors: string[]): ColorScale =>
  colors.map((color, i) => [i / (colors.length - 1), color] as const);

/** Sequential, for fractions: dark violet to yellow (matplotlib). */
export const viridis: ColorScale = even(
  '#440154',
  '#482878',
  '#3e4989',
  '#31688e',
  '#26828e',
  '#1f9e89',
  '#35b779',
  '#6ece58',
  '#b5de2b',
  '#fde725'
);

/** Sequential, for counts on white paper: light yellow to dark red (ColorBrewer). */
export const ylOrRd: ColorScale = even(
  '#ffffcc',
  '#ffeda0',
  '#fed976',
  '#feb24c',
  '#fd8d3c',
  '#fc4e2a',
  '#e31a1c',
  '#bd0026',
  '#800026'
);

/** Diverging, for signed values symmetric about 0: blue, white, orange. */
export const diverging: ColorScale = even(
  '#0b3c6f',
  '#2166ac',
  '#4f97c7',
  '#a6cee3',
  '#ffffff',
  '#fdca92',
  '#f29137',
  '#c65c0c',
  '#7f3204'
);

/** Qualitative, for up to seven series, readable with colour blindness (Okabe and Ito 2008). */
export const okabeIto = {
  blue: '#0072b2',
  vermillion: '#d55e00',
  green: '#009e73',
  orange: '#e69f00',
  purple: '#cc79a7',
  sky: '#56b4e9',
  black: '#000000'
} as const;
