import { type CellGrid, REVERSE } from '../../cells/cells.ts';
import { against } from '../../figure/against.ts';
import type { Figure } from '../../figure/figure.ts';
import { type DrawnPanel, drawPanel } from '../../render-terminal/index.ts';
import type {
  FigureRequest,
  PanelEntry,
  RunDescription
} from '../../workbench/explorer/explorer-workbench.ts';
import { isGrid, labelOf } from '../state/compared.ts';
import { momentsOf } from '../state/epoch-marks.ts';
import type { Layout, PanelBox, Rect } from '../state/layout.ts';
import { shownColors, shownLevels } from '../state/look.ts';
import { figureOf, isText, otherVariant, requestOf } from '../state/options.ts';
import {
  baselineOf,
  baselineText,
  currentEpoch,
  type Drag,
  hasEpochControl,
  leadOf,
  type State,
  sharedNeuron
} from '../state/state.ts';
import { goalText } from '../state/value-cursor.ts';
import { withoutCursor } from '../state/without-cursor.ts';
import type { PlotArea } from '../state/zoom.ts';
import { withEventLines } from './event-lines.ts';
import type { FigureBoard, Pinned } from './figure-board.ts';
import { flatLine } from './flat-line.ts';
import { gridDrawer } from './grid-cells.ts';
import { headerLine } from './header-text.ts';
import { markdownLines } from './markdown-lines.ts';
import { emptyScreen, NOT_OURS } from './painter.ts';
import { absence, drawPanelFrame, drawStrip } from './panel-cells.ts';
import { plotAreas, windowedFigure } from './plot-window.ts';
import { readoutLines } from './readout-lines.ts';
import { cut, flowed, linesGrid, seg, widthOf } from './segments.ts';
import { glyphsOf } from './theme.ts';

/** A frame's painted part, and what of the maximised plot the next key may need. */
export interface Scene {
  /** Cells of the whole screen; the next frame is drawn into the same grid. */
  readonly grid: CellGrid;
  readonly areas: readonly PlotArea[];
  /** Of the panels over epochs that were drawn, whether they are 0 throughout. */
  readonly flat: ReadonlyMap<string, boolean>;
  /** True while a panel on the screen waits for its data. */
  readonly isWaiting: boolean;
}

/**
 * Draws everything that the painter paints. It keeps what it drew, so that a panel without news
 * costs a copy.
 */
export interface SceneDrawer {
  draw(state: State, layout: Layout, blocked: Rect | null): Scene;
  /**
   * Draws a panel as it would be in a state that is likely next, and keeps it, where its data is in
   * memory.
   */
  ahead(state: State, box: PanelBox): void;
  /** Returns where the plots of a panel are that is not maximised. */
  areasOf(state: State, box: PanelBox): readonly PlotArea[];
}

interface Drawn {
  readonly figure: Figure;
  readonly key: string;
  readonly cursor: unknown;
  readonly window: unknown;
  readonly panel: DrawnPanel;
  readonly areas: readonly PlotArea[];
}

/** Returns the run by which figures of another variant than the open one are asked for. */
export type NamedRun = (open: RunDescription, name: string) => RunDescription;

