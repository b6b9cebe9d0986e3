import { writeSync } from 'node:fs';
import { type InputEvent, inputParser } from './input.ts';
import type { Link } from './link.ts';

/** The keyboard side of a terminal. */
export interface TerminalInput extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  setRawMode?(on: boolean): unknown;
  ref?(): unknown;
  unref?(): unknown;
}

/** The screen side of a terminal. */
export interface TerminalOutput extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  readonly fd?: number;
}

/**
 * A terminal that the explorer has taken over: raw keys, pastes marked, alternate screen, no
 * cursor, no line wrap.
 */
export interface Terminal {
  /** Takes the terminal over; again after `leave`. */
  enter(): void;
  /** Gives it back as it was; any number of times, also while the process dies. */
  leave(): void;
  /**
   * Gives the screen back, and the keyboard once the terminal has answered what it was asked: an
   * answer that arrives later would be typed at the shell. Where the mouse just moved, it is asked
   * whether that was all. Waits until 2 s after the question at most.
   */
  part(): Promise<void>;
  /** Asks for the background colour; the answer comes as an event, if at all. */
  askBackground(): void;
  /** Hands the clipboard a text, where the terminal (and tmux: `set-clipboard on`) allows it. */
  copy(text: string): void;
}

/** A terminal that has not answered after this time, in ms, does not answer at all. */
const answerTime = 2000;

/**
 * Asks for device attributes, as a sentinel: every terminal answers, after all that it sent before
 * and instead of what it does not know.
 */
const askAttributes = '\x1b[c';

const enterScreen = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h\x1b[2J\x1b[H';
const leaveScreen = '\x1b[?2026l\x1b[m\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l';
/** Reports of buttons and of the pointer while one is pressed, as text of any size (SGR). */
const mouseOn = '\x1b[?1002h\x1b[?1006h';
const mouseOff = '\x1b[?1002l\x1b[?1006l';
/** A mouse that moved at most so many ms ago may still be sending. */
const mouseRest = 500;

/**
 * Prepares a terminal; every key, paste and answer goes to `onEvents`, those of one read together.
 */
export function createTerminal(
  input: TerminalInput,
  output: TerminalOutput,
  onEvents: (events: readonly InputEvent[]) => void,
  link: Link,
  hasMouse = false
): Terminal {
  const parser = inputParser();
  let isEntered = false;
  let isOnScreen = false;
  let timer: NodeJS.Timeout | undefined;
  let chunks = 0;
  let lastReport = Number.NEGATIVE_INFINITY;
  /** What the terminal still has to answer, and until when that is awaited. */
  let owed: {
    readonly type: 'attributes' | 'status';
    readonly until: number;
    readonly settled: PromiseWithResolvers<void>;
  } | null = null;

  function settle(): void {
    owed?.settled.resolve();
    owed = null;
  }

  function owe(type: 'attributes' | 'status'): void {
    owed = { type, until: performance.now() + answerTime, settled: Promise.withResolvers() };
  }

  async function answers(): Promise<void> {
    if (!owed || !isEntered) return;
    const late = setTimeout(settle, Math.max(1, owed.until - performance.now()));
    await owed.settled.promise;
    clearTimeout(late);
  }

  function report(events: readonly InputEvent[]): void {
    if (events.some(({ type }) => type === 'status')) link.answered();
    if (owed && events.some(({ type }) => type === owed?.type)) settle();
    if (events.some(({ type }) => type === 'mouse')) lastReport = performance.now();
    // Keys pressed after the end are nobody's.
    if (events.length > 0 && isOnScreen) onEvents(events);
  }

  const onData = (chunk: string | Buffer): void => {
    clearTimeout(timer);
    const events = parser.push(chunk.toString());
    const current = ++chunks;
    if (parser.wait > 0)
      timer = setTimeout(() => {
        // What is already there is read first, however late the timer is.
        setImmediate(() => {
          if (current === chunks) report(parser.flush());
        });
      }, parser.wait);
    report(events);
  };

  function leaveNow(): void {
    if (!isOnScreen) return;
    isOnScreen = false;
    writeNow(output, `${hasMouse ? mouseOff : ''}${leaveScreen}`);
  }

  function leave(): void {
    if (!isEntered) return;
    isEntered = false;
    clearTimeout(timer);
    chunks++;
    input.removeListener('data', onData);
    input.pause();
    try {
      input.setRawMode?.(false);
    } catch {
      // The terminal is gone (hang-up): there is nothing to restore.
    }
    input.unref?.();
    leaveNow();
    settle();
  }

  return {
    enter() {
      if (isEntered) return;
      isEntered = true;
      isOnScreen = true;
      input.setRawMode?.(true);
      input.setEncoding?.('utf8');
      input.on('data', onData);
      input.resume();
      input.ref?.();
      output.write(`${enterScreen}${hasMouse ? mouseOn : ''}`);
    },
    leave,
    copy(text) {
      output.write(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`);
    },
    async part() {
      const isMoving = performance.now() - lastReport < mouseRest;
      const asks = isOnScreen && owed === null && isMoving;
      leaveNow();
      if (asks) {
        owe('attributes');
        output.write(askAttributes);
      }
      await answers();
      if (link.isAsked && owed === null) owe('status');
      await answers();
      leave();
    },
    askBackground() {
      owe('attributes');
      output.write(`\x1b]11;?\x1b\\${askAttributes}`);
    }
  };
}

/** Writes past the stream's queue, so that it arrives although the process is about to end. */
function writeNow(output: TerminalOutput, text: string): void {
  try {
    if (output.isTTY && output.fd !== undefined) writeSync(output.fd, text);
    else output.write(text);
  } catch {
    // EAGAIN or a closed terminal: the stream is the last resort.
    try {
      output.write(text);
    } catch {}
  }
}
