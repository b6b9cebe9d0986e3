import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { errorOf, type HostAnswer, type HostJob, type Unmade } from './host-protocol.ts';

/** Where host steps run. */
export interface Host {
  /** Gets ready for jobs to come. */
  wake(): void;
  /**
   * Does a job after those asked for before; resolves to the analyzers whose artifact could not be
   * made. Rejects with its error; a thread that ended is started anew by the next job.
   */
  ask(job: HostJob): Promise<readonly Unmade[]>;
  /**
   * Ends its threads in the middle of what they do, which rejects with the reason; files stay
   * whole, since a rename ends each.
   */
  stop(reason: Error): void;
  close(): Promise<void>;
}

/**
 * Returns a host in a thread of its own, started by the first job (or `wake`) and keeping the
 * process alive only while it has one.
 */
function workerHost(): Host {
  const open = new Map<number, PromiseWithResolvers<readonly Unmade[]>>();
  let nextId = 0;
  let worker: Worker | undefined;
  let stopped: Error | undefined;
  const settle = (id: number, outcome: readonly Unmade[] | Error) => {
    const waiting = open.get(id);
    open.delete(id);
    if (open.size === 0) worker?.unref();
    if (outcome instanceof Error) waiting?.reject(outcome);
    else waiting?.resolve(outcome);
  };
  const fail = (error: Error) => {
    worker = undefined;
    for (const id of [...open.keys()]) settle(id, error);
  };
  const start = () => {
    const file = import.meta.url.endsWith('.ts') ? './analysis-worker.ts' : './analysis-worker.js';
    const started = new Worker(fileURLToPath(new URL(file, import.meta.url)), {
      execArgv: [],
      resourceLimits: { codeRangeSizeMb: 32 }
    });
    started.unref();
    started.on('message', ({ id, failure, unmade = [] }: HostAnswer) =>
      settle(
        id,
        failure
          ? errorOf(failure)
          : unmade.map(({ analyzer, failure }) => ({ analyzer, error: errorOf(failure) }))
      )
    );
    const end = (error: Error) => {
      if (worker === started) fail(error);
    };
    started.on('error', end);
    started.on('exit', (code) => end(new Error(`the analysis thread ended: exit code ${code}`)));
    return started;
  };
  return {
    wake() {
      if (!stopped) worker ??= start();
    },
    ask(job) {
      if (stopped) return Promise.reject(stopped);
      const waiting = Promise.withResolvers<readonly Unmade[]>();
      const id = nextId++;
      open.set(id, waiting);
      worker ??= start();
      worker.ref();
      worker.postMessage({ id, job });
      return waiting.promise;
    },
    stop(reason) {
      stopped ??= reason;
      const ending = worker;
      fail(reason);
      void ending?.terminate();
    },
    async close() {
      worker?.ref();
      await worker?.terminate();
    }
  };
}

/**
 * Returns a host of two threads: cross-epoch files are made by whichever is free, all else by the
 * first, in the order in which it is asked for, so that the second takes no memory before.
 */
export function workerPool(): Host {
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
        return await host.ask(job);
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
