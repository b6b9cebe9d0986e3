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

/** A terminal that the explorer has taken over: raw keys, alternate screen, no cursor, no line wrap. */
export interface Terminal {
  /** Takes the terminal over; again after `leave`. */
  enter(): void;
  /** Gives it back as it was; any number of times, also while the process dies. */
  leave(): void;
  /** Asks for the background colour; the answer comes as an event, if at all. */
  askBackground(): void;
}

const escapeWait = 25;

const enterScreen = '\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[2J\x1b[H';
const leaveScreen = '\x1b[?2026l\x1b[m\x1b[?7h\x1b[?25h\x1b[?1049l';

/** Prepares a terminal; every key and answer goes to `onEvents`, those of one read together. */
export function createTerminal(
  input: TerminalInput,
  output: TerminalOutput,
  onEvents: (events: readonly InputEvent[]) => void
): Terminal {
  const parser = inputParser();
  let isEntered = false;
  let timer: NodeJS.Timeout | undefined;

  const onData = (chunk: string | Buffer): void => {
    clearTimeout(timer);
    const events = parser.push(chunk.toString());
    if (parser.hasPendingEscape) {
      timer = setTimeout(() => {
        const late = parser.flush();
        if (late.length > 0) onEvents(late);
      }, escapeWait);
    }
    if (events.length > 0) onEvents(events);
  };

  return {
    enter() {
      if (isEntered) return;
      isEntered = true;
      input.setRawMode?.(true);
      input.setEncoding?.('utf8');
      input.on('data', onData);
      input.resume();
      input.ref?.();
      output.write(enterScreen);
    },
    leave() {
      if (!isEntered) return;
      isEntered = false;
      clearTimeout(timer);
      input.removeListener('data', onData);
      input.pause();
      try {
        input.setRawMode?.(false);
      } catch {
        // The terminal is gone (hang-up): there is nothing to restore.
      }
      input.unref?.();
      writeNow(output, leaveScreen);
    },
    askBackground() {
      // Device attributes as a sentinel: every terminal answers them, after the colour or instead of it.
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
