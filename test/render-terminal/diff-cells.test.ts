import xterm from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import type { ColorDepth } from '../../src/cells/capability.ts';
import {
  BOLD,
  blankGrid,
  type CellGrid,
  DIM,
  ITALIC,
  paletteColor,
  REVERSE,
  UNDERLINE
} from '../../src/cells/cells.ts';
import { diffCells } from '../../src/cells/diff.ts';
import { randomFrom } from './figures.ts';

const COLUMNS = 30;
const ROWS = 9;
const TOP = 2;
const LEFT = 3;

function write(terminal: xterm.Terminal, text: string): Promise<void> {
  return new Promise((resolve) => terminal.write(text, resolve));
}

function screen(): xterm.Terminal {
  return new xterm.Terminal({ cols: 40, rows: 14, allowProposedApi: true });
}

/** A cell as the eye sees it: half blocks and spaces as two halves of colour, anything else with its style. */
function look(char: string, fg: string, bg: string, style: number): string {
  if ((style & (UNDERLINE | REVERSE)) === 0) {
    if (char === ' ') return `${bg}/${bg}`;
    if (char === '▀') return `${fg}/${bg}`;
    if (char === '▄') return `${bg}/${fg}`;
    if (char === '█') return `${fg}/${fg}`;
  }
  return `${char} ${fg} ${bg} ${style}`;
}

function wanted(grid: CellGrid): string[] {
  const name = (code: number, side: string) =>
    code === -1 ? side : code >= 0x1000000 ? `p${code & 0xff}` : `#${code.toString(16)}`;
  return Array.from(grid.chars, (code, i) =>
    look(String.fromCodePoint(code), name(grid.fg[i], 'fg'), name(grid.bg[i], 'bg'), grid.style[i])
  );
}

function seen(terminal: xterm.Terminal): string[] {
  const cells: string[] = [];
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column < COLUMNS; column++) {
      const cell = terminal.buffer.active.getLine(TOP + row)!.getCell(LEFT + column)!;
      const fg = cell.isFgDefault()
        ? 'fg'
        : cell.isFgRGB()
          ? `#${cell.getFgColor().toString(16)}`
          : `p${cell.getFgColor()}`;
      const bg = cell.isBgDefault()
        ? 'bg'
        : cell.isBgRGB()
          ? `#${cell.getBgColor().toString(16)}`
          : `p${cell.getBgColor()}`;
      const style =
        (cell.isBold() ? BOLD : 0) |
        (cell.isDim() ? DIM : 0) |
        (cell.isItalic() ? ITALIC : 0) |
        (cell.isUnderline() ? UNDERLINE : 0) |
        (cell.isInverse() ? REVERSE : 0);
      cells.push(look(cell.getChars() || ' ', fg, bg, style));
    }
  return cells;
}

function randomGrid(random: () => number, from: CellGrid | null): CellGrid {
  const grid = blankGrid(COLUMNS, ROWS);
  const chars = [...'  ▀▀▀█▄⠿x.│'].map((char) => char.codePointAt(0)!);
  const colors = [-1, -1, 0x102030, 0xfee838, paletteColor(1), paletteColor(12), paletteColor(200)];
  const styles = [0, 0, 0, 0, BOLD, DIM, BOLD | UNDERLINE, REVERSE, ITALIC];
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)];
  const change = from ? random() : 1;
  for (let i = 0; i < grid.chars.length; i++) {
    const fresh = random() < change;
    grid.chars[i] = fresh ? pick(chars) : from!.chars[i];
    grid.fg[i] = fresh ? pick(colors) : from!.fg[i];
    grid.bg[i] = fresh ? pick(colors) : from!.bg[i];
    grid.style[i] = fresh ? pick(styles) : from!.style[i];
  }
  return grid;
}

describe('diffCells', () => {
  it('brings a terminal from any grid to any other', async () => {
    const terminal = screen();
    const random = randomFrom(7);
    let previous: CellGrid | null = null;
    for (let frame = 0; frame < 120; frame++) {
      const next: CellGrid = randomGrid(random, previous);
      await write(terminal, diffCells(previous, next, TOP, LEFT, 'true'));
      expect(seen(terminal)).toEqual(wanted(next));
      previous = next;
    }
  });

  it('touches nothing outside the grid and leaves default colours', async () => {
    const terminal = screen();
    await write(terminal, 'outside');
    await write(terminal, diffCells(null, randomGrid(randomFrom(3), null), TOP, LEFT, 'true'));
    await write(terminal, '\x1b[14;1Hafter');
    const line = (row: number) => terminal.buffer.active.getLine(row)!;
    expect(line(0).translateToString(true)).toBe('outside');
    expect(
      line(TOP)
        .getCell(LEFT - 1)!
        .getChars()
    ).toBe('');
    expect(
      line(TOP)
        .getCell(LEFT + COLUMNS)!
        .getChars()
    ).toBe('');
    expect(line(13).getCell(0)!.isFgDefault() && line(13).getCell(0)!.isBgDefault()).toBe(true);
  });

  it('says nothing where nothing changed', () => {
    const grid = randomGrid(randomFrom(1), null);
    expect(diffCells(grid, grid, 0, 0, 'true')).toBe('');
    expect(diffCells(blankGrid(5, 5), blankGrid(5, 5), 0, 0, 'true')).toBe('');
  });

  it('writes one move and one colour for a run', () => {
    const next = blankGrid(10, 3);
    for (const column of [2, 3, 4]) {
      next.chars[10 + column] = 'x'.charCodeAt(0);
      next.fg[10 + column] = 0x0a0b0c;
    }
    expect(diffCells(blankGrid(10, 3), next, 4, 6, 'true')).toBe(
      '\x1b[6;9H\x1b[38;2;10;11;12mxxx\x1b[m'
    );
  });

  it('steps over unchanged cells the shorter way', () => {
    const before = blankGrid(20, 1);
    before.chars.fill('a'.charCodeAt(0));
    const near = { ...before, chars: before.chars.slice() };
    near.chars[1] = near.chars[4] = near.chars[15] = 'b'.charCodeAt(0);
    expect(diffCells(before, near, 0, 0, '16')).toBe('\x1b[1;2Hbaab\x1b[10Cb');
  });

  it('turns half blocks over where that keeps the colours', () => {
    const next = blankGrid(2, 1);
    next.chars.fill(0x2580);
    next.fg.set([1, 2]);
    next.bg.set([2, 1]);
    expect(diffCells(null, next, 0, 0, 'true')).toBe(
      '\x1b[1;1H\x1b[38;2;0;0;1;48;2;0;0;2m▀▄\x1b[m'
    );
  });

  it('brings colours down to what the terminal has', () => {
    const next = blankGrid(1, 1);
    next.chars[0] = 'x'.charCodeAt(0);
    next.fg[0] = 0xff0000;
    const sent = (depth: ColorDepth) =>
      diffCells(null, next, 0, 0, depth).slice('\x1b[1;1H'.length);
    expect(sent('256')).toBe('\x1b[38;5;196mx\x1b[m');
    expect(sent('16')).toBe('\x1b[91mx\x1b[m');
    expect(sent('none')).toBe('x');
  });
});
