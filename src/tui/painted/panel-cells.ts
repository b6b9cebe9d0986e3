import { type CellGrid, putCell, putText } from '../../cells/cells.ts';
import type { Figure } from '../../figure/figure.ts';
import { rangesOf } from '../../figure/ranges.ts';
import { plain } from '../../figure/text.ts';
import type { DrawnPanel } from '../../render-terminal/index.ts';
import { shortNumber } from '../../text/format.ts';
import { cellText, textWidth } from '../../text/width.ts';
import {
  type PanelEntry,
  type PanelOption,
  RANGES
} from '../../workbench/explorer/explorer-workbench.ts';
import { shortLabelOf } from '../state/compared.ts';
import { firstKey } from '../state/keys.ts';
import type { PanelBox, Rect } from '../state/layout.ts';
import type { Look } from '../state/look.ts';
import { figureOf, optionName, optionValue, switchOf, valueText } from '../state/options.ts';
import { hasSentence, ownTitle } from '../state/own-view.ts';
import {
  baselineOf,
  baselineText,
  currentEpoch,
  currentView,
  focusedPanel,
  type State
} from '../state/state.ts';
import { viewNumber } from '../state/views.ts';
import type { Pinned } from './figure-board.ts';
import { keyNumbers, titleNote } from './key-numbers.ts';
import { cut, type Segment, seg, spelledLine, widthOf } from './segments.ts';
import { clipped, glyphsOf, penOf, type Tone } from './theme.ts';

/**
 * Returns an upper border with a title and a note at its right end, as wide as the inside plus its
 * two corners; after the title as much of what more there is to say (`more`) as has room whole.
 */
export function topBorder(
  inner: number,
  title: string,
  note: string,
  hasFocus: boolean,
  look: Look,
  more: readonly string[] = []
): readonly Segment[] {
  const glyphs = glyphsOf(look);
  const tone: Tone = hasFocus ? 'focus' : 'border';
  const bare =
    inner >= 4 ? cut([seg(` ${title} `, hasFocus ? 'key' : 'title')], inner - 2, glyphs.more) : [];
  const end =
    note !== '' && widthOf(bare) + textWidth(note) + 6 <= inner ? [seg(` ${note} `, 'dim')] : [];
  const name = [...bare];
  for (const text of more) {
    const further = seg(`${glyphs.dot} ${text} `, 'dim');
    if (widthOf(name) + widthOf([further]) + widthOf(end) + 3 <= inner) name.push(further);
  }
  const gap = Math.max(0, inner - widthOf(name) - widthOf(end) - (end.length > 0 ? 2 : 1));
  return [
    seg(glyphs.topLeft + glyphs.across.repeat(Math.min(1, inner)), tone),
    ...name,
    seg(glyphs.across.repeat(gap), tone),
    ...end,
    seg((end.length > 0 ? glyphs.across : '') + glyphs.topRight, tone)
  ];
}

/**
 * Draws a panel's border: its title above, its key numbers below, at the lower right what a pixel
 * of its maps stands for.
 */
export function drawPanelFrame(
  screen: CellGrid,
  state: State,
  box: PanelBox,
  pinned: Pinned,
  drawn: DrawnPanel | null = null
): void {
  const { look } = state;
  const { width, height } = box.rect;
  if (width < 2 || height < 2) return;
  const hasFocus = !state.sidebar.focused && focusedPanel(state)?.id === box.panel.id;
  const glyphs = glyphsOf(look);
  const tone: Tone = hasFocus ? 'focus' : 'border';
  // questions beside questions would be a page of text
  const isOverview = isLikeOverview(state) && !state.maximised;
  const place = placeText(state, box.panel, pinned);
  const lower = [
    seg(glyphs.bottomLeft, tone),
    ...footer(state, box, pinned, drawn, tone),
    seg(glyphs.bottomRight, tone)
  ];
  const upper = topBorder(
    width - 2,
    [...place, box.panel.title].join(` ${glyphs.dot} `),
    panelNote(state, box, hasFocus),
    hasFocus,
    look,
    furtherTitle(box.panel, pinned.figure, !isOverview)
  );
  drawBorder(screen, box.rect, upper, lower, tone, look);
}

