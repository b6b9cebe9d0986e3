import { type CellGrid, IMAGE_CELL, REVERSE } from '../../cells/cells.ts';
import { paperOf } from '../../cells/palette.ts';
import { against } from '../../figure/against.ts';
import type { Figure } from '../../figure/figure.ts';
import {
  type DrawnPanel,
  drawPanel,
  drawPixelPanel,
  type PixelPanel
} from '../../render-terminal/index.ts';
import type { PanelEntry, RunDescription } from '../../workbench/explorer/explorer-workbench.ts';
import type { Pictures, Tile } from '../graphics/gallery.ts';
import { momentsOf } from '../state/epoch-marks.ts';
import type { Layout, PanelBox, Rect } from '../state/layout.ts';
import { type Graphics, shownColors, shownGraphics, shownLevels } from '../state/look.ts';
import { requestOf } from '../state/options.ts';
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
import { headerLine } from './header-text.ts';
import { emptyScreen, NOT_OURS } from './painter.ts';
import { absence, drawPanelFrame } from './panel-cells.ts';
import { pictureTiles } from './picture-tiles.ts';
import { plotAreas, windowedFigure } from './plot-window.ts';
import { readoutLines } from './readout-lines.ts';
import { cut, flowed, linesGrid, seg, widthOf } from './segments.ts';
import { glyphsOf } from './theme.ts';

/** A frame's painted part, and what of the maximised plot the next key may need. */
export interface Scene {
  /** Cells of the whole screen; the next frame is drawn into the same grid. */
  readonly grid: CellGrid;
  /** Images of plots, which cells of the grid show; null where there are only cells. */
  readonly pictures: Pictures | null;
  readonly areas: readonly PlotArea[];
  /** True while a panel on the screen waits for its data. */
  readonly isWaiting: boolean;
}

/**
 * Draws everything that the painter paints. It keeps what it drew, so that a panel without news
 * costs a copy.
 */
export interface SceneDrawer {
  draw(state: State, layout: Layout, blocked: Rect | null): Scene;
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
  /** What it was drawn into, for the next time. */
  readonly pixels: PixelPanel | null;
  /** From the upper left corner of its hole on. */
  readonly tiles: readonly Tile[];
}

