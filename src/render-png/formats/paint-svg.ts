import { type Image, loadImage, Path2D, type SKRSContext2D } from '@napi-rs/canvas';
import { ownBox } from '../page/client-box.ts';
import { childrenOf, parseStyle, type SvgNode } from '../page/svg-node.ts';
import { cssFont } from '../page/text-extent.ts';
import { textRuns } from '../page/text-runs.ts';
import { type Box, parseTransform } from '../page/transform.ts';

/** How things are filled and outlined, as SVG hands it down from parents. */
interface Paint {
  readonly fill: string;
  readonly stroke: string;
  readonly 'fill-opacity': string;
  readonly 'stroke-opacity': string;
  readonly 'stroke-width': string;
  readonly 'stroke-dasharray': string;
  readonly 'stroke-linejoin': string;
  readonly 'stroke-linecap': string;
  readonly 'stroke-miterlimit': string;
}

const black: Paint = {
  fill: 'black',
  stroke: 'none',
  'fill-opacity': '1',
  'stroke-opacity': '1',
  'stroke-width': '1',
  'stroke-dasharray': 'none',
  'stroke-linejoin': 'miter',
  'stroke-linecap': 'butt',
  'stroke-miterlimit': '4'
};
const paintKeys = Object.keys(black) as (keyof Paint)[];
const notPainted = new Set(['defs', 'clipPath', 'linearGradient', 'pattern', 'title', 'style']);

/** What painting needs to find: elements by id, and pictures by their data URL. */
interface Scene {
  readonly context: SKRSContext2D;
  readonly named: ReadonlyMap<string, SvgNode>;
  readonly images: ReadonlyMap<string, Image>;
}

/**
 * Paints SVG elements as plotly.js writes them onto a canvas, of which a page of a PDF is one kind:
 * shapes stay shapes and texts stay texts. Group opacity multiplies into the parts; a pattern
 * becomes its colour.
 */
export async function paintSvg(roots: readonly SvgNode[], context: SKRSContext2D): Promise<void> {
  const named = new Map<string, SvgNode>();
  const urls = new Set<string>();
  const visit = (node: SvgNode) => {
    if (node.nodeType !== 1) return;
    const id = node.getAttribute('id');
    if (id !== null) named.set(id, node);
    if (node.localName === 'image') urls.add(node.getAttribute('href') ?? '');
    for (const child of childrenOf(node)) visit(child);
  };
  roots.forEach(visit);
  const images = new Map<string, Image>();
  for (const url of urls) {
    const data = /^data:image\/png;base64,(.*)$/.exec(url)?.[1];
    if (data !== undefined) images.set(url, await loadImage(Buffer.from(data, 'base64')));
  }
  for (const root of roots) paintElement(root, black, 1, { context, named, images });
}

function paintElement(node: SvgNode, inherited: Paint, opacity: number, scene: Scene): void {
  if (node.nodeType !== 1 || notPainted.has(node.localName)) return;
  const style = parseStyle(node.getAttribute('style'));
  if (style.get('display') === 'none' || style.get('visibility') === 'hidden') return;
  const paint = paintOf(node, style, inherited);
  const own = style.get('opacity') ?? node.getAttribute('opacity');
  const visible = opacity * (own ? Number(own) : 1);
  if (visible === 0) return;
  const { context } = scene;
  context.save();
  context.transform(...parseTransform(node.getAttribute('transform')));
  clip(node, style, scene);
  if (node.localName === 'text') paintText(node, inherited, visible, context);
  else if (node.localName === 'image') paintImage(node, visible, scene);
  else {
    const shape = pathOf(node);
    if (shape !== null) paintShape(node, shape, paint, visible, scene);
    else for (const child of childrenOf(node)) paintElement(child, paint, visible, scene);
  }
  context.restore();
}

function paintOf(node: SvgNode, style: ReadonlyMap<string, string>, inherited: Paint): Paint {
  const paint: Record<keyof Paint, string> = { ...inherited };
  for (const key of paintKeys) {
    const value = style.get(key) ?? node.getAttribute(key);
    if (value) paint[key] = value;
  }
  return paint;
}

/** The outline of a shape, or null for an element of another kind. */
function pathOf(node: SvgNode): Path2D | null {
  const number = (name: string) => Number.parseFloat(node.getAttribute(name) ?? '') || 0;
  const path = new Path2D();
  switch (node.localName) {
    case 'path':
      return new Path2D(node.getAttribute('d') ?? '');
    case 'rect':
      path.rect(number('x'), number('y'), number('width'), number('height'));
      return path;
    case 'circle':
      path.arc(number('cx'), number('cy'), number('r'), 0, 2 * Math.PI);
      return path;
    case 'line':
      path.moveTo(number('x1'), number('y1'));
      path.lineTo(number('x2'), number('y2'));
      return path;
    default:
      return null;
  }
}

