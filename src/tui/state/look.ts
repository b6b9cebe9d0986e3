import type { ColorDepth, Marks } from '../../cells/capability.ts';
import type { CellPixels } from '../../render-terminal/index.ts';

/** How images are shown: the terminal's protocol, and a cell's size in its pixels. */
export interface Graphics {
  readonly protocol: 'kitty' | 'iterm' | 'sixel';
  readonly cell: CellPixels;
  /** Within tmux, which hands on what it does not know. */
  readonly isTmux: boolean;
}

/** How the screen is drawn: marks of curves, number of colours, and the terminal's background. */
export interface Look {
  readonly marks: Marks;
  readonly colors: ColorDepth;
  readonly background: 'dark' | 'light';
  /** Fewer colours and frames: the way to the terminal is slow. */
  readonly isLean?: boolean;
  /** Plots are images; null where they are cells. */
  readonly graphics?: Graphics | null;
  /** Plots are cells although images could be shown: so the user wants it. */
  readonly hidesImages?: boolean;
}

/** Returns how images are shown, null where plots are cells. */
export function shownGraphics({ graphics = null, hidesImages = false }: Look): Graphics | null {
  return hidesImages ? null : graphics;
}

/** Returns the colours to draw with: over a slow link none that take three numbers each. */
export function shownColors({ colors, isLean = false }: Look): ColorDepth {
  return isLean && colors === 'true' ? '256' : colors;
}

/** Returns how many colours a heat map has. */
export function shownLevels({ isLean = false }: Look): number {
  return isLean ? 8 : 32;
}