/** Draws a border of two lines and its sides. */
export function drawBorder(
  screen: CellGrid,
  { left, top, width, height }: Rect,
  upper: readonly Segment[],
  lower: readonly Segment[],
  tone: Tone,
  look: Look
): void {
  drawLine(screen, left, top, upper, look);
  drawLine(screen, left, top + height - 1, lower, look);
  const glyphs = glyphsOf(look);
  const { fg, style } = penOf(tone, look);
  const side = glyphs.down.codePointAt(0)!;
  for (let row = top + 1; row < top + height - 1; row++) {
    putCell(screen, left, row, side, fg, -1, style);
    putCell(screen, left + width - 1, row, side, fg, -1, style);
  }
}

/** Draws a panel that is a line: its title and what it says, in place of a border. */
export function drawStrip(
  screen: CellGrid,
  state: State,
  { panel, rect }: PanelBox,
  text: string | null
): void {
  const { look } = state;
  const glyphs = glyphsOf(look);
  const hasFocus = !state.sidebar.focused && focusedPanel(state)?.id === panel.id;
  const tone: Tone = hasFocus ? 'focus' : 'border';
  const words = [
    seg(` ${panel.title} `, hasFocus ? 'key' : 'title'),
    ...(text === null ? [] : [seg(`${glyphs.dot} ${text} `, 'dim')])
  ];
  const number = leadNumber(state, panel);
  const end = number === '' ? [] : [seg(` ${number} `, 'dim')];
  const inner = rect.width - 2;
  const shown = cut(words, Math.max(0, inner - widthOf(end)), glyphs.more);
  const gap = Math.max(0, inner - widthOf(shown) - widthOf(end));
  const line = [
    seg(glyphs.across, tone),
    ...shown,
    seg(glyphs.across.repeat(gap), tone),
    ...end,
    seg(glyphs.across, tone)
  ];
  drawLine(screen, rect.left, rect.top, line, look);
}

/** The number of the view that a panel leads, where all of them are on the screen. */
function leadNumber(state: State, panel: PanelEntry): string {
  const groups = isLikeOverview(state) && !state.maximised ? (state.variant?.groups ?? []) : [];
  const led = groups.find(({ panels }) => panels[0]?.id === figureOf(panel));
  const place = led ? viewNumber(state, led.title) : 0;
  return place > 0 && place <= 9 ? String(place) : '';
}

/** The overview, or a user's view that was saved of it. */
function isLikeOverview(state: State): boolean {
  return state.view === ownTitle ? hasSentence(state) : currentView(state) === null;
}

/** Of which variant and epoch a panel of a user's view is, where it has no title that says so. */
function placeText(state: State, { place }: PanelEntry, { epoch: at }: Pinned): readonly string[] {
  const asked = place?.epoch;
  const time = state.variant?.time;
  // A title may say the asked epoch, never that the data is of another.
  const isOther = asked !== undefined && at !== null && at !== asked;
  if (place?.title !== undefined) return isOther ? [`${time} ${at}, the nearest to ${asked}`] : [];
  const names = (place?.variants ?? []).map((name) => shortLabelOf(state, name));
  const nearest = isOther ? `${time} ${at}, the nearest to ${asked}` : `${time} ${asked}`;
  const epoch = asked === undefined ? '' : nearest;
  return [...(names.length === 1 ? names : []), epoch].filter(Boolean);
}

/**
 * Returns what a panel's border says after its title where it has room: what the figure's own title
 * is more exact about (the input of a trace, the k of a group, a matrix), then the question it
 * answers, where that is wanted.
 */
