import type { CellGrid } from '../../cells/cells.ts';
import { against } from '../../figure/against.ts';
import type { Figure } from '../../figure/figure.ts';
import { type DrawnPanel, drawPanel } from '../../render-terminal/index.ts';
import type { FigureRequest, PanelEntry } from '../../workbench/explorer/explorer-workbench.ts';
import { differenceBase, gridNames, shortLabelOf } from '../state/compared.ts';
import { cellName } from '../state/comparing.ts';
import { type GridCell, gridPage } from '../state/grid.ts';
import type { PanelBox, Rect } from '../state/layout.ts';
import { shownColors, shownLevels } from '../state/look.ts';
import {
  figureOf,
  optionName,
  optionValue,
  requestAmong,
  requestOf,
  valueText
} from '../state/options.ts';
import { besideOf, currentEpoch, hasEpochControl, type State } from '../state/state.ts';
import { withoutCursor } from '../state/without-cursor.ts';
import type { FigureBoard, Pinned } from './figure-board.ts';
import { flatLine } from './flat-line.ts';
import { keyNumbers } from './key-numbers.ts';
import { copyInto, inMiddle } from './onto-screen.ts';
import { absence, drawBorder, topBorder } from './panel-cells.ts';
import type { NamedRun } from './panel-figure.ts';
import { linesGrid, type Segment, seg, widthOf } from './segments.ts';
import { clipped, glyphsOf, type Tone } from './theme.ts';

/** Draws one figure of several variants beside each other. */
export interface GridDrawer {
  /** Draws the page that is seen into a panel's place; true while a cell waits for its figure. */
  draw(screen: CellGrid, state: State, box: PanelBox): boolean;
  /** Lets go of the figures of variants that are no longer seen. */
  leave(state: State): void;
}

interface Drawn {
  readonly figure: Figure;
  readonly key: string;
  readonly panel: DrawnPanel;
}

/** Creates a drawer of grids over a board of figures; `runOf` names the run of a variant. */
export function gridDrawer(board: FigureBoard, runOf: NamedRun): GridDrawer {
  const drawn = new Map<string, Drawn>();
  const differences = new WeakMap<Figure, { readonly base: Figure; readonly figure: Figure }>();
  let kept = '';

  /** Figures of variants on other pages are not kept. */
  function keep(state: State, names: readonly string[]): void {
    const base = differenceBase(state);
    const all = [state.variant?.name ?? '', ...names, ...(base === null ? [] : [base])];
    if (all.join('\n') === kept) return;
    kept = all.join('\n');
    board.keepOnly(...all);
    for (const name of drawn.keys()) if (!all.includes(name)) drawn.delete(name);
  }

  function seen(state: State, panel: PanelEntry, name: string): Pinned {
    const open = state.variant!;
    const request = requestAmong(state, panel);
    const found = board.at(runOf(open, name), figureOf(panel), request, 'beside');
    const base = differenceBase(state);
    if (base === null || !found.figure) return found;
    const pinned = state.baseline?.epoch ?? null;
    const asked: FigureRequest =
      pinned === null ? request : { ...requestOf(state, panel), epoch: pinned, isElsewhere: true };
    const other = board.at(runOf(open, base), figureOf(panel), asked, 'baseline');
    if (!other.figure || !other.isCurrent) return { ...found, isCurrent: false };
    const known = differences.get(found.figure);
    const figure =
      known?.base === other.figure
        ? known.figure
        : against(found.figure, other.figure, shortLabelOf(state, base));
    differences.set(found.figure, { base: other.figure, figure });
    return { ...found, figure, isCompared: figure !== found.figure };
  }

  function plot(state: State, name: string, figure: Figure, hole: Rect): DrawnPanel {
    const { look } = state;
    const shown = hasEpochControl(state) ? figure : withoutCursor(figure);
    const key = `${hole.width}×${hole.height} ${look.marks} ${look.colors} ${look.background} ${look.isLean} ${shown === figure}`;
    const cached = drawn.get(name);
    if (cached?.figure === figure && cached.key === key) return cached.panel;
    const flat = flatLine(figure);
    const panel: DrawnPanel =
      flat === null
        ? drawPanel(shown, {
            ...{ width: hole.width, height: hole.height, marks: look.marks, crop: null },
            ...{ colors: shownColors(look), levels: shownLevels(look) },
            ...{ background: look.background, cursor: null, solo: null }
          })
        : { grid: inMiddle(flat, hole, look), pixels: '', hasValues: true };
    drawn.set(name, { figure, key, panel });
    return panel;
  }

  /** Draws one variant's figure and returns it. */
  function cell(
    screen: CellGrid,
    state: State,
    panel: PanelEntry,
    { name, rect, hole }: GridCell
  ): Pinned {
    const found = seen(state, panel, name);
    const made = found.figure ? plot(state, name, found.figure, hole) : null;
    const lines = made
      ? made.grid
      : linesGrid(absence(found, hole), hole.width, hole.height, state.look);
    copyInto(screen, lines, hole);
    const epoch = board.epochOf(name, figureOf(panel), requestAmong(state, panel));
    frame(screen, state, rect, {
      title: cellTitle(state, name),
      note: differenceNote(found) || epochNote(state, epoch),
      lower: footer(found, made, epoch, rect.width - 4),
      end: made?.pixels ?? '',
      hasFocus: !state.sidebar.focused && cellName(state) === name
    });
    return found;
  }

  return {
    draw(screen, state, box) {
      const page = gridPage(state);
      keep(
        state,
        page.cells.map(({ name }) => name)
      );
      const found = page.cells.map((one) => cell(screen, state, box.panel, one));
      const hasMaps = found.some(({ figure }) =>
        figure?.data.some(({ type }) => type === 'heatmap')
      );
      frame(screen, state, box.rect, {
        title: box.panel.title,
        note: optionsNote(state, box.panel),
        more: [wayText(state), box.panel.about],
        lower: scalesText(state, hasMaps),
        end: page.pages > 1 ? `page ${page.page + 1} of ${page.pages}` : '',
        hasFocus: !state.sidebar.focused
      });
      return found.some(({ isCurrent }) => !isCurrent);
    },
    leave(state) {
      if (kept === '') return;
      keep(state, []);
      kept = '';
    }
  };
}

