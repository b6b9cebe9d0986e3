import type { ColorDepth, Marks } from '../../cells/capability.ts';

/** How the screen is drawn: marks of curves, number of colours, and the terminal's background. */
export interface Look {
  readonly marks: Marks;
  readonly colors: ColorDepth;
  readonly background: 'dark' | 'light';
}
