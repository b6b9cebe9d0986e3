import { performance } from 'node:perf_hooks';

/**
 * What is known of the way to the terminal: each frame ends with a question that the terminal
 * answers once it has drawn the frame. The time till then tells how fast the way is, whatever
 * buffers lie on it (of the pseudo-terminal, of ssh): a write alone returns long before.
 */
export interface Link {
  /**
   * Returns what to write after a frame of so many bytes: the question, or nothing while one is
   * open.
   */
  ask(bytes: number): string;
  /** The terminal answered. */
  answered(): void;
  /** True while an answer is to come, which would be typed at a shell. */
  readonly isAsked: boolean;
  /** True while the terminal is behind: a frame more would only queue up. */
  readonly isBehind: boolean;
  /** True where frames of full size take long. */
  readonly isSlow: boolean;
}

/** Times in ms. */
export interface Clock {
  now(): number;
  /** How long the process has waited for something to happen, in all. */
  idle(): number;
}

/** Device status report: terminals answer `CSI 0 n`. */
const question = '\x1b[5n';
/** How long an answer may take beyond the fastest one before frames wait for it, in ms. */
const leeway = 60;
/** An answer that has not come after this time, in ms, is given up. */
const patience = 2000;
/** After so many questions without an answer none is asked any more. */
const mostMisses = 2;
/** Smaller frames tell nothing of the speed. */
const leastBytes = 2048;
/** Bytes a ms under which a link is slow, and over which it is fast again. */
const slow = 200;
const fast = 800;
/** Weight of the newest frame in the mean. */
const weight = 0.4;

const processClock: Clock = {
  now: () => performance.now(),
  idle: () => performance.eventLoopUtilization().idle
};

/** Creates a link. Time that the process itself was busy is not the link's. */
export function createLink(clock: Clock = processClock): Link {
  let asked: { readonly at: number; readonly idle: number; readonly bytes: number } | null = null;
  let hasAnswered = false;
  let misses = 0;
  let isSlow = false;
  let shortest = Number.POSITIVE_INFINITY;
  let rate = Number.POSITIVE_INFINITY;

  function measure(bytes: number, time: number): void {
    shortest = Math.min(shortest, time);
    if (bytes < leastBytes) return;
    const newest = bytes / Math.max(1, time - shortest);
    rate = 1 / ((1 - weight) / rate + weight / newest);
    isSlow = rate < (isSlow ? fast : slow);
  }

  /** The open question; one that nobody answers is given up. */
  function open(): typeof asked {
    if (asked && clock.now() - asked.at > patience) {
      misses++;
      if (hasAnswered) measure(asked.bytes, patience);
      asked = null;
    }
    return asked;
  }

  return {
    ask(bytes) {
      if (misses >= mostMisses || open()) return '';
      asked = { at: clock.now(), idle: clock.idle(), bytes };
      return question;
    },
    answered() {
      hasAnswered = true;
      misses = 0;
      if (asked) measure(asked.bytes, clock.idle() - asked.idle);
      asked = null;
    },
    get isAsked() {
      return open() !== null;
    },
    get isBehind() {
      const pending = open();
      return pending !== null && hasAnswered && clock.now() - pending.at > shortest * 1.5 + leeway;
    },
    get isSlow() {
      return isSlow;
    }
  };
}
