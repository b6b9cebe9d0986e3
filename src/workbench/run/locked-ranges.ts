import { evenly } from '../../array/statistics/evenly.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import type { Figure } from '../../figure/figure.ts';
import { type Ranges, rangesOf, unionRanges } from '../../figure/ranges.ts';
import type { Visualization } from '../../visualizations/index.ts';
import { needsOf } from '../../visualizations/visualization.ts';
import type { DrawRequest, RunData } from './run-data.ts';
import { sweep } from './sweep.ts';

/**
 * Finds the ranges that a figure spans over all epochs, in the background, so that its axes and
 * colours can be locked.
 */
export interface RangeLocks {
  /**
   * The ranges of a figure over all epochs; null until they are known. Asking begins the search.
   * What is computed from checkpoints is searched at 24 epochs, and `drawn`, the figure at the
   * asked epoch, adds its own ranges.
   */
  of(
    run: RunData,
    visualization: Visualization,
    request: DrawRequest,
    drawn: Figure
  ): Ranges | null;
  /**
   * The ranges of a figure that is not on the screen yet: the search for them begins at once and is
   * waited for, but no longer than `patience`; after that what it found so far, `drawn` included.
   */
  soon(
    run: RunData,
    visualization: Visualization,
    request: DrawRequest,
    drawn: Figure
  ): Promise<Ranges | null>;
  /** What is known of the ranges of a figure over all epochs, without a search. */
  known(run: Seen, visualization: Visualization, request: DrawRequest): Ranges | null;
  /** Somebody works: the search waits until it has been quiet for a moment. */
  yield(): void;
  /** Forgets the ranges of a variant: its artifacts may be others now. */
  forget(variant: string): void;
  /** Ends the search. */
  close(): void;
}

/** What ranges are known by. */
type Seen = Pick<RunData, 'variant'>;

interface Entry {
  /** Null where an artifact is broken. */
  readonly byEpoch: Map<number, Ranges | null>;
  /** Over all epochs that there were when the search last ended. */
  union: Ranges | null;
  /** Who waits for the union before the figure is seen. */
  waiting: (() => void) | null;
}

interface Job {
  readonly entry: Entry;
  readonly run: RunData;
  readonly visualization: Visualization;
  readonly request: DrawRequest;
  readonly epochs: readonly number[];
  next: number;
}

/** Milliseconds without a request before the search goes on. */
const quiet = 300;
/** Milliseconds that a figure waits for its ranges before it is seen without them. */
const patience = 250;
/** Most epochs of which data is computed for the search. */
const mostComputed = 24;

/**
 * Creates the search; `onFound` is told when the ranges of a variant's figure are known or have
 * changed.
 */
