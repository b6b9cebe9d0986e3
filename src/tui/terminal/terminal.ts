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
  /**
   * Asks what `questions` ask; answers come as events, if at all. `isFar` says that some come from
   * around tmux, after its own.
   */
  ask(questions: string, isFar?: boolean): void;
  /** Hands the clipboard a text, where the terminal (and tmux: `set-clipboard on`) allows it. */
  copy(text: string): void;
}

/** A terminal that has not answered after this time, in ms, does not answer at all. */
const answerTime = 2000;
/** Nor do those around tmux, which mostly hands nothing on. */
const farAnswerTime = 400;

/** Asks for the background colour. */
export const askBackground = '\x1b]11;?\x1b\\';

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
  hasMouse = false,
  farewell: () => string = () => ''
): Terminal {
  const parser = inputParser();
  let isEntered = false;
  let isOnScreen = false;
  let timer: NodeJS.Timeout | undefined;
  let chunks = 0;
  let lastReport = Number.NEGATIVE_INFINITY;
  /** What the terminal still has to answer, how often, and until when that is awaited. */
  const owed = new Map<Owed, Debt>();

  function settle(type: Owed): void {
    const debt = owed.get(type);
    if (!debt || --debt.count > 0) return;
    owed.delete(type);
    debt.settled.resolve();
  }

  function settleAll(): void {
    for (const debt of owed.values()) debt.settled.resolve();
    owed.clear();
  }

  function owe(type: Owed, time = answerTime): void {
    const { count = 0, settled = Promise.withResolvers<void>() } = owed.get(type) ?? {};
    owed.set(type, { count: count + 1, until: performance.now() + time, settled });
  }

  async function answers(): Promise<void> {
    for (const [type, { until, settled }] of owed) {
      if (!isEntered) return;
      const late = setTimeout(settled.resolve, Math.max(1, until - performance.now()));
      await settled.promise;
      clearTimeout(late);
      owed.delete(type);
    }
  }

  function report(events: readonly InputEvent[]): void {
    if (events.some(({ type }) => type === 'status')) link.answered();
    for (const { type } of events) if (isOwed(type)) settle(type);
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
    writeNow(output, `${farewell()}${hasMouse ? mouseOff : ''}${leaveScreen}`);
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
    settleAll();
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
      const asks = isOnScreen && owed.size === 0 && isMoving;
      leaveNow();
      if (asks) {
        owe('attributes');
        output.write(askAttributes);
      }
      await answers();
      if (link.isAsked && owed.size === 0) owe('status');
      await answers();
      leave();
    },
    ask(questions, isFar = false) {
      if (!isOnScreen) return;
      owe('attributes');
      // whether there are images, and whether there are placeholders
      if (isFar) for (let i = 0; i < 2; i++) owe('graphics', farAnswerTime);
      output.write(`${questions}${askAttributes}`);
    }
  };
}

type Owed = 'attributes' | 'status' | 'graphics';

interface Debt {
  count: number;
  readonly until: number;
  readonly settled: PromiseWithResolvers<void>;
}

function isOwed(type: InputEvent['type']): type is Owed {
  return type === 'attributes' || type === 'status' || type === 'graphics';
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
