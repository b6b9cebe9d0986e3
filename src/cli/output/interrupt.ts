import { Stopped } from '../../error/stopped.ts';

/**
 * What asks a program to end: people (INT, HUP), schedulers (TERM, USR1, USR2 shortly before) and
 * limits (XCPU).
 */
const names = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGXCPU'] as const;

let controller: AbortController | undefined;

/**
 * Returns a signal that fires, with a `Stopped` as its reason, at the first INT, TERM, HUP, USR1,
 * USR2 or XCPU, so that a job can save and stop. Another one leaves at once.
 */
export function interruptSignal(): AbortSignal {
  controller ??= listen(new AbortController());
  return controller.signal;
}

function listen(controller: AbortController): AbortController {
  for (const name of names) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort(new Stopped(name));
    });
  }
  return controller;
}
