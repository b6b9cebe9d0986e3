import type { CellGrid } from '../../cells/cells.ts';
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
import { isGrid } from '../state/compared.ts';
import type { Layout, PanelBox, Rect } from '../state/layout.ts';
import { type Graphics, shownColors, shownGraphics, shownLevels } from '../state/look.ts';
import { figureOf, isText, otherVariant, requestOf } from '../state/options.ts';
import { currentEpoch, leadOf, type State, sharedNeuron } from '../state/state.ts';
import { goalText } from '../state/value-cursor.ts';
import type { PlotArea } from '../state/zoom.ts';
import type { FigureBoard, Pinned } from './figure-board.ts';
import { flatLine } from './flat-line.ts';
import { gridDrawer } from './grid-cells.ts';
import { headerLine } from './header-text.ts';
import { markdownLines } from './markdown-lines.ts';
import { copyInto, enclosed, inMiddle, markDrag, release } from './onto-screen.ts';
import { emptyScreen } from './painter.ts';
import { absence, drawPanelFrame, drawStrip } from './panel-cells.ts';
import { dressed, figureAt, panelBaseline } from './panel-figure.ts';
import { pictureTiles } from './picture-tiles.ts';
import { plotAreas, windowedFigure } from './plot-window.ts';
import { readoutLines } from './readout-lines.ts';
import { cut, flowed, linesGrid, seg } from './segments.ts';
import { glyphsOf } from './theme.ts';

/** A frame's painted part, and what of the maximised plot the next key may need. */
export interface Scene {
  /** Cells of the whole screen; the next frame is drawn into the same grid. */
  readonly grid: CellGrid;
  /** Images of plots, which cells of the grid show; null where there are only cells. */
  readonly pictures: Pictures | null;
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
  /** What it was drawn into, for the next time. */
  readonly pixels: PixelPanel | null;
  /** From the upper left corner of its hole on. */
  readonly tiles: readonly Tile[];
}

/** Creates a drawer over a board of figures. */
export function sceneDrawer(board: FigureBoard): SceneDrawer {
  // Of each panel the one on the screen and the one before, or ahead.
  const drawn = new Map<string, readonly Drawn[]>();
  let others: { readonly open: RunDescription; readonly runs: Map<string, RunDescription> } | null =
    null;
  const differences = new WeakMap<Figure, { readonly base: Figure; readonly figure: Figure }>();
  let screen = emptyScreen(0, 0);
  const grid = gridDrawer(board, namedRun);
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
    const before = drawn.get(id) ?? [];
    const known = before.find(
      (one) =>
        one.figure === figure && one.key === key && one.cursor === cursor && one.window === window
    );
    if (known && !cursors.drag) {
      if (known !== before[0]) drawn.set(id, [known, before[0]]);
      return known;
    }
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
      const panel = drawPixelPanel(shown, options, before[0]?.pixels);
      const hasColors = how.colors === 'true' || how.colors === '256';
      const tiles = pictureTiles(panel, cell, { hasColors, isLarge }, (part) =>
        numberOf(`${id} ${part}`)
      );
      made = { ...about, panel, pixels: panel, tiles };
    } else {
      const panel = drawPanel(shown, { ...size, ...how, cursor, solo });
      made = { ...about, panel, pixels: null, tiles: [] };
    }
    // Images are drawn over those before: of them there is one.
    drawn.set(id, graphics ? [made] : [made, ...before.slice(0, 1)]);
    return made;
  }

  /** Forgets images of panels that are not on the screen: they are large. */
  function forgetUnseen({ panels }: Layout): void {
    const seen = new Set(panels.map(({ panel, readout }) => `${panel.id} ${readout !== null}`));
    for (const [id, [newest]] of drawn) if (newest.pixels && !seen.has(id)) drawn.delete(id);
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
      const size = {
        width: hole.width,
        height: hole.height,
        marks: look.marks,
        pixels: shownGraphics(look)?.cell ?? null
      };
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
      const shown = figure && name === null ? dressed(state, figure) : figure;
      // Images would be drawn over what is on the screen.
      if (shown && !shownGraphics(state.look)) plot(state, box, shown, null);
    },
    draw(state, layout, blocked) {
      const screen = cleared(state.size);
      const { background } = state.look;
      const graphics = shownGraphics(state.look);
      const tiles: Tile[] = [];
      const pictures = graphics && { graphics, paper: paperOf(background), tiles };
      if (!layout.isLargeEnough)
        return { grid: screen, pictures, areas: [], flat: new Map(), isWaiting: false };
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
      if (!variant) return { grid: screen, pictures, areas, flat, isWaiting };
      const [whole] = layout.panels;
      if (isGrid(state) && whole) {
        isWaiting = grid.draw(screen, state, whole);
        if (blocked) release(screen, blocked);
        return { grid: screen, pictures, areas, flat, isWaiting };
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
      return { grid: screen, pictures, areas, flat, isWaiting };
    }
  };
}

/** Draws a text of a user's view. */
function drawText(screen: CellGrid, state: State, box: PanelBox): void {
  const { width, height } = box.hole;
  const lines = markdownLines(box.panel.place?.text ?? '', Math.max(1, width - 2));
  const indented = lines.slice(0, height).map((line) => [seg(' '), ...line]);
  copyInto(screen, linesGrid(indented, width, height, state.look), box.hole);
  drawPanelFrame(screen, state, box, { figure: null, epoch: null, isCurrent: true, error: null });
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
