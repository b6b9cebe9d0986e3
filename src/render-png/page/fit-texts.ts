import { plain } from '../../figure/text.ts';
import { fontSize } from '../../figure/theme.ts';
import { clientBox, ownBox } from './client-box.ts';
import type { SvgNode } from './svg-node.ts';
import { textWidth } from './text-extent.ts';
import type { Box } from './transform.ts';

/** What this asks of the element that plotly.js drew into. */
export interface DrawnTexts {
  querySelectorAll(selector: string): Iterable<SvgNode>;
  readonly _fullLayout: Readonly<Record<string, unknown>>;
  readonly layout: Readonly<Record<string, unknown>>;
}

/** An axis as plotly.js has it after drawing. */
interface FullAxis {
  readonly _length: number;
  readonly _offset: number;
  readonly type: string;
  /** The ticks that it has drawn. */
  readonly _vals?: readonly { readonly x: number; readonly text: string }[];
  readonly tickangle?: number | 'auto';
  readonly tickvals?: readonly number[];
  readonly ticktext?: readonly string[];
  readonly title?: { readonly text?: string; readonly font?: { readonly size?: number } };
}

/** An annotation as it was asked for. */
interface Label {
  readonly text: string;
  readonly xref?: string;
  readonly yref?: string;
  readonly xanchor?: string;
  readonly yanchor?: string;
  readonly yshift?: number;
  readonly font?: { readonly size?: number };
}

/** What plotly.js is told to change, by its names. */
export type Changes = Record<string, unknown>;

/** Px that texts stand apart at least. */
const apart = 3;
/** Sizes of fonts in px below which texts are made shorter instead. */
const leastFont = 9;

/**
 * Returns what makes texts of a drawn figure fit: numbers on axes that are too close are fewer,
 * titles of axes that are longer than their axis smaller or in two lines, labels that cover each
 * other shorter, lower, and at last left out; null where all fit. Size in px.
 */
export function textChanges(
  graph: DrawnTexts,
  size: { readonly width: number; readonly height: number }
): Changes | null {
  const changes: Changes = {};
  for (const id of axisIds(graph)) {
    thinTicks(graph, id, size, changes);
    fitAxisTitle(graph, id, size, changes);
  }
  fitLabels(graph, size, changes);
  // Long words beside an axis move the plot, and the title with it.
  const [title] = boxesOf(graph, '.gtitle');
  const { xref } = (graph.layout.title ?? {}) as { readonly xref?: string };
  if (title && title.right > size.width && xref !== 'container')
    Object.assign(changes, {
      'title.xref': 'container',
      'title.x': 1 - (title.right - title.left + apart) / size.width
    });
  return Object.keys(changes).length > 0 ? changes : null;
}

function axisIds({ _fullLayout }: DrawnTexts): readonly string[] {
  return Object.keys(_fullLayout)
    .filter((key) => /^[xy]axis\d*$/.test(key))
    .map((key) => key.replace('axis', ''));
}

function nameOf(id: string): string {
  return `${id[0]}axis${id.slice(1)}`;
}

function axisOf({ _fullLayout }: DrawnTexts, id: string): FullAxis {
  return _fullLayout[nameOf(id)] as FullAxis;
}

function boxesOf(graph: DrawnTexts, selector: string): readonly Box[] {
  return [...graph.querySelectorAll(selector)]
    .map(clientBox)
    .filter(({ left, right }) => right > left);
}

/** Ticks of an axis, with what it takes to say them lying and standing. */
interface DrawnTick {
  readonly text: string;
  readonly box: Box;
  /** How long the text is. */
  readonly long: number;
  readonly middle: number;
}

function ticksOf(graph: DrawnTexts, id: string): readonly DrawnTick[] {
  const isX = id[0] === 'x';
  return [...graph.querySelectorAll(`.${id}tick text`)].map((node) => {
    const box = clientBox(node);
    const own = ownBox(node);
    const middle = isX ? (box.left + box.right) / 2 : (box.top + box.bottom) / 2;
    return { text: textOf(node), box, long: own ? own.right - own.left : 0, middle };
  });
}

