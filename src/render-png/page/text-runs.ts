import { childrenOf, parseStyle, type SvgNode } from './svg-node.ts';
import { lineExtent, type TextFont, textWidth } from './text-extent.ts';
import { type Box, joinBoxes } from './transform.ts';

/** A piece of text in one font, placed in the coordinates of its `<text>`; lengths in px. */
export interface TextRun {
  readonly text: string;
  /** The `<text>` or `<tspan>` that it stands in. */
  readonly element: SvgNode;
  readonly font: TextFont;
  readonly left: number;
  readonly width: number;
  readonly baseline: number;
}

/**
 * Where the next glyph goes, and the runs since the last absolute position, which `text-anchor`
 * moves together.
 */
interface Pen {
  x: number;
  y: number;
  start: number;
  chunk: TextRun[];
  anchor: string;
  readonly runs: TextRun[];
}

/**
 * Returns the runs of an SVG `<text>`, in order; none where it has no glyphs or is not displayed.
 * It follows what Plotly writes: one x and y per text or tspan, dy in em or px, sizes in px or %,
 * text-anchor.
 */
export function textRuns(text: SvgNode): TextRun[] {
  const pen: Pen = { x: 0, y: 0, start: 0, chunk: [], anchor: 'start', runs: [] };
  place(text, fontAround(text.parentNode), pen);
  finishChunk(pen);
  return pen.runs;
}

/**
 * Returns the rectangle around an SVG `<text>` in its own coordinates, or null where it has no
 * glyphs.
 */
export function textBox(text: SvgNode): Box | null {
  let box: Box | null = null;
  for (const { left, width, baseline, font } of textRuns(text)) {
    const { ascent, descent } = lineExtent(font.size);
    const [top, bottom] = [baseline - ascent, baseline + descent];
    box = joinBoxes(box, { left, right: left + width, top, bottom });
  }
  return box;
}

/** Returns the advance width of an SVG text element's content in px. */
export function textLength(text: SvgNode): number {
  const box = textBox(text);
  return box === null ? 0 : box.right - box.left;
}

function place(element: SvgNode, inherited: TextFont, pen: Pen): void {
  const style = parseStyle(element.getAttribute('style'));
  if (style.get('display') === 'none') return;
  const font = fontOf(element, style, inherited);
  const anchor = element.getAttribute('text-anchor') ?? style.get('text-anchor');
  const x = element.getAttribute('x');
  const y = element.getAttribute('y');
  if (x !== null || y !== null) {
    finishChunk(pen);
    if (x !== null) pen.x = Number.parseFloat(x) || 0;
    if (y !== null) pen.y = Number.parseFloat(y) || 0;
    pen.start = pen.x;
  }
  if (anchor !== undefined) pen.anchor = anchor;
  pen.x += lengthOf(element.getAttribute('dx'), font.size);
  pen.y += lengthOf(element.getAttribute('dy'), font.size);
  for (const child of childrenOf(element)) {
    if (child.nodeType === 1) {
      const outer = pen.anchor;
      place(child, font, pen);
      pen.anchor = outer;
    } else if (child.nodeType === 3 && child.nodeValue) {
      const text = child.nodeValue;
      const width = textWidth(text, font);
      pen.chunk.push({ text, element, font, left: pen.x, width, baseline: pen.y });
      pen.x += width;
    }
  }
}

function finishChunk(pen: Pen): void {
  const width = pen.x - pen.start;
  const shift = pen.anchor === 'middle' ? width / 2 : pen.anchor === 'end' ? width : 0;
  for (const run of pen.chunk) pen.runs.push({ ...run, left: run.left - shift });
  pen.x -= shift;
  pen.start = pen.x;
  pen.chunk = [];
}

function fontAround(element: SvgNode | null): TextFont {
  if (element === null || element.nodeType !== 1) return { size: 16, weight: 400, italic: false };
  const around = fontAround(element.parentNode);
  return fontOf(element, parseStyle(element.getAttribute('style')), around);
}

function fontOf(
  element: SvgNode,
  style: ReadonlyMap<string, string>,
  inherited: TextFont
): TextFont {
  const size = style.get('font-size') ?? element.getAttribute('font-size');
  const weight = style.get('font-weight') ?? element.getAttribute('font-weight');
  const slant = style.get('font-style') ?? element.getAttribute('font-style');
  return {
    size: size ? lengthOf(size, inherited.size) || inherited.size : inherited.size,
    weight: weight ? (weight === 'bold' ? 700 : Number(weight) || 400) : inherited.weight,
    italic: slant ? slant !== 'normal' : inherited.italic
  };
}

function lengthOf(text: string | null, size: number): number {
  if (text === null) return 0;
  const value = Number.parseFloat(text) || 0;
  if (text.endsWith('em')) return value * size;
  return text.endsWith('%') ? (value * size) / 100 : value;
}