/** Creates a drawer over a board of figures. */
export function sceneDrawer(board: FigureBoard): SceneDrawer {
  // Of each panel the one on the screen and the one before, or ahead.
  const drawn = new Map<string, readonly Drawn[]>();
  let others: { readonly open: RunDescription; readonly runs: Map<string, RunDescription> } | null =
    null;
  const differences = new WeakMap<Figure, { readonly base: Figure; readonly figure: Figure }>();
  let screen = emptyScreen(0, 0);
  const grid = gridDrawer(board, namedRun);

  function cleared({ columns, rows }: State['size']): CellGrid {
    if (screen.width !== columns || screen.height !== rows) screen = emptyScreen(columns, rows);
    else release(screen, { left: 0, top: 0, width: columns, height: rows });
    return screen;
  }

  function plot(state: State, { panel, hole, readout }: PanelBox, figure: Figure): Drawn {
    const isLarge = readout !== null;
    const { look, cursors } = state;
    const cursor = isLarge ? cursors.cursor : null;
    const window = isLarge ? cursors.window : null;
    const shared = { cursor, epoch: currentEpoch(state), neuron: sharedNeuron(state) };
    const place = isLarge ? `${shared.epoch} ${shared.neuron}` : '';
    const solo = isLarge ? (cursors.solo ?? null) : null;
    const key = `${solo} ${hole.width}×${hole.height} ${look.marks} ${look.colors} ${look.background} ${look.isLean} ${place}`;
    const id = `${panel.id} ${isLarge}`;
    const before = drawn.get(id) ?? [];
    const known = before.find(
      (one) =>
        one.figure === figure && one.key === key && one.cursor === cursor && one.window === window
    );
    if (known) {
      if (known !== before[0]) drawn.set(id, [known, before[0]]);
      return known;
    }
    const shown = windowedFigure(figure, window);
    const size = {
      width: hole.width,
      height: hole.height,
      marks: look.marks,
      crop: isLarge && !window ? { x: cursor?.x, y: cursor?.y } : null
    };
    const how = {
      colors: shownColors(look),
      levels: shownLevels(look),
      background: look.background
    };
    const flat = isLarge ? null : flatLine(figure);
    const panelled: DrawnPanel =
      flat === null
        ? drawPanel(shown, { ...size, ...how, cursor, solo })
        : { grid: inMiddle(flat, hole, look), pixels: '', hasValues: true };
    const areas = isLarge ? plotAreas(figure, shown, size, shared) : [];
    const made = { figure, key, cursor, window, panel: panelled, areas };
    drawn.set(id, [made, ...before.slice(0, 1)]);
    return made;
  }

  /** A run of another name, the same for the same open one: its figures are asked for by that. */
  function namedRun(open: RunDescription, name: string): RunDescription {
    if (open.name === name) return open;
    if (others?.open !== open) others = { open, runs: new Map() };
    const run = others.runs.get(name) ?? { ...open, name };
    others.runs.set(name, run);
    return run;
  }

  /** The figure beside that of the pinned epoch or variant, once that is there. */
  function compared(state: State, panel: PanelEntry, figure: Figure): Figure {
    const pinned = panelBaseline(state, panel);
    if (!pinned || panel.kind !== 'epoch' || !state.variant) return figure;
    const { variant, epoch, request } = pinned;
    const role = `baseline ${panel.place ? panel.id : ''}`;
    const base = board.at(namedRun(state.variant, variant), figureOf(panel), request, role);
    if (!base.figure || base.epoch !== epoch) return figure;
    const known = differences.get(figure);
    if (known?.base === base.figure) return known.figure;
    const made = against(figure, base.figure, pinned.text);
    differences.set(figure, { base: base.figure, figure: made });
    return made;
  }

  /** What a panel shows of its figure: with event lines, and against what is pinned. */
  function seen(state: State, panel: PanelEntry, found: Pinned, figure: Figure): Pinned {
    const own = otherVariant(state, panel) === null ? dressed(state, figure) : figure;
    const shown = compared(state, panel, own);
    return { ...found, figure: shown, isCompared: shown !== own };
  }

  return {
    areasOf(state, { panel, hole }) {
      const { variant, look } = state;
      const figure = variant && figureAt(board, state, variant, panel).figure;
      const size = { width: hole.width, height: hole.height, marks: look.marks };
      const at = { cursor: null, epoch: null, neuron: null };
      return figure && hole.height > 0 ? plotAreas(figure, figure, size, at) : [];
    },
    ahead(state, box) {
      const { variant } = state;
      const { panel } = box;
      if (!variant || isGrid(state) || isText(panel) || box.rect.height === 1) return;
      if (panelBaseline(state, panel)) return;
      const name = otherVariant(state, panel);
      const run = name === null ? variant : namedRun(variant, name);
      const figure = board.ahead(run, figureOf(panel), requestOf(state, panel));
      if (figure) plot(state, box, name === null ? dressed(state, figure) : figure);
    },
    draw(state, layout, blocked) {
      const screen = cleared(state.size);
      if (!layout.isLargeEnough)
        return { grid: screen, areas: [], flat: new Map(), isWaiting: false };
      const { columns: width } = state.size;
      const header = linesGrid([headerLine(state)], width, 1, state.look);
      copyInto(screen, header, { left: 0, top: 0, width, height: 1 });
      const lead = leadOf(state);
      if (lead !== '') {
        const words = cut([seg(` ${lead}`, 'accent')], width, glyphsOf(state.look).more);
        const row = { left: 0, top: 1, width, height: 1 };
        copyInto(screen, linesGrid([words], row.width, 1, state.look), row);
      }
      let areas: readonly PlotArea[] = [];
      let isWaiting = false;
      const flat = new Map<string, boolean>();
      const { variant } = state;
      if (!variant) return { grid: screen, areas, flat, isWaiting };
      const [whole] = layout.panels;
      if (isGrid(state) && whole) {
        isWaiting = grid.draw(screen, state, whole);
        if (blocked) release(screen, blocked);
        return { grid: screen, areas, flat, isWaiting };
      }
      grid.leave(state);
      for (const box of layout.panels) {
        if (isText(box.panel)) {
          drawText(screen, state, box);
          continue;
        }
        const found = figureAt(board, state, variant, box.panel, namedRun);
        const pinned = found.figure ? seen(state, box.panel, found, found.figure) : found;
        isWaiting ||= !pinned.isCurrent;
        if (found.figure && found.isCurrent && box.panel.kind === 'run' && !box.readout)
          flat.set(box.panel.id, flatLine(found.figure) !== null);
        if (box.rect.height === 1) {
          drawStrip(screen, state, box, pinned.figure && flatLine(pinned.figure));
          continue;
        }
        let drawnPanel: DrawnPanel | null = null;
        if (pinned.figure) {
          const made = plot(state, box, pinned.figure);
          drawnPanel = made.panel;
          copyInto(screen, made.panel.grid, box.hole);
          if (box.readout) areas = made.areas;
        } else
          copyInto(
            screen,
            linesGrid(absence(pinned, box.hole), box.hole.width, box.hole.height, state.look),
            box.hole
          );
        drawPanelFrame(screen, state, box, pinned, drawnPanel);
        if (box.readout && pinned.figure) {
          const { width: across, height: down } = box.readout;
          const isBeside = box.readout.top === box.hole.top;
          const said = readoutLines(
            pinned.figure,
            state.cursors.cursor,
            goalText({ ...state, cursors: { ...state.cursors, areas } }),
            across,
            down,
            state.keys
          );
          const lines = isBeside ? flowed(said, across) : said;
          copyInto(
            screen,
            linesGrid(lines, box.readout.width, box.readout.height, state.look),
            box.readout
          );
        }
      }
      if (state.cursors.drag) markDrag(screen, layout.panels[0], areas, state.cursors.drag);
      if (blocked) release(screen, blocked);
      return { grid: screen, areas, flat, isWaiting };
    }
  };
}