/**
 * Ticks along an axis as far apart as they are long. Numbers that Plotly turned lie down again,
 * words stand upright where that leaves the plot its room.
 */
function thinTicks(
  graph: DrawnTexts,
  id: string,
  { height }: { readonly height: number },
  changes: Changes
): void {
  const ticks = ticksOf(graph, id);
  if (ticks.length < 2) return;
  const name = nameOf(id);
  const isX = id[0] === 'x';
  const {
    tickvals,
    ticktext,
    tickangle,
    type,
    _length: length,
    _vals: drawn = []
  } = axisOf(graph, id);
  const isTurned = isX && ticks.some(({ box, long }) => box.right - box.left < long - 1);
  const areWords = ticks.some(({ text }) => /[a-z]{2}/i.test(text));
  const mayStand = areWords && Math.max(...ticks.map(({ long }) => long)) < highest * height;
  const stands = isTurned && mayStand;
  if (isTurned && tickangle !== (stands ? 90 : 0)) changes[`${name}.tickangle`] = stands ? 90 : 0;
  const extent = ({ box, long }: DrawnTick) =>
    !isX ? box.bottom - box.top : stands ? fontSize.text : long + 2 * apart;
  const collides = (a: DrawnTick, b: DrawnTick) =>
    Math.abs(a.middle - b.middle) < (extent(a) + extent(b)) / 2;
  const order = [...ticks].sort((a, b) => a.middle - b.middle);
  const neighbours = axisIds(graph)
    .filter((other) => other !== id && other[0] === id[0])
    .flatMap((other) => boxesOf(graph, `.${other}tick text`));
  const isOnOther = ({ box }: DrawnTick) => neighbours.some((other) => meet(box, other));
  const isClose =
    order.some((tick, i) => i > 0 && collides(order[i - 1], tick)) || ticks.some(isOnOther);
  if (!isClose) return;
  // Plotly chooses no fewer than two: what stands on a number of another axis goes, else the first.
  if (!tickvals && ticks.length === 2) {
    const free = new Set(ticks.filter((tick) => !isOnOther(tick)).map(({ text }) => text));
    const left = drawn.filter(({ text }) => free.has(text));
    const isOne = left.length === 0 || left.length === drawn.length;
    const kept = (isOne ? drawn.slice(-1) : left).map(({ x }) => x);
    // A number halfway in place of the one that goes, so that the scale can still be read.
    const [gone] = drawn.filter(({ x }) => !kept.includes(x));
    const isRoomy =
      Math.abs(ticks[0].middle - ticks[1].middle) > 2 * Math.max(...ticks.map(extent));
    const isHalved = type === 'linear' && kept.length === 1 && gone && isRoomy;
    const halfway = isHalved ? [Number(((kept[0] + gone.x) / 2).toPrecision(12))] : [];
    changes[`${name}.tickmode`] = 'array';
    changes[`${name}.tickvals`] = [...kept, ...halfway];
    return;
  }
  if (!tickvals) {
    const longest = Math.max(...ticks.map(extent)) + 2 * apart;
    changes[`${name}.tickmode`] = 'auto';
    changes[`${name}.nticks`] = Math.max(
      2,
      Math.min(ticks.length - 1, Math.floor(length / longest))
    );
    return;
  }
  // Plotly leaves ticks beyond the range out: texts and values are matched by what they say.
  const said = new Set(everyOf(order, collides).map(({ text }) => text));
  const texts = ticktext ?? tickvals.map(String);
  const left = tickvals.map((_, i) => i).filter((i) => said.has(plain(String(texts[i]))));
  if (left.length === 0 || left.length === tickvals.length) return;
  changes[`${name}.tickvals`] = left.map((i) => tickvals[i]);
  if (ticktext) changes[`${name}.ticktext`] = left.map((i) => ticktext[i]);
}

/** The share of a figure's height that words standing below it may take. */
const highest = 0.27;

/** Every second, third … of some ticks, such that none collide; the last resort is one by one. */
function everyOf(
  order: readonly DrawnTick[],
  collides: (a: DrawnTick, b: DrawnTick) => boolean
): readonly DrawnTick[] {
  for (let step = 2; step <= order.length / 2; step++) {
    const some = order.filter((_, i) => i % step === 0);
    if (some.every((tick, i) => i === 0 || !collides(some[i - 1], tick))) return some;
  }
  const kept: DrawnTick[] = [];
  for (const tick of order)
    if (kept.length === 0 || !collides(kept[kept.length - 1], tick)) kept.push(tick);
  return kept;
}