/** How the variants are beside each other, and how many they are. */
function wayText(state: State): string {
  const { way, align } = state;
  const base = differenceBase(state);
  const words = base === null ? way : `difference against ${shortLabelOf(state, base)}`;
  const by = align === 'epoch' ? '' : ` by ${align === 'fraction' ? 'share' : align}`;
  const count = gridNames(state).length;
  const of = state.picked.length > besideOf(state).length ? ` of ${state.picked.length}` : '';
  return `${words}${by} · ${count}${of} ${count === 1 ? 'variant' : 'variants'}`;
}

/** What all cells have in common. */
function scalesText(state: State, hasMaps: boolean): string {
  const count = gridNames(state).length;
  const what = hasMaps ? 'axes and colours' : 'axes';
  const base = hasMaps ? ', 0 in the middle' : ', the baseline in grey';
  const zero = differenceBase(state) === null ? '' : base;
  return `the same ${what} for ${count === 1 ? 'both variants' : `all ${count}`}${zero}`;
}

function cellTitle(state: State, name: string): string {
  const isOpen = name === state.variant?.name;
  return `${isOpen ? `${glyphsOf(state.look).pointer} ` : ''}${shortLabelOf(state, name)}`;
}

/** Kinds, and maps of other sizes, have no difference. */
function differenceNote({ isCompared }: Pinned): string {
  return isCompared === false ? 'no difference: unlike maps' : '';
}

/** The epoch of a cell where it is not the one in the header. */
function epochNote(state: State, epoch: number | null): string {
  if (epoch === null || !hasEpochControl(state) || epoch === currentEpoch(state)) return '';
  return `${state.variant?.time} ${epoch}`;
}

/** The options of the figure that are not at their defaults. */
function optionsNote(state: State, panel: PanelEntry): string {
  return panel.options
    .filter(({ name }) => state.options[panel.id]?.[name] !== undefined)
    .map((one) => `${optionName(one)}: ${valueText(optionValue(state, panel, one))}`)
    .join(', ');
}

function footer(
  found: Pinned,
  made: DrawnPanel | null,
  epoch: number | null,
  room: number
): string {
  if (!found.figure) return '';
  return keyNumbers(found.figure, made?.hasValues ? null : epoch, room);
}

interface FrameText {
  readonly title: string;
  readonly note: string;
  readonly more?: readonly string[];
  readonly lower: string;
  readonly end: string;
  readonly hasFocus: boolean;
}

/** A border with its texts. */
function frame(
  screen: CellGrid,
  { look }: State,
  rect: Rect,
  { title, note, more = [], lower, end, hasFocus }: FrameText
): void {
  const { width, height } = rect;
  if (width < 2 || height < 2) return;
  const glyphs = glyphsOf(look);
  const tone: Tone = hasFocus ? 'focus' : 'border';
  const upper = topBorder(width - 2, title, note, hasFocus, look, more);
  const last: Segment[] = end === '' ? [] : [seg(` ${end} `, 'plain'), seg(glyphs.across, tone)];
  const words = clipped(lower, width - 6 - widthOf(last), glyphs.more);
  const first: Segment[] =
    words === '' ? [] : [seg(glyphs.across, tone), seg(` ${words} `, 'plain')];
  const gap = Math.max(0, width - 2 - widthOf(first) - widthOf(last));
  const line = [
    seg(glyphs.bottomLeft, tone),
    ...first,
    seg(glyphs.across.repeat(gap), tone),
    ...last,
    seg(glyphs.bottomRight, tone)
  ];
  drawBorder(screen, rect, upper, line, tone, look);
}