/** Returns the figure of a panel as the board has it; `runOf` names runs that are not open. */
export function figureAt(
  board: FigureBoard,
  state: State,
  open: RunDescription,
  panel: PanelEntry,
  runOf: NamedRun = (run, name) => ({ ...run, name })
): Pinned {
  const name = otherVariant(state, panel);
  const run = name === null ? open : runOf(open, name);
  const role = panel.place ? panel.id : '';
  return board.at(run, figureOf(panel), requestOf(state, panel), role);
}

interface PanelBaseline {
  readonly variant: string;
  readonly epoch: number;
  readonly request: FigureRequest;
  /** What it is called. */
  readonly text: string;
}

/** What a panel is seen against: what its place in a user's view says, else what is pinned. */
function panelBaseline(state: State, panel: PanelEntry): PanelBaseline | null {
  const open = state.variant?.name ?? '';
  const asked = requestOf(state, panel);
  const own = panel.place?.compare?.against;
  if (own) {
    const { variant, epoch = asked.epoch } = own;
    const isOwnEpoch = own.epoch !== undefined;
    const from = isOwnEpoch ? variant : (asked.among?.from ?? open);
    const among = { variants: [variant], from };
    const words = [labelOf(state, variant), isOwnEpoch ? `epoch ${epoch}` : ''];
    const request = { ...asked, epoch, among };
    return { variant, epoch, request, text: words.filter(Boolean).join(', ') };
  }
  const pinned = baselineOf(state);
  if (!pinned || panel.place?.variants || panel.place?.epoch !== undefined) return null;
  const { variant, epoch } = pinned;
  const isElsewhere = variant !== open;
  const base = { ...asked, epoch };
  const isAligned = state.align !== 'epoch' && (state.baseline?.epoch ?? null) === null;
  const among = { variants: [open, variant], from: open };
  const elsewhere = isAligned ? { ...base, align: state.align, among } : { ...base, isElsewhere };
  return { ...pinned, request: isElsewhere ? elsewhere : base, text: baselineText(state) };
}