function textOf(node: SvgNode): string {
  let text = '';
  for (let child = node.firstChild; child !== null; child = child.nextSibling)
    text += child.nodeType === 3 ? (child.nodeValue ?? '') : textOf(child);
  return text.replaceAll('\u200b', '');
}

/** A title along its axis: smaller where it is longer than that, then in two lines, then cut. */
function fitAxisTitle(
  graph: DrawnTexts,
  id: string,
  { width, height }: { readonly width: number; readonly height: number },
  changes: Changes
): void {
  const [node] = graph.querySelectorAll(`.g-${id}title text`);
  const { title, _length: length } = axisOf(graph, id);
  const text = title?.text ?? '';
  if (!node || text === '' || text.includes('<br>')) return;
  const size = title?.font?.size ?? fontSize.text;
  if (size < fontSize.text) return;
  const isX = id[0] === 'x';
  const box = clientBox(node);
  const middle = isX ? (box.left + box.right) / 2 : (box.top + box.bottom) / 2;
  const inside = 2 * Math.min(middle - apart, (isX ? width : height) - apart - middle);
  const others = axisIds(graph).filter(
    (other) => other !== id && other[0] === id[0] && graph.querySelectorAll(`.g-${other}title text`)
  );
  const isAlone = others.every(
    (other) => axisOf(graph, other)._offset === axisOf(graph, id)._offset
  );
  const room = isAlone ? inside : Math.min(inside, length + apart);
  const long = (words: string) => textWidth(plain(words), { size, weight: 400, italic: false });
  if (long(text) <= room) return;
  const name = nameOf(id);
  const fitting = (words: string) => Math.floor((10 * size * room) / long(words)) / 10;
  if (fitting(text) >= leastFont) {
    changes[`${name}.title.font.size`] = fitting(text);
    return;
  }
  const halves = inHalves(text, long);
  const longer = halves.reduce((a, b) => (long(a) > long(b) ? a : b));
  const small = Math.min(fontSize.label, fitting(longer));
  changes[`${name}.title.font.size`] = Math.max(leastFont - 1, small);
  changes[`${name}.title.text`] = halves
    .map((half) => cutTo(half, (room * size) / Math.max(leastFont - 1, small), long))
    .join('<br>');
}

/** The words of a text in two lines of much the same length. */
function inHalves(text: string, long: (words: string) => number): readonly string[] {
  const words = text.split(' ');
  if (words.length < 2) return [text];
  const splits = words
    .slice(1)
    .map((_, i) => [words.slice(0, i + 1).join(' '), words.slice(i + 1).join(' ')]);
  const worst = (lines: readonly string[]) => Math.max(...lines.map(long));
  return splits.reduce((best, one) => (worst(one) < worst(best) ? one : best));
}

function cutTo(text: string, room: number, long: (words: string) => number): string {
  if (long(text) <= room) return text;
  const signs = text.match(/&[^;\s]+;|[^&]|&/gu) ?? [];
  while (signs.length > 1 && long(`${signs.join('')}…`) > room) signs.pop();
  return `${signs.join('')}…`;
}

/**
 * Labels of tiles and points are shortened together, then smaller; those of upright lines go
 * lower; what still collides goes.
 */
