import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import { fontFaces, fontFamily } from './font.ts';

/** The font of one run of text; sizes in px. */
export interface TextFont {
  readonly size: number;
  /** 100 to 900 as in CSS. */
  readonly weight: number;
  readonly italic: boolean;
}

let context: SKRSContext2D | undefined;
const widths = new Map<string, number>();

/**
 * Returns the advance width of one line of text in px, kerning included, in our font whatever
 * family is asked for.
 */
export function textWidth(text: string, font: TextFont): number {
  const css = cssFont(font);
  const key = `${css}|${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    const canvas = measuringContext();
    canvas.font = css;
    // Skia measures in float32: the digits past a thousandth are noise.
    width = Math.round(canvas.measureText(text).width * 1000) / 1000;
    widths.set(key, width);
  }
  return width;
}

/** Returns a font as the canvas takes it. */
export function cssFont({ size, weight, italic }: TextFont): string {
  return `${italic ? 'italic ' : ''}${weight} ${size}px ${fontFamily}`;
}

/** Returns how far a line reaches above and below its baseline, whole px as browsers round them. */
export function lineExtent(size: number): { ascent: number; descent: number } {
  // hhea of Inter: 1984 up and 494 down of 2048 units.
  return { ascent: Math.round((size * 1984) / 2048), descent: Math.round((size * 494) / 2048) };
}

function measuringContext(): SKRSContext2D {
  if (context === undefined) {
    for (const { path } of fontFaces()) GlobalFonts.registerFromPath(path, fontFamily);
    context = createCanvas(1, 1).getContext('2d');
  }
  return context;
}