/** Creates a drawer over a board of figures. */
export function sceneDrawer(board: FigureBoard): SceneDrawer {
  const drawn = new Map<string, Drawn>();
  let other: { readonly open: RunDescription; readonly run: RunDescription } | null = null;
  const differences = new WeakMap<Figure, { readonly base: Figure; readonly figure: Figure }>();
  let screen = emptyScreen(0, 0);
  const numbers = new Map<string, number>();

  /**
   * The number of a part of a panel's images: always the same, so that new pixels replace old
   * ones.
   */
  function numberOf(part: string): number {
    const number = numbers.get(part) ?? numbers.size;
    numbers.set(part, number);
    return number;
  }

  function cleared({ columns, rows }: State['size']): CellGrid {
    if (screen.width !== columns || screen.height !== rows) screen = emptyScreen(columns, rows);
    else release(screen, { left: 0, top: 0, width: columns, height: rows });
    return screen;
  }

  function plot(
    state: State,
    { panel, hole, readout }: PanelBox,
    figure: Figure,
    graphics: Graphics | null
  ): Drawn {
    const isLarge = readout !== null;
    const { look, cursors } = state;
    const cursor = isLarge ? cursors.cursor : null;
    const window = isLarge ? cursors.window : null;
    const shared = { cursor, epoch: currentEpoch(state), neuron: sharedNeuron(state) };
    const place = isLarge ? `${shared.epoch} ${shared.neuron}` : '';
    const solo = isLarge ? (cursors.solo ?? null) : null;
    const key = `${solo} ${hole.width}×${hole.height} ${look.marks} ${look.colors} ${look.background} ${look.isLean} ${graphics?.cell.width}×${graphics?.cell.height} ${place}`;
    const id = `${panel.id} ${isLarge}`;
    const cached = drawn.get(id);
    if (
      cached &&
      cached.figure === figure &&
      cached.key === key &&
      cached.cursor === cursor &&
      cached.window === window &&
      !cursors.drag
    )
      return cached;
    const shown = windowedFigure(figure, window);
    const size = {
      width: hole.width,
      height: hole.height,
      marks: look.marks,
      pixels: graphics?.cell ?? null,
      crop: isLarge && !window ? { x: cursor?.x, y: cursor?.y } : null
    };
    const how = {
      colors: shownColors(look),
      levels: shownLevels(look),
      background: look.background
    };
    const flat = isLarge ? null : flatLine(figure);
    const areas = isLarge ? plotAreas(figure, shown, size, shared) : [];
    const about = { figure, key, cursor, window, areas };
    let made: Drawn;
    if (flat !== null) {
      const panel = { grid: inMiddle(flat, hole, look), pixels: '', hasValues: true };
      made = { ...about, panel, pixels: null, tiles: [] };
    } else if (graphics) {
      const { cell } = graphics;
      const marked = cursors.drag ? enclosed(areas, cursors.drag) : null;
      const options = { ...size, ...how, cursor, solo, pixels: cell, marked };
      const panel = drawPixelPanel(shown, options, cached?.pixels);
      const hasColors = how.colors === 'true' || how.colors === '256';
      const tiles = pictureTiles(panel, cell, { hasColors, isLarge }, (part) =>
        numberOf(`${id} ${part}`)
      );
      made = { ...about, panel, pixels: panel, tiles };
    } else {
      const panel = drawPanel(shown, { ...size, ...how, cursor, solo });
      made = { ...about, panel, pixels: null, tiles: [] };
    }
    drawn.set(id, made);
    return made;
  }

  /** Forgets images of panels that are not on the screen: they are large. */
  function forgetUnseen({ panels }: Layout): void {
    const seen = new Set(panels.map(({ panel, readout }) => `${panel.id} ${readout !== null}`));
    for (const [id, { pixels }] of drawn) if (pixels && !seen.has(id)) drawn.delete(id);
  }

  /** A run of another name, the same for the same open one: its figures are asked for by that. */
  function namedRun(open: RunDescription, name: string): RunDescription {
    if (open.name === name) return open;
    if (other?.open !== open || other.run.name !== name) other = { open, run: { ...open, name } };
    return other.run;
  }

  /** The figure beside that of the pinned epoch or variant, once that is there. */
  function compared(state: State, panel: PanelEntry, figure: Figure): Figure {
    const pinned = baselineOf(state);
    if (!pinned || panel.kind !== 'epoch' || !state.variant) return figure;
    const { variant, epoch } = pinned;
    const isElsewhere = variant !== state.variant.name;
    const own = { ...requestOf(state, panel), epoch };
    const request = isElsewhere ? { ...own, isElsewhere } : own;
    const base = board.at(namedRun(state.variant, variant), panel.id, request, 'baseline');
    if (!base.figure || base.epoch !== epoch) return figure;
    const known = differences.get(figure);
    if (known?.base === base.figure) return known.figure;
    const made = against(figure, base.figure, baselineText(state));
    differences.set(figure, { base: base.figure, figure: made });
    return made;
  }

  /** What a panel shows of its figure: with event lines, and against what is pinned. */
  function seen(state: State, panel: PanelEntry, found: Pinned, figure: Figure): Pinned {
    const own = dressed(state, figure);
    const shown = compared(state, panel, own);
    return { ...found, figure: shown, isCompared: shown !== own };
  }

  return {
    areasOf(state, { panel, hole }) {
      const { variant, look } = state;
      const figure = variant && board.at(variant, panel.id, requestOf(state, panel)).figure;
      const size = {
        width: hole.width,
        height: hole.height,
        marks: look.marks,
        pixels: shownGraphics(look)?.cell ?? null
      };
      const at = { cursor: null, epoch: null, neuron: null };
      return figure ? plotAreas(figure, figure, size, at) : [];
    },
    draw(state, layout, blocked) {
      const screen = cleared(state.size);
      const { background } = state.look;
      const graphics = shownGraphics(state.look);
      const tiles: Tile[] = [];
      const pictures = graphics && { graphics, paper: paperOf(background), tiles };
      if (!layout.isLargeEnough) return { grid: screen, pictures, areas: [], isWaiting: false };
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
      const { variant } = state;
      if (!variant) return { grid: screen, pictures, areas, isWaiting };
      for (const box of layout.panels) {
        const found = board.at(variant, box.panel.id, requestOf(state, box.panel));
        const pinned = found.figure ? seen(state, box.panel, found, found.figure) : found;
        isWaiting ||= !pinned.isCurrent;
        let drawnPanel: DrawnPanel | null = null;
        if (pinned.figure) {
          const made = plot(state, box, pinned.figure, graphicsIn(box.hole, graphics, blocked));
          for (const tile of made.tiles)
            tiles.push({ ...tile, left: box.hole.left + tile.left, top: box.hole.top + tile.top });
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
      if (graphics) forgetUnseen(layout);
      if (state.cursors.drag) markDrag(screen, layout.panels[0], areas, state.cursors.drag);
      if (blocked) release(screen, blocked);
      return { grid: screen, pictures, areas, isWaiting };
    }
  };
}

/**
 * How a panel's plots are shown: an image that is drawn over cells would cover a layer, too, so
 * that under one there are only cells.
 */
function graphicsIn(hole: Rect, graphics: Graphics | null, blocked: Rect | null): Graphics | null {
  if (!blocked || graphics?.protocol === 'kitty') return graphics;
  const isApart =
    blocked.left >= hole.left + hole.width ||
    hole.left >= blocked.left + blocked.width ||
    blocked.top >= hole.top + hole.height ||
    hole.top >= blocked.top + blocked.height;
  return isApart ? graphics : null;
}

/** A figure with lines for the events, or where epochs mean nothing without the epoch cursor. */
function dressed(state: State, figure: Figure): Figure {
  if (!hasEpochControl(state)) return withoutCursor(figure);
  return state.showsEvents ? withEventLines(figure, momentsOf(state)) : figure;
}

/** A line in the middle of a hole. */
function inMiddle(text: string, { width, height }: Rect, look: State['look']): CellGrid {
  const shown = cut([seg(text, 'dim')], width);
  const before = seg(' '.repeat(Math.max(0, (width - widthOf(shown)) >> 1)));
  const above = Array.from({ length: Math.max(0, (height - 1) >> 1) }, () => []);
  return linesGrid([...above, [before, ...shown]], width, height, look);
}

/** Copies a grid into its place on the screen, row by row. */
function copyInto(screen: CellGrid, grid: CellGrid, { left, top, width, height }: Rect): void {
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

/**
 * The cells of a panel that the mouse encloses: of curves whole columns, of a matrix a rectangle.
 */
function enclosed(
  areas: readonly PlotArea[],
  { axes, from, to }: Drag
): { readonly axes: string; readonly rect: Rect } | null {
  const area = areas.find((one) => one.axes === axes);
  if (!area) return null;
  const cells = (a: number, b: number, first: number, count: number) => {
    const start = Math.max(first, Math.min(a, b));
    return [start, Math.min(first + count - 1, Math.max(a, b))] as const;
  };
  const [left, right] = cells(from.column, to.column, area.left, area.columns);
  const [top, bottom] = area.isMatrix
    ? cells(from.row, to.row, area.top, area.rows)
    : [area.top, area.top + area.rows - 1];
  return { axes, rect: { left, top, width: right - left + 1, height: bottom - top + 1 } };
}

/** Reverses what the mouse encloses; images show it themselves. */
function markDrag(
  screen: CellGrid,
  box: PanelBox | undefined,
  areas: readonly PlotArea[],
  drag: Drag
): void {
  const rect = enclosed(areas, drag)?.rect;
  if (!box || !rect) return;
  const [top, left] = [box.hole.top + rect.top, box.hole.left + rect.left];
  for (let row = top; row < top + rect.height; row++)
    for (let column = left; column < left + rect.width; column++) {
      const at = row * screen.width + column;
      if (screen.chars[at] !== IMAGE_CELL) screen.style[at] ^= REVERSE;
    }
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
