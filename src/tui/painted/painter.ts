import { EventEmitter } from 'node:events';
import type { ColorDepth } from '../../cells/capability.ts';
import { blankGrid, type CellGrid, copyCells } from '../../cells/cells.ts';
import { diffCells } from '../../cells/diff.ts';
import { createGallery, type Pictures } from '../graphics/gallery.ts';
import type { Link } from '../terminal/link.ts';
import { inkTrace } from './ink-trace.ts';

/** A cell that the painter leaves to Ink. */
export const NOT_OURS = 0xffffffff;

/**
 * A cell that Ink wrote over, or that was erased: blank where a rectangle of ours is, Ink's
 * elsewhere.
 */
const TOUCHED = 0xfffffffe;
const SPACE = 32;

const beginFrame = '\x1b[?2026h';
const endFrame = '\x1b[?2026l';

/** The part of a terminal's output stream that the painter needs. */
export interface Output {
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): boolean;
  once(event: 'drain', listener: () => void): unknown;
}

/**
 * Paints cells into the rectangles that Ink leaves empty, on the same screen and in the same
 * frames.
 */
export interface Painter {
  /** What Ink gets as its stdout. */
  readonly stream: InkOutput;
  /**
   * True while the terminal has not taken the last frame: draw nothing, `onDrain` calls when it
   * has.
   */
  readonly isBlocked: boolean;
  /** Bytes written so far. */
  readonly bytes: number;
  /**
   * Sets what is to be on the screen; cells with the char NOT_OURS stay Ink's. The grid is copied,
   * and its cells of images show those of `pictures`.
   */
  show(target: CellGrid, pictures?: Pictures | null): void;
  /**
   * Writes the difference between screen and target, as a frame of its own; nothing where there is
   * none.
   */
  flush(colors: ColorDepth): void;
  /** Erases the screen for a new size; Ink must then write its whole frame. */
  erase(columns: number, rows: number): void;
  /** Has all images sent again with the next frame: some may not have arrived. */
  renew(): void;
  /** Returns what to write before the screen is given back: no image stays in the terminal. */
  farewell(): string;
}

/** Ink's stdout: it looks like a terminal and hands every write to the painter. */
export class InkOutput extends EventEmitter {
  readonly isTTY = true;
  readonly writable = true;
  columns: number;
  rows: number;
  /** While true, writes vanish: used to make Ink forget its last frame, and at the end. */
  muted = false;
  readonly #onWrite: (text: string) => void;

  constructor(columns: number, rows: number, onWrite: (text: string) => void) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.#onWrite = onWrite;
  }

  write(text: string | Uint8Array, encoding?: unknown, done?: unknown): boolean {
    const callback = typeof encoding === 'function' ? encoding : done;
    const data = typeof text === 'string' ? text : Buffer.from(text).toString('utf8');
    if (!this.muted && data !== '') this.#onWrite(data);
    if (typeof callback === 'function') queueMicrotask(() => callback());
    return true;
  }
}

/**
 * Creates a painter on a terminal. Ink's writes pass through it: those of one frame are held until
 * its closing `CSI ?2026 l`, our painting goes in before that, and all of it leaves in one write.
 * Cells that Ink touched are painted again; cells that no rectangle covers any more are blanked,
 * since Ink believes them blank.
 */
export function createPainter(
  output: Output,
  onDrain: () => void,
  colors: () => ColorDepth,
  link: Pick<Link, 'ask' | 'isBehind'>
): Painter {
  let columns = Math.max(1, output.columns ?? 80);
  let rows = Math.max(1, output.rows ?? 24);
  let shadow = emptyScreen(columns, rows);
  let target = emptyScreen(columns, rows);
  let next = emptyScreen(columns, rows);
  let held: string | null = null;
  let isBlocked = false;
  let bytes = 0;
  const trace = inkTrace(columns, rows);
  const gallery = createGallery();
  let pictures: Pictures | null = null;

  function send(text: string): void {
    bytes += Buffer.byteLength(text);
    if (output.write(text) || isBlocked) return;
    isBlocked = true;
    output.once('drain', () => {
      isBlocked = false;
      onDrain();
    });
  }

  function sendFrame(text: string): void {
    const frame = `${beginFrame}${text}${endFrame}`;
    send(frame + link.ask(frame.length));
  }

  function painting(depth: ColorDepth): string {
    trace.take((row, column) => clearCells(shadow, row * columns + column, (row + 1) * columns));
    uncovered(shadow, target, next);
    const images = gallery.frame(pictures, shadow, next);
    const text = images + diffCells(shadow, next, 0, 0, depth, gallery.text);
    copyCells(target, shadow);
    return text === '' ? '' : `\x1b7${text}\x1b8`;
  }

  const stream = new InkOutput(columns, rows, (text) => {
    if (text === beginFrame) {
      held = held ?? '';
      return;
    }
    if (text !== endFrame) trace.read(text);
    if (text === endFrame) {
      const frame = `${held ?? ''}${painting(colors())}`;
      held = null;
      sendFrame(frame);
    } else if (held === null) send(text);
    else held += text;
  });

  return {
    stream,
    get isBlocked() {
      return isBlocked || link.isBehind;
    },
    get bytes() {
      return bytes;
    },
    show(grid, shown = null) {
      if (grid.width !== columns || grid.height !== rows) return;
      copyCells(grid, target);
      pictures = shown;
    },
    flush(depth) {
      const text = painting(depth);
      if (text !== '') sendFrame(text);
    },
    erase(newColumns, newRows) {
      columns = newColumns;
      rows = newRows;
      stream.columns = columns;
      stream.rows = rows;
      shadow = emptyScreen(columns, rows);
      shadow.chars.fill(TOUCHED);
      target = emptyScreen(columns, rows);
      next = emptyScreen(columns, rows);
      held = null;
      pictures = null;
      trace.home(columns, rows);
      send(`${gallery.clear()}\x1b[m\x1b[2J\x1b[H`);
    },
    renew: () => gallery.renew(),
    farewell: () => gallery.clear()
  };
}

/** Returns a screen on which every cell is Ink's. */
export function emptyScreen(columns: number, rows: number): CellGrid {
  const grid = blankGrid(columns, rows);
  grid.chars.fill(NOT_OURS);
  return grid;
}

/**
 * What Ink touched is blank where a rectangle of ours is: it erases to the end of a line and leaves
 * our cells empty.
 */
function clearCells(grid: CellGrid, from: number, to: number): void {
  grid.chars.fill(TOUCHED, from, to);
  grid.fg.fill(-1, from, to);
  grid.bg.fill(-1, from, to);
  grid.style.fill(0, from, to);
}

/**
 * Sets `next` to what to write for a target: its own cells, blanks where we painted before and no
 * longer do, and the screen itself (no difference) elsewhere. Settles in `shadow` what a touched
 * cell is.
 */
function uncovered(shadow: CellGrid, target: CellGrid, next: CellGrid): void {
  copyCells(target, next);
  for (let cell = 0; cell < next.chars.length; cell++) {
    const isTouched = shadow.chars[cell] === TOUCHED;
    if (target.chars[cell] !== NOT_OURS) {
      if (isTouched) shadow.chars[cell] = SPACE;
      continue;
    }
    if (isTouched) shadow.chars[cell] = NOT_OURS;
    else if (shadow.chars[cell] !== NOT_OURS) next.chars[cell] = SPACE;
    next.fg[cell] = -1;
    next.bg[cell] = -1;
    next.style[cell] = 0;
  }
}
