import type { Figure } from '../../figure/figure.ts';

/** The formats that are drawn with plotly.js, in a process of their own. */
export type DrawnFormat = 'png' | 'svg' | 'pdf' | 'gif';

/** What the drawing process is asked for: one figure, or the frames of a GIF. */
export interface RenderJob {
  readonly figures: readonly Figure[];
  readonly format: DrawnFormat;
  /** In px. */
  readonly width: number;
  readonly height: number;
  /** Pixels per px. */
  readonly scale: number;
  /** Frames per second. */
  readonly fps: number;
}

/** What the drawing process answers. */
export type RenderAnswer =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'done'; readonly bytes: Uint8Array }
  /**
   * `message` and `hint` are for the user; a failure without a hint's sibling `mendable` is our own
   * bug.
   */
  | {
      readonly kind: 'failed';
      readonly mendable: boolean;
      readonly message: string;
      readonly hint: string | undefined;
    };

/**
 * Number of the drawing process's file descriptor that closes when the process that asks it ends.
 */
export const lifeline = 4;
