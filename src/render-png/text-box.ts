import { childrenOf, parseStyle, type SvgNode } from './svg-node.ts';
import { lineExtent, type TextFont, textWidth } from './text-extent.ts';
import { type Box, joinBoxes } from './transform.ts';

interface Run {
  readonly left: number;
  readonly right: number;
  readonly baseline: number;
  readonly size: number;
}

/** Where the next glyph goes, and the runs since the last absolute position, which `text-anchor` moves together. */
interface Pen {
  x: number;
  y: number;
  start: number;
  chunk: Run[];
  anchor: string;
  box: Box | null;
}

/**
 * Returns the rectangle around an SVG `<text>` in its own coordinates, or null where it has no glyphs.
 * It follows what Plotly writes: one x and y per text or tspan, dy in em or px, sizes in px or %, text-anchor.
 */
export function textBox(text: SvgNode): Box | null {
  const pen: Pen = { x: 0, y: 0, start: 0, chunk: [], anchor: 'start', box: null };
  place(text, fontAround(text.parentNode), pen);
  finishChunk(pen);
  return pen.box;
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
      const width = textWidth(child.nodeValue, font);
      pen.chunk.push({ left: pen.x, right: pen.x + width, baseline: pen.y, size: font.size });
      pen.x += width;
    }
  }
}

function finishChunk(pen: Pen): void {
  const width = pen.x - pen.start;
  const shift = pen.anchor === 'middle' ? width / 2 : pen.anchor === 'end' ? width : 0;
  for (const run of pen.chunk) {
    const { ascent, descent } = lineExtent(run.size);
    pen.box = joinBoxes(pen.box, {
      left: run.left - shift,
      right: run.right - shift,
      top: run.baseline - ascent,
      bottom: run.baseline + descent
    });
  }
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
