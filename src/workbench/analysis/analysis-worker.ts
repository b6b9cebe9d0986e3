import { parentPort } from 'node:worker_threads';
import { findAnalyzer } from '../../analyzers/index.ts';
import { failureOf, type HostAnswer, type HostJob, perform } from './host-protocol.ts';
import { hostSteps } from './host-steps.ts';

// The thread that does the host steps of an analysis, one job after another.
const port = parentPort!;
const steps = hostSteps(findAnalyzer);
let queue: Promise<void> = Promise.resolve();

port.on('message', ({ id, job }: { readonly id: number; readonly job: HostJob }) => {
  queue = queue.then(async () => {
    try {
      const unmade = (await perform(steps, job)).map(({ analyzer, error }) => ({
        analyzer,
        failure: failureOf(error)
      }));
      port.postMessage({ id, ...(unmade.length > 0 && { unmade }) } satisfies HostAnswer);
    } catch (error) {
      port.postMessage({ id, failure: failureOf(error) } satisfies HostAnswer);
    }
  });
});
