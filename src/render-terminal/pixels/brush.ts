import { DEFAULT_COLOR, paletteIndex } from '../../cells/cells.ts';
import { xtermRgb } from '../../cells/xterm-colors.ts';
import type { Canvas } from '../draw/canvas.ts';
import type { Subplot } from '../plan/plan.ts';
import { unitOf } from '../plan/scale.ts';
import { createPen, type Pen, type Raster } from './raster.ts';

/** What the steps of drawing a plot into pixels share. */
export interface Brush {
  readonly raster: Raster;
  /** With the colours of an image, whatever the terminal's cells can show. */
  readonly canvas: Canvas;
  readonly subplot: Subplot;
  /** Pixels of a hair line and of a curve. */
  readonly hair: number;
  readonly line: number;
  /** Pixels of the device to one of the figure's own. */
  readonly scale: number;
  /** The pen of a colour code of cells.ts; `isSeen` where it has to stand out from a map. */
  penOf(code: number, isSeen?: boolean): Pen;
}

/** Rows of pixels of a cell in which a figure's own pixel is one. */
const USUAL = 18;

/** Creates what draws a subplot into an image. */
export function createBrush(
  raster: Raster,
  canvas: Canvas,
  subplot: Subplot,
  cellHeight: number
): Brush {
  const pens = new Map<number, Pen>();
  const scale = cellHeight / USUAL;
  return {
    raster,
    canvas,
    subplot,
    hair: Math.max(1, Math.round(scale)),
    line: Math.max(1.2, 1.5 * scale),
    scale,
    penOf(code, isSeen = false) {
      const key = code * 2 + Number(isSeen);
      let pen = pens.get(key);
      if (!pen) {
        pen = createPen(rgbOf(code, canvas.palette.background), 1, isSeen);
        pens.set(key, pen);
      }
      return pen;
    }
  };
}

/** Returns the RGB of a colour code of cells.ts. */
export function rgbOf(code: number, background: 'dark' | 'light'): number {
  if (code === DEFAULT_COLOR) return background === 'dark' ? 0xd0d0d0 : 0x303030;
  const index = paletteIndex(code);
  return index < 0 ? code : xtermRgb(index);
}

/** Returns where a value lies from the left, in pixels; NaN where it has no place. */
export function acrossOf({ raster, subplot }: Brush, value: number): number {
  return unitOf(subplot.x, value) * raster.width;
}

/** Returns where a value lies from the top, in pixels; NaN where it has no place. */
export function downOf({ raster, subplot }: Brush, value: number): number {
  return (1 - unitOf(subplot.y, value)) * raster.height;
}
