import { BOLD, DIM, paletteColor, paletteIndex, REVERSE } from '../../cells/cells.ts';
import { cellText, fitting, textWidth } from '../../text/width.ts';
import type { Look } from '../state/look.ts';

/** What a piece of chrome says, from which its colour follows. */
export type Tone =
  | 'plain'
  | 'dim'
  | 'title'
  | 'accent'
  | 'key'
  | 'good'
  | 'warn'
  | 'error'
  | 'border'
  | 'focus'
  | 'selected';

/** A colour code of cells.ts and style bits. */
export interface Pen {
  readonly fg: number;
  readonly style: number;
}

/**
 * Tone → xterm-256 entry on dark, on light, one of the 16 colours on dark, on light; exact cube
 * entries survive tmux.
 */
const colors: Readonly<Record<Tone, readonly [number, number, number, number]>> = {
  plain: [-1, -1, -1, -1],
  dim: [246, 242, -1, 8],
  title: [-1, -1, -1, -1],
  accent: [75, 25, 14, 4],
  key: [75, 25, 14, 4],
  good: [114, 28, 10, 2],
  warn: [215, 130, 11, 3],
  error: [203, 160, 9, 1],
  border: [240, 248, 8, 7],
  focus: [75, 25, 14, 4],
  selected: [-1, -1, -1, -1]
};

const styles: Readonly<Partial<Record<Tone, number>>> = {
  title: BOLD,
  key: BOLD,
  warn: BOLD,
  error: BOLD,
  selected: REVERSE
};

/**
 * Returns the colour and style of a tone; without colours, dim and bold have to tell tones apart.
 */
export function penOf(tone: Tone, { colors: depth, background }: Look): Pen {
  const style = styles[tone] ?? 0;
  if (depth === 'none')
    return {
      fg: -1,
      style: tone === 'dim' || tone === 'border' ? DIM : tone === 'focus' ? BOLD : style
    };
  const at = (depth === '16' ? 2 : 0) + (background === 'light' ? 1 : 0);
  const index = colors[tone][at] ?? -1;
  return {
    fg: index < 0 ? -1 : paletteColor(index),
    style: index < 0 && tone === 'dim' ? DIM : style
  };
}

/** Returns the text with the SGR codes of a tone around it; nothing else in Ink colours text. */
export function styled(text: string, tone: Tone, look: Look): string {
  const { fg, style } = penOf(tone, look);
  const codes: number[] = [];
  if (style & BOLD) codes.push(1);
  if (style & DIM) codes.push(2);
  if (style & REVERSE) codes.push(7);
  const index = fg < 0 ? -1 : paletteIndex(fg);
  if (index >= 16) codes.push(38, 5, index);
  else if (index >= 8) codes.push(index + 82);
  else if (index >= 0) codes.push(index + 30);
  return codes.length === 0 || text === '' ? text : `\x1b[${codes.join(';')}m${text}\x1b[0m`;
}

/** The characters of borders and marks. */
export interface Glyphs {
  readonly topLeft: string;
  readonly topRight: string;
  readonly bottomLeft: string;
  readonly bottomRight: string;
  readonly across: string;
  readonly down: string;
  readonly states: Readonly<Record<'untrained' | 'trained' | 'analyzed', string>>;
  readonly pointer: string;
  readonly play: string;
  readonly dot: string;
  readonly arrow: string;
  readonly more: string;
  readonly cursor: string;
}

const unicode: Glyphs = {
  topLeft: '╭',
  topRight: '╮',
  bottomLeft: '╰',
  bottomRight: '╯',
  across: '─',
  down: '│',
  states: { untrained: '○', trained: '●', analyzed: '◉' },
  pointer: '▸',
  play: '▶',
  dot: '·',
  arrow: '→',
  more: '…',
  cursor: '█'
};

const ascii: Glyphs = {
  topLeft: '+',
  topRight: '+',
  bottomLeft: '+',
  bottomRight: '+',
  across: '-',
  down: '|',
  states: { untrained: 'o', trained: '*', analyzed: '@' },
  pointer: '>',
  play: '>',
  dot: '-',
  arrow: '->',
  more: '~',
  cursor: '_'
};

/** Returns the characters to draw chrome with; ASCII marks mean ASCII everywhere. */
export function glyphsOf({ marks }: Look): Glyphs {
  return marks === 'ascii' ? ascii : unicode;
}

/** Returns text for cells cut to a number of columns, with a mark where something is missing. */
export function clipped(text: string, width: number, more = '…'): string {
  const shown = cellText(text);
  if (textWidth(shown) <= width) return shown;
  return width <= 0 ? '' : fitting(shown, width - 1) + more;
}
