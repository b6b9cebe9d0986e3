import process from 'node:process';

/** What to do when the process is asked or forced to end, or to stop. */
export interface ExitHandlers {
  /** Restores the terminal; called on every path, must be idempotent and synchronous. */
  restore(): void;
  /** A signal asked for the end, after `restore`; `resume` is for those who handle it themselves. */
  onSignal(signal: NodeJS.Signals): void;
  /** Something threw where nobody caught it, after `restore`. */
  onCrash(error: unknown): void;
  /** The process was continued after a stop. */
  onContinue(): void;
}

const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Watches every way in which the process can end; returns a function that stops watching. */
export function watchExits({ restore, onSignal, onCrash, onContinue }: ExitHandlers): () => void {
  const onEnd = (signal: NodeJS.Signals): void => {
    restore();
    onSignal(signal);
  };
  const onError = (error: unknown): void => {
    restore();
    onCrash(error);
  };
  for (const signal of signals) process.on(signal, onEnd);
  process.on('SIGCONT', onContinue);
  process.on('exit', restore);
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
  return () => {
    for (const signal of signals) process.off(signal, onEnd);
    process.off('SIGCONT', onContinue);
    process.off('exit', restore);
    process.off('uncaughtException', onError);
    process.off('unhandledRejection', onError);
  };
}

/**
 * Stops the process as ^Z does without raw mode. The whole group is stopped: a launcher that waits for this process
 * has to stop with it, or the shell hangs.
 */
export function stopProcess(): void {
  process.kill(0, 'SIGTSTP');
}
