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
  /** Ends its threads in the middle of what they do, which rejects with the reason; files stay whole, since a rename ends each. */
  stop(reason: Error): void;
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
    stop() {},
    close: async () => {}
  };
}

/**
 * Returns a host in a thread of its own, started by the first job (or `wake`) and keeping the process alive only while
 * it has one.
 */
function workerHost(): Host {
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
    stop(reason) {
      fail(reason);
      void worker?.terminate();
    },
    async close() {
      worker?.ref();
      await worker?.terminate();
    }
  };
}

/**
 * Returns a host of two threads: cross-epoch files are made by whichever is free, all else by the first, in the order in
 * which it is asked for, so that the second takes no memory before.
 */
export function pairOfHosts(): Host {
  const hosts = [workerHost(), workerHost()] as const;
  const free: Host[] = [...hosts];
  const waiting: ((host: Host) => void)[] = [];
  const borrowed = (): Promise<Host> => {
    const host = free.shift();
    return host ? Promise.resolve(host) : new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (host: Host) => {
    const next = waiting.shift();
    if (next) next(host);
    else free.unshift(host);
  };
  return {
    wake: () => hosts[0].wake(),
    async ask(job) {
      if (job.kind !== 'across') return hosts[0].ask(job);
      const host = await borrowed();
      try {
        await host.ask(job);
      } finally {
        giveBack(host);
      }
    },
    stop(reason) {
      for (const host of hosts) host.stop(reason);
    },
    async close() {
      await Promise.all(hosts.map((host) => host.close()));
    }
  };
}
