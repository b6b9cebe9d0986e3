import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Analyzer } from '../../analyzers/index.ts';
import { errorOf, type HostAnswer, type HostJob, perform } from './host-protocol.ts';
import { hostSteps } from './host-steps.ts';

/** Where host steps run. */
export interface Host {
  /** Gets ready for jobs to come. */
  wake(): void;
  /** Does a job after those asked for before. Rejects with its error. */
  ask(job: HostJob): Promise<void>;
  close(): Promise<void>;
}

/** Returns a host in this thread, for analyzers that a worker cannot find by their id. */
export function hereHost(find: (id: string) => Analyzer): Host {
  const steps = hostSteps(find);
  let queue: Promise<void> = Promise.resolve();
  return {
    wake() {},
    ask(job) {
      const own = structuredClone(job); // arrays of the engine change with its next run
      const done = queue.then(() => perform(steps, own));
      queue = done.catch(() => undefined);
      return done;
    },
    close: async () => {}
  };
}

/**
 * Returns a host in a thread of its own, started by the first job (or `wake`) and keeping the process alive only while
 * it has one.
 */
export function workerHost(): Host {
  const open = new Map<number, PromiseWithResolvers<void>>();
  let nextId = 0;
  let worker: Worker | undefined;
  let ended: Error | undefined;
  const settle = (id: number, error?: Error) => {
    const waiting = open.get(id);
    open.delete(id);
    if (open.size === 0) worker?.unref();
    if (error) waiting?.reject(error);
    else waiting?.resolve();
  };
  const fail = (error: Error) => {
    ended ??= error;
    for (const id of [...open.keys()]) settle(id, error);
  };
  const start = () => {
    const file = import.meta.url.endsWith('.ts') ? './analysis-worker.ts' : './analysis-worker.js';
    const started = new Worker(fileURLToPath(new URL(file, import.meta.url)), { execArgv: [] });
    started.unref();
    started.on('message', ({ id, failure }: HostAnswer) => settle(id, failure && errorOf(failure)));
    started.on('error', fail);
    started.on('exit', (code) => fail(new Error(`the analysis thread ended: exit code ${code}`)));
    return started;
  };
  return {
    wake() {
      worker ??= start();
    },
    ask(job) {
      if (ended) return Promise.reject(ended);
      const waiting = Promise.withResolvers<void>();
      const id = nextId++;
      open.set(id, waiting);
      worker ??= start();
      worker.ref();
      worker.postMessage({ id, job });
      return waiting.promise;
    },
    async close() {
      worker?.ref();
      await worker?.terminate();
    }
  };
}