function fitLabels(
  graph: DrawnTexts,
  { width }: { readonly width: number },
  changes: Changes
): void {
  const labels = (graph.layout.annotations ?? []) as readonly Label[];
  const places = [...graph.querySelectorAll('.annotation')].flatMap((group) => {
    const [text] = (group as unknown as DrawnTexts).querySelectorAll('text');
    const at = Number(group.getAttribute('data-index'));
    // a single sign marks its place itself
    const isLabel = /^..|\w/.test(labels[at]?.text ?? '');
    return text && isLabel ? [{ at, box: clientBox(text), label: labels[at] }] : [];
  });
  const ticks = axisIds(graph).map((id) => `.${id}tick text`);
  const others = boxesOf(graph, [colorTitles, '.legendtext', '.gtitle', ...ticks].join(', '));
  const change = (at: number, key: string, value: unknown) => {
    changes[`annotations[${at}].${key}`] = value;
  };
  const tight = new Set<string>();
  const piled = pile(places, change);
  for (const [i, { at, box, label }] of places.entries()) {
    if (piled.has(at)) continue;
    const isOut = box.right > width || box.left < 0;
    const side = box.right > width ? 'right' : 'left';
    // the other side of its line has room
    if (isOut && label.xanchor !== side && !label.xref?.includes('paper')) {
      change(at, 'xanchor', side);
      continue;
    }
    const met = places.filter((other, j) => j !== i && meet(box, other.box));
    const isHit = isOut || others.some((other) => meet(box, other));
    if (met.length === 0 && !isHit) continue;
    const isOfLine = label.yref?.includes('paper') && !label.xref?.includes('paper');
    const areAlike = isHit || met.some((other) => kindOf(other.label) === kindOf(label));
    const canShrink = shorter(label.text) !== label.text || sizeOf(label) > leastFont;
    // a scale's number gives way, else the lower one, of two as high the later
    const givesWay = met.some(({ at: index, box: { top }, label: { text } }) =>
      isNumber(text) !== isNumber(label.text)
        ? isNumber(label.text)
        : Math.abs(top - box.top) < 1
          ? index < at
          : top < box.top
    );
    if (areAlike && !isOfLine && canShrink) tight.add(kindOf(label));
    else if (!givesWay && !isHit) continue;
    // it stands as well a line away, but for a number of a scale
    else if (!isOut && Math.abs(label.yshift ?? 0) < 40 && !isNumber(label.text))
      change(at, 'yshift', (label.yshift ?? 0) - sizeOf(label) - apart);
    else change(at, 'visible', false);
  }
  for (const { at, label } of places) {
    if (!tight.has(kindOf(label))) continue;
    const text = shorter(label.text);
    if (text === label.text) change(at, 'font.size', leastFont);
    else change(at, 'text', text);
  }
}

/** A label where it was drawn. */
interface Place {
  readonly at: number;
  readonly box: Box;
  readonly label: Label;
}

/** Names of lines beside a plot that cover each other are put one under another, in their order. */
function pile(
  places: readonly Place[],
  change: (at: number, key: string, value: unknown) => void
): ReadonlySet<number> {
  const piles = new Map<string, Place[]>();
  for (const place of places) {
    if (!place.label.xref?.includes('paper') || place.label.yref?.includes('paper')) continue;
    const beside = `${kindOf(place.label)} ${Math.round(place.box.left)}`;
    piles.set(beside, [...(piles.get(beside) ?? []), place]);
  }
  const moved = new Set<number>();
  for (const names of piles.values()) {
    names.sort((a, b) => a.box.top - b.box.top || a.at - b.at);
    let bottom = Number.NEGATIVE_INFINITY;
    for (const { at, box, label } of names) {
      const lower = Math.max(0, bottom - box.top);
      bottom = box.bottom + lower;
      if (lower < 0.5) continue;
      change(at, 'yshift', (label.yshift ?? 0) - lower);
      moved.add(at);
    }
  }
  return moved;
}

/** Titles of colour bars. */
const colorTitles = '.cbtitle text';

function sizeOf({ font }: Label): number {
  return font?.size ?? fontSize.label;
}

function kindOf({ xref, yref, xanchor, yanchor, font }: Label): string {
  return [xref, yref, xanchor, yanchor, font?.size].join(' ');
}

function isNumber(text: string): boolean {
  return /^[-−]?[\d.]+$/.test(text);
}

/** A label without its last part. */
function shorter(text: string): string {
  const part = Math.max(text.lastIndexOf(' · '), text.lastIndexOf(', '), text.lastIndexOf(' ('));
  if (part > 0) return text.slice(0, part);
  return text;
}

function meet(a: Box, b: Box): boolean {
  return (
    a.left < b.right + apart && b.left < a.right + apart && a.top < b.bottom && b.top < a.bottom
  );
}
