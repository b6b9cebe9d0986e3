import type { Analyzer } from '../../src/analyzers/index.ts';
import type { Host } from '../../src/workbench/analysis/host.ts';
import { perform } from '../../src/workbench/analysis/host-protocol.ts';
import { hostSteps } from '../../src/workbench/analysis/host-steps.ts';

/** Returns a host in this thread, for analyzers that a worker cannot find by their id. */
export function inlineHost(find: (id: string) => Analyzer): Host {
  const steps = hostSteps(find);
  let queue: Promise<unknown> = Promise.resolve();
  return {
    wake() {},
    ask(job) {
      const own = structuredClone(job); // arrays of the engine change with its next run
      const done = queue.then(() => perform(steps, own));
      queue = done.catch(() => undefined);
      return done;
    },
    stop() {},
    close: async () => {}
  };
}