function clip(node: SvgNode, style: ReadonlyMap<string, string>, { context, named }: Scene): void {
  const clipPath = referred(style.get('clip-path') ?? node.getAttribute('clip-path'), named);
  if (clipPath === undefined) return;
  const outline = new Path2D();
  for (const child of childrenOf(clipPath)) {
    const path = child.nodeType === 1 ? pathOf(child) : null;
    if (path !== null) outline.addPath(path);
  }
  context.clip(outline);
}

function paintShape(
  node: SvgNode,
  path: Path2D,
  paint: Paint,
  opacity: number,
  scene: Scene
): void {
  const { context } = scene;
  const fill = colorOf(paint.fill, node, scene);
  if (fill !== null) {
    context.fillStyle = fill;
    context.globalAlpha = opacity * Number(paint['fill-opacity']);
    context.fill(path);
  }
  const stroke = colorOf(paint.stroke, node, scene);
  const width = Number.parseFloat(paint['stroke-width']);
  if (stroke === null || !(width > 0)) return;
  context.strokeStyle = stroke;
  context.globalAlpha = opacity * Number(paint['stroke-opacity']);
  context.lineWidth = width;
  context.lineJoin = paint['stroke-linejoin'] as 'miter';
  context.lineCap = paint['stroke-linecap'] as 'butt';
  context.miterLimit = Number(paint['stroke-miterlimit']);
  context.setLineDash((paint['stroke-dasharray'].match(/[\d.]+/g) ?? []).map(Number));
  context.stroke(path);
}

function paintText(text: SvgNode, inherited: Paint, opacity: number, context: SKRSContext2D): void {
  for (const { text: words, element, font, left, baseline } of textRuns(text)) {
    let paint = inherited;
    const chain: SvgNode[] = [];
    for (let at = element; at !== text; at = at.parentNode!) chain.unshift(at);
    for (const at of [text, ...chain]) {
      paint = paintOf(at, parseStyle(at.getAttribute('style')), paint);
    }
    if (paint.fill === 'none') continue;
    context.font = cssFont(font);
    context.fillStyle = paint.fill;
    context.globalAlpha = opacity * Number(paint['fill-opacity']);
    context.fillText(words.replaceAll('\u200b', ''), left, baseline);
  }
}

function paintImage(node: SvgNode, opacity: number, { context, images }: Scene): void {
  const image = images.get(node.getAttribute('href') ?? '');
  const box = ownBox(node);
  if (image === undefined || box === null) return;
  const isPixelated = node.getAttribute('style')?.includes('pixelated') ?? false;
  context.globalAlpha = opacity;
  context.imageSmoothingEnabled = !isPixelated;
  context.drawImage(image, box.left, box.top, box.right - box.left, box.bottom - box.top);
}

/** What the canvas fills with: a colour, a gradient, or null for nothing. */
function colorOf(value: string, node: SvgNode, { context, named }: Scene) {
  if (value === 'none' || value === 'transparent') return null;
  const server = referred(value, named);
  if (server === undefined) return value.startsWith('url(') ? null : value;
  if (server.localName === 'linearGradient') return gradientOf(server, ownBox(node), context);
  for (const child of childrenOf(server)) {
    const paint = paintOf(child, parseStyle(child.getAttribute('style')), black);
    const color = paint.stroke === 'none' ? paint.fill : paint.stroke;
    if (color !== 'none') return color;
  }
  return null;
}

function gradientOf(gradient: SvgNode, box: Box | null, context: SKRSContext2D) {
  const isFraction = gradient.getAttribute('gradientUnits') !== 'userSpaceOnUse' && box !== null;
  const at = (name: string, start: number, size: number, otherwise: number) => {
    const value = Number.parseFloat(gradient.getAttribute(name) ?? '');
    const place = Number.isNaN(value) ? otherwise : value;
    return isFraction ? start + place * size : place;
  };
  const { left, top, right, bottom } = box ?? { left: 0, top: 0, right: 0, bottom: 0 };
  const result = context.createLinearGradient(
    at('x1', left, right - left, 0),
    at('y1', top, bottom - top, 0),
    at('x2', left, right - left, 1),
    at('y2', top, bottom - top, 0)
  );
  for (const stop of childrenOf(gradient)) {
    const offset = stop.getAttribute('offset') ?? '0';
    const part = Number.parseFloat(offset) / (offset.endsWith('%') ? 100 : 1);
    const color = stop.getAttribute('stop-color') ?? 'black';
    const alpha = Number(stop.getAttribute('stop-opacity') ?? 1);
    result.addColorStop(
      part,
      alpha < 1 ? color.replace(/^rgb\((.*)\)$/, `rgba($1, ${alpha})`) : color
    );
  }
  return result;
}

function referred(
  value: string | null | undefined,
  named: ReadonlyMap<string, SvgNode>
): SvgNode | undefined {
  const id = /^url\(["']?#([^"')]*)["']?\)/.exec(value ?? '')?.[1];
  return id === undefined ? undefined : named.get(id);
}
