import { Box, render, Text } from 'ink';
import { describe, expect, it } from 'vitest';
import { blankGrid, type CellGrid } from '../../src/cells/cells.ts';
import { inkTrace } from '../../src/tui/painted/ink-trace.ts';
import { createPainter, emptyScreen, NOT_OURS } from '../../src/tui/painted/painter.ts';
import { fakeTerminal } from './fake-terminal.ts';

/** A small generator, so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Frame {
  /** Text of Ink's column at the left, one per row but the last. */
  readonly side: readonly string[];
  readonly width: number;
  readonly last: string;
  readonly hole: CellGrid;
}

function randomFrame(
  next: (below: number) => number,
  columns: number,
  rows: number,
  before: Frame | null
): Frame {
  const letters = 'abcdefgh ';
  const word = (length: number) =>
    Array.from({ length }, () => letters[next(letters.length)]).join('');
  const keep = before !== null && next(3) > 0;
  const width = keep ? before.width : 4 + next(columns - 10);
  const side = Array.from({ length: rows - 1 }, (_, row) =>
    keep && next(4) > 0 ? (before.side[row] ?? '') : word(next(width + 1))
  );
  const hole = blankGrid(columns - width, rows - 1);
  for (let cell = 0; cell < hole.chars.length; cell++) {
    if (next(3) === 0) continue;
    hole.chars[cell] = 0x2580 + next(9);
    hole.fg[cell] = next(2) === 0 ? -1 : next(0x1000000);
    hole.bg[cell] = next(2) === 0 ? -1 : next(0x1000000);
  }
  return { side, width, hole, last: word(next(columns + 1)) };
}

function screenOf({ hole, width }: Frame, columns: number, rows: number): CellGrid {
  const screen = emptyScreen(columns, rows);
  for (let row = 0; row < hole.height; row++) {
    for (let column = 0; column < hole.width; column++) {
      const [from, to] = [row * hole.width + column, row * columns + width + column];
      screen.chars[to] = hole.chars[from];
      screen.fg[to] = hole.fg[from];
      screen.bg[to] = hole.bg[from];
    }
  }
  return screen;
}

function Chrome({ frame, columns, rows }: { frame: Frame; columns: number; rows: number }) {
  return (
    <Box width={columns} height={rows} overflow="hidden">
      <Box
        position="absolute"
        left={0}
        top={0}
        width={frame.width}
        height={rows - 1}
        overflow="hidden"
      >
        <Text wrap="truncate">{frame.side.join('\n')}</Text>
      </Box>
      <Box position="absolute" left={0} top={rows - 1} width={columns} height={1} overflow="hidden">
        <Text wrap="truncate">{frame.last}</Text>
      </Box>
    </Box>
  );
}

const noLink = { ask: () => '', isBehind: false };

