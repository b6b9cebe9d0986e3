import { writeSync } from 'node:fs';
import { type InputEvent, inputParser } from './input.ts';

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
   * answer that arrives later would be typed at the shell. Waits until 2 s after the question at
   * most.
   */
  part(): Promise<void>;
  /** Asks for the background colour; the answer comes as an event, if at all. */
  askBackground(): void;
  /** Hands the clipboard a text, where the terminal (and tmux: `set-clipboard on`) allows it. */
  copy(text: string): void;
}

/** A terminal that has not answered after this time, in ms, does not answer at all. */
const answerTime = 2000;

const enterScreen = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h\x1b[2J\x1b[H';
const leaveScreen = '\x1b[?2026l\x1b[m\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l';

/**
 * Prepares a terminal; every key, paste and answer goes to `onEvents`, those of one read together.
 */
export function createTerminal(
  input: TerminalInput,
  output: TerminalOutput,
  onEvents: (events: readonly InputEvent[]) => void
): Terminal {
  const parser = inputParser();
  let isEntered = false;
  let isOnScreen = false;
  let timer: NodeJS.Timeout | undefined;
  let chunks = 0;
  /** What the terminal still has to answer, and until when that is awaited. */
  let owed: { readonly until: number; readonly settled: PromiseWithResolvers<void> } | null = null;

  function settle(): void {
    owed?.settled.resolve();
    owed = null;
  }

  function report(events: readonly InputEvent[]): void {
    if (events.some(({ type }) => type === 'attributes')) settle();
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
    writeNow(output, leaveScreen);
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
      output.write(enterScreen);
    },
    leave,
    copy(text) {
      output.write(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`);
    },
    async part() {
      leaveNow();
      if (owed && isEntered) {
        const late = setTimeout(settle, Math.max(1, owed.until - performance.now()));
        await owed.settled.promise;
        clearTimeout(late);
      }
      leave();
    },
    askBackground() {
      owed = { until: performance.now() + answerTime, settled: Promise.withResolvers() };
      // Device attributes as a sentinel: every terminal answers them, after the colour or instead
      // of it.
      output.write('\x1b]11;?\x1b\\\x1b[c');
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
