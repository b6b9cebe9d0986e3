import { contrast, luminance, mix } from '../../cells/color.ts';

/** Colours of an image, by index: 0xRRGGBB and opacity 0–255. Index 0 is nothing. */
export interface Inks {
  readonly rgb: number[];
  readonly alpha: number[];
  /** Index of each colour that there is. */
  readonly known: Map<number, number>;
}

/** An image of at most 256 colours: an index for each pixel, row by row from the top. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly at: Uint8Array;
  readonly inks: Inks;
}

/** A colour to draw with. It knows what it gives over every colour that is there already. */
export interface Pen {
  readonly rgb: number;
  readonly opacity: number;
  /** Black or white over colours on which it would be lost. */
  readonly isSeen: boolean;
  /** Index of the result by coverage (quarters) and index below; -1 where not yet known. */
  readonly over: Int16Array;
}

/** How much of a pixel is covered, in quarters. */
const FULL = 4;

/** Returns an empty image, in the memory of `old` where that has the right size. */
export function createRaster(width: number, height: number, old?: Raster | null): Raster {
  const isFitting = old?.at.length === width * height;
  const at = isFitting ? old.at.fill(0) : new Uint8Array(width * height);
  return { width, height, at, inks: { rgb: [0], alpha: [0], known: new Map([[0, 0]]) } };
}

/** Returns a copy of an image, in the memory of `old` where that has the right size. */
export function copyRaster({ width, height, at, inks }: Raster, old?: Raster | null): Raster {
  const isFitting = old?.at.length === at.length && old.at !== at;
  const copy = isFitting ? old.at : new Uint8Array(at.length);
  copy.set(at);
  const { rgb, alpha, known } = inks;
  return {
    width,
    height,
    at: copy,
    inks: { rgb: [...rgb], alpha: [...alpha], known: new Map(known) }
  };
}

/** Returns a pen of a colour. */
export function createPen(rgb: number, opacity = 1, isSeen = false): Pen {
  return { rgb, opacity, isSeen, over: new Int16Array((FULL + 1) * 256).fill(-1) };
}

/** Returns the index of a colour; where all 256 are taken that of the nearest one. */
export function inkOf({ rgb, alpha, known }: Inks, color: number, opacity: number): number {
  const key = opacity * 0x1000000 + color;
  const found = known.get(key);
  if (found !== undefined) return found;
  let index = rgb.length;
  if (index < 256) {
    rgb.push(color);
    alpha.push(opacity);
  } else index = nearestInk(rgb, alpha, color, opacity);
  known.set(key, index);
  return index;
}

function nearestInk(
  rgb: readonly number[],
  alpha: readonly number[],
  color: number,
  opacity: number
): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < rgb.length; i++) {
    let distance = (alpha[i] - opacity) ** 2;
    for (const shift of [0, 8, 16])
      distance += (((rgb[i] >> shift) & 255) - ((color >> shift) & 255)) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}

/** Lays a pen over the pixel at an offset, covering `quarters` of it. */
export function ink({ at, inks }: Raster, offset: number, pen: Pen, quarters: number): void {
  const below = at[offset];
  const known = pen.over[quarters * 256 + below];
  at[offset] = known >= 0 ? known : mixed(inks, pen, quarters, below);
}

function mixed(inks: Inks, pen: Pen, quarters: number, below: number): number {
  const { rgb, alpha } = inks;
  const under = alpha[below] / 255;
  const color = pen.isSeen && under > 0.5 ? seenOn(pen.rgb, rgb[below]) : pen.rgb;
  const own = (pen.opacity * quarters) / FULL;
  let result = below;
  if (under === 0) result = inkOf(inks, color, steps(own));
  // parts of one line do not add up where they meet
  else if (rgb[below] === color) result = inkOf(inks, color, Math.max(alpha[below], steps(own)));
  else if (own > 0) {
    const whole = own + under * (1 - own);
    result = inkOf(inks, mix(rgb[below], color, own / whole), steps(whole));
  }
  pen.over[quarters * 256 + below] = result;
  return result;
}

function seenOn(rgb: number, below: number): number {
  if (contrast(rgb, below) >= 1.5) return rgb;
  return luminance(below) > 0.18 ? 0x000000 : 0xffffff;
}

/** Opacity in few steps, so that colours stay few. */
function steps(opacity: number): number {
  return Math.round((Math.round(opacity * 8) / 8) * 255);
}

/** Fills a rectangle of pixels, clipped. */
export function fillRect(
  raster: Raster,
  left: number,
  top: number,
  right: number,
  bottom: number,
  pen: Pen
): void {
  const { width, height, at, inks } = raster;
  const [from, to] = [Math.max(0, left), Math.min(width, right)];
  const isOpaque = pen.opacity === 1 && !pen.isSeen;
  const plain = isOpaque ? inkOf(inks, pen.rgb, 255) : 0;
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) {
    if (isOpaque) {
      if (from < to) at.fill(plain, y * width + from, y * width + to);
    } else for (let x = from; x < to; x++) ink(raster, y * width + x, pen, FULL);
  }
}
