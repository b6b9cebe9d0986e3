import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Analyzer } from '../../analyzers/index.ts';
import { errorOf, type HostAnswer, type HostJob, perform } from './host-protocol.ts';
import { hostSteps } from './host-steps.ts';

/** Where host steps run. */
export interface Host {
  /** Does a job after those asked for before. Rejects with its error. */
  ask(job: HostJob): Promise<void>;
  close(): Promise<void>;
}

/** Returns a host in this thread, for analyzers that a worker cannot find by their id. */
export function hereHost(find: (id: string) => Analyzer): Host {
  const steps = hostSteps(find);
  let queue: Promise<void> = Promise.resolve();
  return {
    ask(job) {
      const done = queue.then(() => perform(steps, job));
      queue = done.catch(() => undefined);
      return done;
    },
    close: async () => steps.forget()
  };
}

/** Returns a host in a thread of its own; it keeps the process alive only while a job runs. */
export function workerHost(): Host {
  const file = import.meta.url.endsWith('.ts') ? './analysis-worker.ts' : './analysis-worker.js';
  const worker = new Worker(fileURLToPath(new URL(file, import.meta.url)));
  const open = new Map<number, PromiseWithResolvers<void>>();
  let nextId = 0;
  const settle = (id: number, error?: Error) => {
    const waiting = open.get(id);
    open.delete(id);
    if (open.size === 0) worker.unref();
    if (error) waiting?.reject(error);
    else waiting?.resolve();
  };
  const fail = (error: Error) => [...open.keys()].forEach((id) => void settle(id, error));
  worker.unref();
  worker.on('message', ({ id, failure }: HostAnswer) => settle(id, failure && errorOf(failure)));
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`the analysis thread ended: exit code ${code}`)));
  return {
    ask(job) {
      const waiting = Promise.withResolvers<void>();
      const id = nextId++;
      open.set(id, waiting);
      worker.ref();
      worker.postMessage({ id, job });
      return waiting.promise;
    },
    async close() {
      await worker.terminate();
    }
  };
}
