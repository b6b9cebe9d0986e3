/**
 * Returns a signal that fires at the first Ctrl-C, TERM or HUP, so that a job can save and stop. A second Ctrl-C
 * leaves at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort(name);
    });
  }
  return controller.signal;
}
