/**
 * Why work ended that a signal (Ctrl-C, TERM, …) asked to end: no failure, and nothing to mend. The
 * exit code is 130.
 */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  /** Name of the signal, as `SIGTERM`. */
  readonly signal: string;

  constructor(signal: string) {
    super(`stopped: ${signal}`);
    this.signal = signal;
  }
}