export function rangeLocks(onFound: (variant: string) => void): RangeLocks {
  const entries = new Map<string, Entry>();
  // One job per figure: whoever leafs through neurons gets the ranges of the one that they stop at.
  const jobs = new Map<string, Job>();
  // What was read of an epoch is of use to the other figures of that epoch only.
  const read = new Map<string, NamedArrays>();
  let at: number | undefined;
  let quietFrom = 0;
  let isWorking = false;
  let isClosed = false;
  let wake: (() => void) | null = null;

  function pauseOrWake(milliseconds: number): Promise<unknown> {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    return Promise.race([pause(milliseconds), woken]);
  }

  async function work(): Promise<void> {
    if (isWorking) return;
    isWorking = true;
    while (jobs.size > 0 && !isClosed) {
      const urgent = [...jobs].find(([, { entry }]) => entry.waiting !== null);
      const left = urgent ? 0 : quietFrom - performance.now();
      await (left > 0 ? pauseOrWake(left) : turn());
      const next = urgent ?? leastDone();
      if (left > 0 || !next || isClosed) continue;
      const [name, job] = next;
      if (job.epochs[job.next] !== at) {
        at = job.epochs[job.next];
        read.clear();
        sweep();
      }
      await step(job);
      if (job.next < job.epochs.length || jobs.get(name) !== job) continue;
      jobs.delete(name);
      end(job.entry, job.run.variant.name);
      if (jobs.size > 0) continue;
      read.clear();
      sweep();
    }
    isWorking = false;
  }

  /**
   * Figures go through the epochs side by side, so that what several are computed from is read and
   * computed once.
   */
  function leastDone(): [string, Job] | undefined {
    let least: [string, Job] | undefined;
    for (const entry of jobs) if (!least || entry[1].next < least[1].next) least = entry;
    return least;
  }

  async function step(job: Job): Promise<void> {
    const { entry, run, visualization, request } = job;
    const epoch = job.epochs[job.next++];
    try {
      entry.byEpoch.set(
        epoch,
        rangesOf(await run.draw(visualization, { ...request, epoch, cache: read }))
      );
    } catch {
      // The figure of that epoch tells what is wrong with it when it is asked for.
      entry.byEpoch.set(epoch, null);
    }
  }

  function end(entry: Entry, variant: string): void {
    const all = [...entry.byEpoch.values()].filter((ranges) => ranges !== null);
    if (all.length === 0) return;
    const union = all.reduce(unionRanges);
    const isNews = JSON.stringify(union) !== JSON.stringify(entry.union);
    entry.union = union;
    // who waits has not shown it in other ranges
    if (entry.waiting) entry.waiting();
    else if (isNews) onFound(variant);
  }

  return {
    of(run, visualization, request, drawn) {
      const { name } = run.variant;
      const figure = figureKey(run, visualization, request);
      const key = keyOf(run, visualization, request);
      const entry = entries.get(key) ?? { byEpoch: new Map(), union: null, waiting: null };
      entries.set(key, entry);
      const isComputed = needsOf(visualization).some(({ from }) => from === 'source');
      const all = run.epochsOf(visualization);
      // While a run grows, the computed ranges grow with the epochs that are looked at.
      const wanted = !isComputed ? all : entry.union ? [] : evenly(all, mostComputed);
      const epochs = wanted.filter((epoch) => !entry.byEpoch.has(epoch));
      if (isComputed && entry.union && !entry.byEpoch.has(request.epoch)) {
        entry.byEpoch.set(request.epoch, rangesOf(drawn));
        end(entry, name);
      }
      if (epochs.length > 0 && jobs.get(figure)?.entry !== entry) {
        const halving = coarseFirst(epochs);
        jobs.set(figure, { entry, run, visualization, request, epochs: halving, next: 0 });
        this.yield();
        void work();
      }
      return entry.union;
    },
    async soon(run, visualization, request, drawn) {
      const known = this.of(run, visualization, request, drawn);
      const entry = entries.get(keyOf(run, visualization, request));
      const isSought = jobs.get(figureKey(run, visualization, request))?.entry === entry;
      if (known || !entry || !isSought) return known;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patience);
        const { waiting } = entry;
        entry.waiting = () => {
          waiting?.();
          clearTimeout(timer);
          resolve();
        };
        wake?.();
      });
      entry.waiting = null;
      if (entry.union) return entry.union;
      const found = [...entry.byEpoch.values()].filter((ranges) => ranges !== null);
      entry.union = [rangesOf(drawn), ...found].reduce(unionRanges);
      return entry.union;
    },
    known: (run, visualization, request) =>
      entries.get(keyOf(run, visualization, request))?.union ?? null,
    yield() {
      quietFrom = performance.now() + quiet;
    },
    forget(variant) {
      for (const key of entries.keys()) if (key.startsWith(`${variant}\n`)) entries.delete(key);
      for (const key of jobs.keys()) if (key.startsWith(`${variant}\n`)) jobs.delete(key);
    },
    close() {
      isClosed = true;
      jobs.clear();
    }
  };
}

function figureKey(run: Seen, visualization: Visualization, request: DrawRequest): string {
  return `${run.variant.name}\n${visualization.id} ${JSON.stringify(request.set ?? {})}`;
}

function keyOf(run: Seen, visualization: Visualization, request: DrawRequest): string {
  return `${figureKey(run, visualization, request)} ${request.neuron ?? ''}`;
}

/** The ends first, then the middles of what is between: a part of them already spans the whole. */
function coarseFirst(epochs: readonly number[]): number[] {
  const ordered = new Set<number>([epochs.length - 1, 0]);
  for (let parts = 2; ordered.size < epochs.length; parts *= 2)
    for (let i = 1; i < parts; i += 2) ordered.add(Math.round((i * (epochs.length - 1)) / parts));
  return [...ordered].map((index) => epochs[index]);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