export function furtherTitle(
  { title, about }: PanelEntry,
  figure: Figure | null,
  hasQuestion: boolean
): string[] {
  const note = figure ? titleNote(figure) : '';
  const own = plain(figure?.layout.title?.text ?? '')
    .replace(note === '' ? '' : ` (${note})`, '')
    .split(' · ')
    .filter((part) => !/^(Epoch|Step) \d+$/.test(part) && !title.startsWith(part));
  // That nothing is interpolated is said first, for itself.
  const first = own.filter((part) => part.startsWith('nearest stored'));
  const heading = own.filter((part) => !first.includes(part)).join(' · ');
  const exact = heading.startsWith(`${title} `) ? heading.slice(title.length + 1) : heading;
  const more = [/[\d_]/.test(exact) ? exact : '', hasQuestion ? about : ''];
  return [...first, ...more].filter(Boolean);
}

/**
 * What stands at the upper right: what the panel's switch is at, with its key under focus, and the
 * number of the view that the panel leads; shorter where the border is narrow.
 */
function panelNote(state: State, { panel, rect }: PanelBox, hasFocus: boolean): string {
  const option = switchOf(panel);
  // The lower border says what the ranges are.
  const changed = panel.options.filter(
    ({ name }) => name !== RANGES && state.options[panel.id]?.[name] !== undefined
  );
  const key = hasFocus && option ? firstKey(state.keys, 'view', 'cycle') : '';
  const number = leadNumber(state, panel);
  const room = rect.width - 2 - widthOf([seg(panel.title)]) - 8;
  const told = (some: readonly PanelOption[]) =>
    some.map((one) => `${optionName(one)}: ${valueText(optionValue(state, panel, one))}`);
  // The switch, and whatever is not at its default.
  const shown = [...(option && hasFocus && !changed.includes(option) ? [option] : []), ...changed];
  const switches =
    shown.length > 0
      ? [
          `${key} ${told(shown).join(', ')}`,
          `${key} ${told(shown.slice(0, 1)).join('')}`,
          `${key} ${valueText(optionValue(state, panel, shown[0]))}`,
          key
        ]
      : [];
  const dot = glyphsOf(state.look).dot;
  const notes = [...switches, ''].map((text) =>
    [text.trim(), number].filter(Boolean).join(` ${dot} `)
  );
  return notes.find((text) => textWidth(text) <= room) ?? '';
}

function footer(
  state: State,
  box: PanelBox,
  pinned: Pinned,
  drawn: DrawnPanel | null,
  tone: Tone
): readonly Segment[] {
  const glyphs = glyphsOf(state.look);
  const pixels = drawn?.pixels ?? '';
  const { width } = box.footer;
  const ending = (...texts: readonly string[]): readonly Segment[] => {
    const told = texts.filter(Boolean);
    if (told.length === 0) return [];
    return [seg(` ${told.join(` ${glyphs.dot} `)} `, 'plain'), seg(glyphs.across, tone)];
  };
  const ranges = pinned.figure ? rangesNote(state, box, pinned.figure) : '';
  const bare = ending(pixels);
  const noted = ending(ranges, pixels);
  // What is not at its default is told before anything else.
  const isTold = ranges.startsWith('per frame') && widthOf(noted) < width - 4;
  const room = width - 4 - widthOf(isTold ? noted : bare);
  // what the legend carries need not be said twice
  const epoch = drawn?.hasValues ? null : currentEpoch(state);
  const text = pinned.figure ? footerText(state, box, pinned, epoch, room) : '';
  const isLate = pinned.figure !== null && !pinned.isCurrent;
  const late = isLate
    ? `${state.variant?.time ?? 'epoch'} ${pinned.epoch ?? '?'} ${glyphs.more} `
    : '';
  const words = clipped(late + text, room, glyphs.more);
  const line: Segment[] =
    words === '' ? [] : [seg(glyphs.across, tone), seg(` ${words} `, isLate ? 'dim' : 'plain')];
  const end = isTold || widthOf(line) + widthOf(noted) + 2 <= width ? noted : bare;
  const gap = Math.max(0, width - widthOf(line) - widthOf(end));
  return [...line, seg(glyphs.across.repeat(gap), tone), ...end];
}