/** Draws a text of a user's view. */
function drawText(screen: CellGrid, state: State, box: PanelBox): void {
  const { width, height } = box.hole;
  const lines = markdownLines(box.panel.place?.text ?? '', Math.max(1, width - 2));
  const indented = lines.slice(0, height).map((line) => [seg(' '), ...line]);
  copyInto(screen, linesGrid(indented, width, height, state.look), box.hole);
  drawPanelFrame(screen, state, box, { figure: null, epoch: null, isCurrent: true, error: null });
}

/** A figure with lines for the events, or where epochs mean nothing without the epoch cursor. */
function dressed(state: State, figure: Figure): Figure {
  if (!hasEpochControl(state)) return withoutCursor(figure);
  return state.showsEvents ? withEventLines(figure, momentsOf(state)) : figure;
}

/** Returns a line in the middle of a hole. */
export function inMiddle(text: string, { width, height }: Rect, look: State['look']): CellGrid {
  const shown = cut([seg(text, 'dim')], width);
  const before = seg(' '.repeat(Math.max(0, (width - widthOf(shown)) >> 1)));
  const above = Array.from({ length: Math.max(0, (height - 1) >> 1) }, () => []);
  return linesGrid([...above, [before, ...shown]], width, height, look);
}

/** Copies a grid into its place on the screen, row by row. */
export function copyInto(
  screen: CellGrid,
  grid: CellGrid,
  { left, top, width, height }: Rect
): void {
  const w = Math.min(grid.width, width, screen.width - left);
  const h = Math.min(grid.height, height, screen.height - top);
  for (let row = 0; row < h; row++) {
    const from = row * grid.width;
    const to = (top + row) * screen.width + left;
    screen.chars.set(grid.chars.subarray(from, from + w), to);
    screen.fg.set(grid.fg.subarray(from, from + w), to);
    screen.bg.set(grid.bg.subarray(from, from + w), to);
    screen.style.set(grid.style.subarray(from, from + w), to);
  }
}

/** Reverses what the mouse encloses: of curves whole columns, of a matrix a rectangle. */
function markDrag(
  screen: CellGrid,
  box: PanelBox | undefined,
  areas: readonly PlotArea[],
  { axes, from, to }: Drag
): void {
  const area = areas.find((one) => one.axes === axes);
  if (!box || !area) return;
  const cells = (a: number, b: number, first: number, count: number) => {
    const start = Math.max(first, Math.min(a, b));
    return [start, Math.min(first + count - 1, Math.max(a, b))] as const;
  };
  const [left, right] = cells(from.column, to.column, area.left, area.columns);
  const [top, bottom] = area.isMatrix
    ? cells(from.row, to.row, area.top, area.rows)
    : [area.top, area.top + area.rows - 1];
  for (let row = box.hole.top + top; row <= box.hole.top + bottom; row++)
    for (let column = box.hole.left + left; column <= box.hole.left + right; column++)
      screen.style[row * screen.width + column] ^= REVERSE;
}

function release(screen: CellGrid, { left, top, width, height }: Rect): void {
  for (let row = top; row < top + height; row++) {
    const [from, to] = [row * screen.width + left, row * screen.width + left + width];
    screen.chars.fill(NOT_OURS, from, to);
    screen.fg.fill(-1, from, to);
    screen.bg.fill(-1, from, to);
    screen.style.fill(0, from, to);
  }
}