describe('the painter', () => {
  it.each([1, 2, 3])(
    'leaves no stale cell on the screen, whatever Ink and the plots do (seed %i)',
    async (seed) => {
      const [columns, rows] = [60, 16];
      const terminal = fakeTerminal(columns, rows);
      const painter = createPainter(
        terminal.stdout as never,
        () => {},
        () => 'true',
        noLink
      );
      painter.erase(columns, rows);
      const next = random(seed);
      let frame = randomFrame(next, columns, rows, null);
      painter.show(screenOf(frame, columns, rows));
      const instance = render(<Chrome frame={frame} columns={columns} rows={rows} />, {
        stdout: painter.stream as unknown as NodeJS.WritableStream,
        stdin: terminal.stdin,
        interactive: true,
        incrementalRendering: true,
        patchConsole: false,
        exitOnCtrlC: false,
        maxFps: 1000
      });
      for (let i = 0; i < 40; i++) {
        const before = frame;
        frame = randomFrame(next, columns, rows, before);
        painter.show(screenOf(frame, columns, rows));
        // Sometimes only the plots change, as when an epoch is scrubbed.
        if (next(3) === 0)
          frame = { ...before, hole: before.width === frame.width ? frame.hole : before.hole };
        painter.show(screenOf(frame, columns, rows));
        instance.rerender(<Chrome frame={frame} columns={columns} rows={rows} />);
        painter.flush('true');
        await terminal.settled();
        expect(terminal.cells()).toEqual(reference(frame, columns, rows));
      }
      instance.unmount();
    }
  );

  it('writes nothing where nothing changed, and only what changed', async () => {
    const terminal = fakeTerminal(20, 4);
    const painter = createPainter(
      terminal.stdout as never,
      () => {},
      () => 'true',
      noLink
    );
    painter.erase(20, 4);
    const screen = emptyScreen(20, 4);
    screen.chars.fill(97, 0, 20);
    painter.show(screen);
    painter.flush('true');
    const before = terminal.written.length;
    painter.flush('true');
    expect(terminal.written.length).toBe(before);
    screen.chars[5] = 98;
    painter.show(screen);
    painter.flush('true');
    expect(terminal.written.slice(before)).toBe('\x1b[?2026h\x1b7\x1b[1;6Hb\x1b8\x1b[?2026l');
  });

  it('blanks a cell that it no longer covers', async () => {
    const terminal = fakeTerminal(10, 2);
    const painter = createPainter(
      terminal.stdout as never,
      () => {},
      () => 'true',
      noLink
    );
    painter.erase(10, 2);
    const screen = emptyScreen(10, 2);
    screen.chars.fill(97, 0, 10);
    painter.show(screen);
    painter.flush('true');
    screen.chars.fill(NOT_OURS, 4, 10);
    painter.show(screen);
    painter.flush('true');
    await terminal.settled();
    expect(terminal.lines()[0]).toBe('aaaa');
  });

  it('takes one write for a frame of Ink with its painting', async () => {
    const terminal = fakeTerminal(20, 3);
    const writes: string[] = [];
    const output = {
      columns: 20,
      rows: 3,
      once() {},
      write: (text: string) => writes.push(text) > 0
    };
    const painter = createPainter(
      output as never,
      () => {},
      () => 'true',
      noLink
    );
    const screen = emptyScreen(20, 3);
    screen.chars.fill(97, 25, 30);
    painter.show(screen);
    painter.stream.write('\x1b[?2026h');
    painter.stream.write('title\n\nlast');
    painter.stream.write('\x1b[?2026l');
    expect(writes).toEqual(['\x1b[?2026htitle\n\nlast\x1b7\x1b[2;6Haaaaa\x1b8\x1b[?2026l']);
    expect(terminal.written).toBe('');
  });
});

function reference(frame: Frame, columns: number, rows: number) {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      if (row === rows - 1) return [frame.last[column] ?? ' ', -1, -1];
      if (column < frame.width) return [frame.side[row]?.[column] ?? ' ', -1, -1];
      const cell = row * frame.hole.width + column - frame.width;
      return normal(
        String.fromCodePoint(frame.hole.chars[cell]),
        frame.hole.fg[cell],
        frame.hole.bg[cell]
      );
    })
  );
}

/** A cell as it looks: ▄ is ▀ upside down, █ a space on its colour. */
function normal(char: string, fg: number, bg: number): [string, number, number] {
  if (char === '▄') return ['▀', bg, fg];
  if (char === '█') return [' ', -1, fg];
  return char === ' ' ? [' ', -1, bg] : [char, fg, bg];
}

describe('the trace of what Ink wrote', () => {
  const touched = (text: string, columns = 20, rows = 5) => {
    const trace = inkTrace(columns, rows);
    trace.read(text);
    const found: [number, number][] = [];
    trace.take((row, column) => found.push([row, column]));
    return found;
  };

  it('knows rows and first columns of a changed line', () => {
    expect(touched('\x1b[E\x1b[E\x1b[7G\x1b[Kchanged\n')).toEqual([[2, 6]]);
    expect(touched('one\ntwo')).toEqual([
      [0, 0],
      [1, 0]
    ]);
  });

  it('takes everything for touched when the screen scrolls or was erased', () => {
    expect(touched('\n\n\n\n\n')).toHaveLength(5);
    expect(touched('\x1b[2J')).toHaveLength(5);
    expect(touched('\x1b[3;4H\x1b[J').map(([row]) => row)).toEqual([2, 3, 4]);
  });

  it('reads styles and modes as nothing', () => {
    expect(touched('\x1b[?25l\x1b[1;38;5;75m\x1b[m')).toEqual([]);
  });

  it('forgets after it told', () => {
    const trace = inkTrace(10, 2);
    trace.read('a');
    trace.take(() => {});
    const found: number[] = [];
    trace.take((row) => found.push(row));
    expect(found).toEqual([]);
  });
});
