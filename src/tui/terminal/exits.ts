import { constants } from 'node:os';
import process from 'node:process';

/** What to do when the process is asked or forced to end, or to stop. */
export interface ExitHandlers {
  /**
   * Restores the terminal at once; called where the process ends without more ado, must be
   * idempotent and synchronous.
   */
  restore(): void;
  /** A signal asked for the end. A second one ends the process after `restore`. */
  onSignal(signal: NodeJS.Signals): void;
  /** Something threw where nobody caught it. */
  onCrash(error: unknown): void;
  /** A signal asked to stop, as ^Z does without raw mode. */
  onStop(): void;
  /** The process was continued after a stop. */
  onContinue(): void;
}

/** The signals that end a process which does not listen, as far as one can listen to them. */
export const endingSignals = [
  ...(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGABRT'] as const),
  ...(['SIGUSR1', 'SIGUSR2', 'SIGXCPU', 'SIGALRM'] as const)
] satisfies readonly NodeJS.Signals[];

/**
 * Returns the exit code of a process that a signal ended, as shells count: 128 and the signal's
 * number.
 */
export function signalCode(signal: NodeJS.Signals): number {
  return 128 + (constants.signals[signal] ?? 0);
}

/** Watches every way in which the process can end; returns a function that stops watching. */
export function watchExits(handlers: ExitHandlers): () => void {
  const { restore, onSignal, onCrash, onStop, onContinue } = handlers;
  let isEnding = false;
  const onEnd = (signal: NodeJS.Signals): void => {
    if (isEnding) {
      restore();
      process.exit(signalCode(signal));
    }
    isEnding = true;
    onSignal(signal);
  };
  const listeners: readonly (readonly [string, (...values: never[]) => void])[] = [
    ...endingSignals.map((signal) => [signal, onEnd] as const),
    ['SIGTSTP', onStop],
    ['SIGCONT', onContinue],
    ['exit', restore],
    ['uncaughtException', onCrash],
    ['unhandledRejection', onCrash]
  ];
  for (const [name, listener] of listeners) process.on(name as 'exit', listener as () => void);
  return () => {
    for (const [name, listener] of listeners) process.off(name as 'exit', listener as () => void);
  };
}

/**
 * Stops the process as ^Z does without raw mode. The whole group is stopped: a launcher that waits
 * for this process has to stop with it, or the shell hangs.
 */
export function stopProcess(): void {
  const listeners = process.listeners('SIGTSTP');
  process.removeAllListeners('SIGTSTP');
  process.kill(0, 'SIGTSTP');
  for (const listener of listeners) process.on('SIGTSTP', listener);
}