/**
 * Whether ranges are those of all epochs (`locked ±34.9`), or of this one (`per frame ±21.7`); of
 * axes alone in the panel that the keys are about.
 */
function rangesNote(state: State, { panel, readout }: PanelBox, figure: Figure): string {
  const isLocked = figure.layout.meta?.locked === true;
  const option = panel.options.find(({ name }) => name === RANGES);
  if (!option) return '';
  const isPerFrame = optionValue(state, panel, option) === 'per_frame';
  // Until the ranges of all epochs are known there is nothing to tell.
  if (isLocked === isPerFrame) return '';
  const word = isPerFrame ? 'per frame' : 'locked';
  const range = colorRangeText(figure);
  if (range !== '') return `${word} ${range}`;
  const isMine = readout !== null || focusedPanel(state)?.id === panel.id;
  return isPerFrame || isMine ? `${word} axes` : '';
}

const rangeTexts = new WeakMap<Figure, string>();

/** The range that a figure's colours span, '' where they have none in common or stand for kinds. */
function colorRangeText(figure: Figure): string {
  const known = rangeTexts.get(figure);
  if (known !== undefined) return known;
  const isKinds = figure.data.some((one) => one.type === 'heatmap' && one.colorbar?.ticktext);
  const texts = new Set(
    isKinds
      ? []
      : rangesOf(figure).colors.map((range) =>
          range === null
            ? ''
            : range[0] === -range[1]
              ? `±${shortNumber(range[1])}`
              : `${shortNumber(range[0])} … ${shortNumber(range[1])}`
        )
  );
  const text = texts.size === 1 ? [...texts][0] : '';
  rangeTexts.set(figure, text);
  return text;
}

/** The key numbers, and those of the pinned epoch where they fit. */
function footerText(
  state: State,
  { panel }: PanelBox,
  { figure, isCompared }: Pinned,
  at: number | null,
  room: number
): string {
  const base = baselineOf(state);
  const text = figure ? keyNumbers(figure, at, room) : '';
  if (!base || !state.variant || !figure) return text;
  const name = baselineText(state);
  if (panel.kind === 'epoch') {
    if (!isCompared) return text;
    const words = `against ${name}`;
    const both = [text, words].filter(Boolean).join(' · ');
    return textWidth(both) <= room ? both : words;
  }
  // Another variant has lines of its own in the plot.
  if (base.variant !== state.variant.name) return text;
  const before = keyNumbers(figure, base.epoch, room);
  const both = before === '' ? text : [text, `at ${name}: ${before}`].filter(Boolean).join(' · ');
  return textWidth(both) <= room ? both : text;
}

/**
 * Returns what a panel without a figure says: why there is none and what to do about it, in the
 * middle of its hole.
 */
export function absence(
  { error }: Pinned,
  { width, height }: Rect
): readonly (readonly Segment[])[] {
  const inLines = (text: string, tone: Tone) =>
    wrapped(text, Math.max(8, width - 2)).map((line) => seg(line, tone));
  const texts = error
    ? [...inLines(error.message, 'warn'), ...inLines(error.hint ?? '', 'dim')]
    : [seg('reading …', 'dim')];
  const rows = Math.max(0, (height - texts.length) >> 1);
  const above = Array.from({ length: rows }, (): Segment[] => []);
  return [
    ...above,
    ...texts.map((text) => [seg(' '.repeat(Math.max(1, (width - widthOf([text])) >> 1))), text])
  ];
}

/**
 * The words of a text in lines of at most `width` columns; longer words stand alone and are cut by
 * whoever draws.
 */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [''];
  for (const word of cellText(text).split(' ')) {
    const longer = `${lines.at(-1)} ${word}`.trimStart();
    if (textWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Draws a line of segments into a row of the screen. */
function drawLine(
  screen: CellGrid,
  left: number,
  row: number,
  line: readonly Segment[],
  look: Look
): void {
  let column = left;
  for (const { text, tone } of spelledLine(line, look)) {
    const { fg, style } = penOf(tone, look);
    column += putText(screen, column, row, text, fg, style);
  }
}
