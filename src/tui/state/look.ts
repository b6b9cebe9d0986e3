import type { ColorDepth, Marks } from '../../cells/capability.ts';

/** How the screen is drawn: marks of curves, number of colours, and the terminal's background. */
export interface Look {
  readonly marks: Marks;
  readonly colors: ColorDepth;
  readonly background: 'dark' | 'light';
  /** Fewer colours and frames: the way to the terminal is slow. */
  readonly isLean?: boolean;
}

/** Returns the colours to draw with: over a slow link none that take three numbers each. */
export function shownColors({ colors, isLean = false }: Look): ColorDepth {
  return isLean && colors === 'true' ? '256' : colors;
}

/** Returns how many colours a heat map has. */
export function shownLevels({ isLean = false }: Look): number {
  return isLean ? 8 : 32;
}
