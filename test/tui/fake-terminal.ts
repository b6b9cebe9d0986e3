import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import xterm from '@xterm/headless';
import { eastAsianWidth } from 'get-east-asian-width';
import type { TerminalInput, TerminalOutput } from '../../src/tui/terminal/terminal.ts';

/** A terminal made of `@xterm/headless`: what the explorer writes appears on its screen, keys are typed into it. */
export interface FakeTerminal {
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput;
  /** Everything written so far. */
  readonly written: string;
  readonly isRaw: boolean;
  /** Types keys as a terminal would send them. */
  press(...keys: readonly string[]): Promise<void>;
  resize(columns: number, rows: number): Promise<void>;
  /** Waits until nothing is written any more. */
  settled(): Promise<void>;
  /** The screen as text, trailing spaces removed. */
  lines(): readonly string[];
  text(): string;
  /** The screen as cells: character, foreground and background (-1 default, else RGB or palette entry); ▄ and █ in one form. */
  cells(): readonly (readonly (readonly [string, number, number])[])[];
  /** `alternate` while the explorer has the screen. */
  readonly buffer: 'normal' | 'alternate';
  readonly isCursorHidden: boolean;
  /** What the mouse reports: `none` or `drag`, as xterm calls it. */
  readonly mouseMode: string;
  /** Frames are not answered for any more. */
  mute(): void;
  /** Lets `write` return false, as a slow terminal does, until `drain`. */
  block(): void;
  drain(): void;
}

const sequences: Readonly<Record<string, string>> = {
  left: '\x1b[D',
  right: '\x1b[C',
  up: '\x1b[A',
  down: '\x1b[B',
  home: '\x1b[H',
  end: '\x1b[F',
  pgup: '\x1b[5~',
  pgdn: '\x1b[6~',
  tab: '\t',
  'S-tab': '\x1b[Z',
  'S-right': '\x1b[1;2C',
  enter: '\r',
  esc: '\x1b',
  space: ' ',
  backspace: '\x7f',
  '^c': '\x03',
  '^l': '\x0c',
  '^u': '\x15',
  '^s': '\x13'
};

/** The widths of today's terminals; xterm's own are those of Unicode 6. */
const currentUnicode = {
  version: 'current',
  wcwidth(code: number): 0 | 1 | 2 {
    return /[\p{M}\p{DI}]/u.test(String.fromCodePoint(code)) ? 0 : eastAsianWidth(code);
  },
  charProperties(code: number, before: number): number {
    const width = currentUnicode.wcwidth(code);
    const joins = width === 0 && before !== 0;
    return ((joins ? Math.max(width, (before >> 1) & 3) : width) << 1) | (joins ? 1 : 0);
  }
};

/** What a terminal can besides text. */
export interface Abilities {
  /** What it sends for what is written. */
  answers(text: string): string;
  /** What is written with images as cells that show them. */
  shown(text: string): string;
}

/** Creates a terminal of a size. */
export function fakeTerminal(columns: number, rows: number, can?: Abilities): FakeTerminal {
  const screen = new xterm.Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
    convertEol: true
  });
  screen.unicode.register(currentUnicode);
  screen.unicode.activeVersion = currentUnicode.version;
  let written = '';
  let isRaw = false;
  let isBlocked = false;
  let isMute = false;
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode(on: boolean) {
      isRaw = on;
    },
    ref() {},
    unref() {}
  });
  const output = Object.assign(new EventEmitter(), {
    isTTY: true,
    columns,
    rows,
    writable: true,
    write(text: string) {
      written += text;
      screen.write(can?.shown(text) ?? text);
      const answer = can?.answers(text) ?? '';
      if (answer !== '') setTimeout(() => input.write(answer), 1);
      if (!isMute && text.includes('\x1b[5n')) input.write('\x1b[0n');
      return !isBlocked;
    }
  });
  const settled = async (): Promise<void> => {
    for (let calm = 0, before = -1; calm < 4; ) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      calm = written.length === before ? calm + 1 : 0;
      before = written.length;
    }
    await new Promise<void>((resolve) => screen.write('', resolve));
  };
  const lines = (): readonly string[] =>
    Array.from({ length: screen.rows }, (_, row) => {
      const { active } = screen.buffer;
      return (
        active
          .getLine(active.baseY + row)
          ?.translateToString()
          .trimEnd() ?? ''
      );
    });
  return {
    stdin: input as unknown as TerminalInput,
    stdout: output as unknown as TerminalOutput,
    get written() {
      return written;
    },
    get isRaw() {
      return isRaw;
    },
    async press(...keys) {
      for (const key of keys) {
        input.write(sequences[key] ?? key);
        // A lone Esc is told from a sequence by what follows within 25 ms.
        await new Promise((resolve) => setTimeout(resolve, key === 'esc' ? 40 : 2));
      }
      await settled();
    },
    async resize(newColumns, newRows) {
      screen.resize(newColumns, newRows);
      output.columns = newColumns;
      output.rows = newRows;
      output.emit('resize');
      await settled();
    },
    settled,
    lines,
    text: () => lines().join('\n'),
    cells: () =>
      Array.from({ length: screen.rows }, (_, row) => {
        const line = screen.buffer.active.getLine(screen.buffer.active.baseY + row);
        return Array.from({ length: screen.cols }, (_, column) => {
          const cell = line?.getCell(column);
          const char = cell?.getChars() || ' ';
          const fg = !cell || cell.isFgDefault() ? -1 : cell.getFgColor();
          const bg = !cell || cell.isBgDefault() ? -1 : cell.getBgColor();
          if (char === '▄') return ['▀', bg, fg] as const;
          if (char === '█') return [' ', -1, fg] as const;
          return char === ' ' ? ([' ', -1, bg] as const) : ([char, fg, bg] as const);
        });
      }),
    get buffer() {
      return screen.buffer.active.type;
    },
    get isCursorHidden() {
      return written.lastIndexOf('\x1b[?25l') > written.lastIndexOf('\x1b[?25h');
    },
    get mouseMode() {
      return screen.modes.mouseTrackingMode;
    },
    mute() {
      isMute = true;
    },
    block() {
      isBlocked = true;
    },
    drain() {
      isBlocked = false;
      output.emit('drain');
    }
  };
}
