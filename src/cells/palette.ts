import type { ColorDepth } from './capability.ts';
import { DEFAULT_COLOR, paletteColor } from './cells.ts';
import { contrast, mix, oklab, parseColor, readable } from './color.ts';
import { nearest256 } from './xterm-colors.ts';

/** Whether the terminal is dark or light. */
export type Background = 'dark' | 'light';

/** The colour codes of one drawing, brought to the terminal's depth and background. */
export interface Palette {
  readonly depth: ColorDepth;
  readonly background: Background;
  /**
   * Axis lines, tick labels, plain text, the epoch cursor, the value cursor, and what is wrong
   * (NaN, Inf).
   */
  readonly axis: number;
  readonly label: number;
  readonly text: number;
  readonly cursor: number;
  readonly accent: number;
  readonly warn: number;
  /**
   * A CSS colour made to stand out: contrast `ratio` or more (`SOLID` for bars); `opacity` below 1
   * fades it.
   */
  line(css: string | undefined, opacity?: number, ratio?: number): number;
  /** A CSS colour laid over the background with some opacity, for a cell's background. */
  tint(css: string | undefined, opacity: number): number;
  /** An exact colour of a colour scale. */
  exact(rgb: number): number;
}

/** Returns what the terminal's background is taken to be, as 0xRRGGBB. */
export function paperOf(background: Background): number {
  return PAPER[background];
}

/** The contrast that areas of colour need (WCAG 2, 1.4.11). */
export const SOLID = 3;
/**
 * The contrast that thin lines get; on paper less, or orange would turn into the brown next to it.
 */
const THIN = { dark: 4.5, light: 3 } as const;

/**
 * What a terminal's background is taken to be: somewhat grey, since few are pure black or white.
 */
const PAPER = { dark: 0x1e1e1e, light: 0xfafafa } as const;

// Chrome sits on entries of xterm's cube and grey ramp: the same in every depth above 16, and short
// to send.
const CHROME = {
  dark: { axis: 241, label: 248, text: 252, cursor: 231, accent: 220, warn: 203 },
  light: { axis: 248, label: 241, text: 236, cursor: 16, accent: 127, warn: 160 }
} as const;

/**
 * Returns the palette for a depth and background. It remembers what it converted, so make one per
 * drawing.
 */
export function createPalette(depth: ColorDepth, background: Background): Palette {
  const paper = PAPER[background];
  const cache = new Map<string, number>();
  const taken = new Map<number, number>();
  const exact = (rgb: number): number => {
    if (depth === 'true') return rgb;
    if (depth === '256') return paletteColor(nearest256(rgb));
    return depth === '16' ? ansiOf(rgb, background, taken) : DEFAULT_COLOR;
  };
  const remember = (key: string, make: () => number): number => {
    let code = cache.get(key);
    if (code === undefined) {
      code = make();
      cache.set(key, code);
    }
    return code;
  };
  const chrome = (name: keyof typeof CHROME.dark): number => {
    if (depth === 'none') return DEFAULT_COLOR;
    if (depth === '16') return name === 'warn' ? paletteColor(1) : DEFAULT_COLOR;
    return paletteColor(CHROME[background][name]);
  };
  return {
    depth,
    background,
    axis: chrome('axis'),
    label: chrome('label'),
    text: chrome('text'),
    cursor: chrome('cursor'),
    accent: depth === '16' ? paletteColor(background === 'dark' ? 11 : 5) : chrome('accent'),
    warn: chrome('warn'),
    exact,
    line: (css, opacity = 1, ratio = THIN[background]) =>
      remember(`line ${opacity} ${ratio} ${css}`, () => {
        const color = parseColor(css ?? '') ?? { rgb: paper ^ 0xffffff, alpha: 1 };
        const alpha = color.alpha * opacity;
        if (depth === '16' && alpha < 0.6) return paletteColor(8);
        const base = mirrored(color.rgb, background);
        const strong = readable(base, paper, ratio);
        return exact(alpha >= 1 ? strong : readable(mix(paper, strong, alpha), paper, 1.6));
      }),
    tint: (css, opacity) =>
      remember(`tint ${opacity} ${css}`, () => {
        if (depth === 'none' || depth === '16') return DEFAULT_COLOR;
        const color = parseColor(css ?? '');
        if (!color) return DEFAULT_COLOR;
        const base = mirrored(color.rgb, background);
        return exact(mix(paper, base, visibleShare(paper, base, color.alpha * opacity)));
      })
  };
}

/**
 * Greys are meant against white paper: on a dark background black becomes white and light grey dark
 * grey.
 */
function mirrored(rgb: number, background: Background): number {
  if (background === 'light') return rgb;
  const [lightness, a, b] = oklab(rgb);
  return Math.hypot(a, b) < 0.03 && lightness < 0.7 ? rgb ^ 0xffffff : rgb;
}

/** A tint has to be seen: at least contrast 1.15, at most half of the colour. */
function visibleShare(paper: number, rgb: number, wanted: number): number {
  let share = Math.max(0.02, wanted);
  while (share < 0.5 && contrast(paper, mix(paper, rgb, share)) < 1.18) share += 0.02;
  return Math.min(0.5, share);
}

// Hue angles in Oklab of red, yellow, green, cyan, blue, magenta (ANSI 1, 3, 2, 6, 4, 5), in
// degrees.
const HUES: readonly (readonly [number, number])[] = [
  [1, 29],
  [3, 95],
  [2, 145],
  [6, 200],
  [4, 255],
  [5, 335]
];

/**
 * The nearest of the six hues that no other colour of this drawing has taken; greys are the default
 * foreground.
 */
function ansiOf(rgb: number, background: Background, taken: Map<number, number>): number {
  const known = taken.get(rgb);
  if (known !== undefined) return known;
  const [, a, b] = oklab(rgb);
  let code = DEFAULT_COLOR;
  if (Math.hypot(a, b) >= 0.03) {
    const hue = ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
    const bright = background === 'dark' ? 8 : 0;
    const ranked = HUES.map(([index, angle]) => {
      const apart = Math.abs(hue - angle) % 360;
      return { index, apart: Math.min(apart, 360 - apart) };
    }).sort((p, q) => p.apart - q.apart);
    const used = new Set(taken.values());
    const free = [bright, 8 - bright]
      .flatMap((shift) => ranked.map(({ index }) => paletteColor(index + shift)))
      .find((candidate) => !used.has(candidate));
    code = free ?? paletteColor(ranked[0].index + bright);
  }
  taken.set(rgb, code);
  return code;
}
