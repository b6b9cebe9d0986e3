import type { Marks } from '../../cells/capability.ts';
import { parseColor } from '../../cells/color.ts';
import { type Palette, SOLID } from '../../cells/palette.ts';
import type { Figure, ScatterTrace, Trace } from '../../figure/figure.ts';
import type { Dash } from '../draw/trace-dots.ts';

/** How one trace looks in the terminal. */
export interface TraceStyle {
  /** Its CSS colour in the figure. */
  readonly css: string;
  /** Its colour code. */
  readonly color: number;
  readonly dash: Dash;
  /** Its character where curves are made of ASCII. */
  readonly glyph: string;
  /** Its character where bars cannot be told apart by colour. */
  readonly shade: string;
}

/** Opacity of curves beside one that is seen alone. */
const FAINT = 0.3;

/** Okabe and Ito's colours in the order used for traces that bring none. */
const COLORWAY = ['#0072b2', '#d55e00', '#009e73', '#e69f00', '#cc79a7', '#56b4e9', '#000000'];
const GLYPHS = '*+xo#@%&abcdefghijklmn';
const SHADES = '█▒░▓';
const ASCII_SHADES = '#=:+';

const DASHES: Readonly<Record<string, Dash>> = {
  solid: null,
  dash: [4, 2],
  dot: [1, 2],
  dashdot: [4, 2, 1, 2]
};

// Told apart without colours: solid, dashed, dotted, dash-dot, long dashes, sparse dots.
const PATTERNS: readonly Dash[] = [null, [4, 2], [1, 1], [5, 2, 1, 2], [8, 4], [1, 3]];

/**
 * Returns the style of every trace of a figure, by index; beside those named `solo` others are
 * faint.
 */
export function traceStyles(
  figure: Figure,
  palette: Palette,
  marks: Marks,
  solo: string | null = null
): TraceStyle[] {
  const template = figure.layout.template as { layout?: { colorway?: string[] } } | undefined;
  const colorway = template?.layout?.colorway ?? COLORWAY;
  const names = new Map<string, number>();
  const shades = marks === 'ascii' ? ASCII_SHADES : SHADES;
  return figure.data.map((trace, index) => {
    const css = ownColor(trace) ?? colorway[index % colorway.length];
    // traces of one legend entry look alike
    const key = trace.name ?? `trace ${index}`;
    const drawn = trace.type !== 'scatter' || hasLine(trace) || hasMarkers(trace);
    if (drawn && !names.has(key)) names.set(key, names.size);
    const order = names.get(key) ?? 0;
    const own = trace.type === 'scatter' ? (trace.line?.dash ?? 'solid') : 'solid';
    return {
      css,
      color: palette.line(
        css,
        trace.type === 'heatmap'
          ? 1
          : (trace.opacity ?? 1) *
              (isHollow(trace) ? 0.6 : 1) *
              (solo === null || trace.name === solo ? 1 : FAINT),
        trace.type === 'bar' ? SOLID : undefined
      ),
      dash: dashOf(palette, marks, order, own),
      glyph: GLYPHS[order % GLYPHS.length],
      shade: shades[order % shades.length]
    };
  });
}

/** Without colours every curve has a pattern of its own; in ASCII its character tells it apart. */
function dashOf(palette: Palette, marks: Marks, order: number, own: string): Dash {
  if (marks === 'ascii') return null;
  if (palette.depth === 'none') return PATTERNS[order % PATTERNS.length];
  return DASHES[own] ?? null;
}

function ownColor(trace: Trace): string | undefined {
  if (trace.type === 'heatmap') return undefined;
  const marker = isPaper(trace.marker?.color) ? trace.marker?.line?.color : trace.marker?.color;
  const markerColor =
    typeof marker === 'string'
      ? marker
      : Array.isArray(marker) && typeof marker[0] === 'string'
        ? marker[0]
        : undefined;
  if (trace.type === 'bar') return markerColor;
  return trace.line?.color ?? markerColor ?? opaque(trace.fillcolor);
}

function isHollow(trace: Trace): boolean {
  return trace.type === 'scatter' && !hasLine(trace) && isPaper(trace.marker?.color);
}

/** White inside a coloured edge is the paper showing through: the edge is the marker's colour. */
export function isPaper(color: unknown): boolean {
  return color === '#ffffff' || color === '#fff' || color === 'white';
}

/** A band's colour without its transparency. */
function opaque(css: string | undefined): string | undefined {
  const color = css === undefined ? null : parseColor(css);
  return color ? `#${color.rgb.toString(16).padStart(6, '0')}` : undefined;
}

const SYMBOLS: Readonly<Record<string, string>> = {
  circle: '●',
  diamond: '◆',
  square: '■',
  star: '★',
  cross: '+',
  x: '×',
  'triangle-up': '▲',
  'triangle-down': '▼'
};

/** Of the symbols that have one, the characters of points smaller than 5 px. */
const SMALL: Readonly<Record<string, string>> = { circle: '•', diamond: '⋄', square: '▪' };

/** Returns the character of a scatter trace's points. */
export function symbolOf({ marker }: ScatterTrace): string {
  const symbol = (marker?.symbol ?? 'circle').replace('-open', '');
  const isSmall = typeof marker?.size === 'number' && marker.size < 5;
  return (isSmall ? SMALL[symbol] : undefined) ?? SYMBOLS[symbol] ?? '●';
}

/** Returns whether a scatter trace draws its line. */
export function hasLine(trace: ScatterTrace): boolean {
  return (trace.mode ?? 'lines').includes('lines') && trace.line?.width !== 0;
}

/** Returns whether a scatter trace draws its points. */
export function hasMarkers(trace: ScatterTrace): boolean {
  return trace.mode?.includes('markers') ?? false;
}
