import { LRUCache } from 'lru-cache';
import { analyzers } from '../../analyzers/index.ts';
import { nearestIndex } from '../../array/statistics/nearest.ts';
import { UserError } from '../../error/user-error.ts';
import type { Figure } from '../../figure/figure.ts';
import { lockRanges, type Ranges } from '../../figure/ranges.ts';
import {
  type Change,
  familiesIn,
  findVariant,
  listVariants,
  resultsFolder,
  trainedAt,
  type Variant,
  watchVariant
} from '../../loader/index.ts';
import { camelCase } from '../../option/option.ts';
import { findVisualization, type Visualization } from '../../visualizations/index.ts';
import { MissingArray } from '../../visualizations/parts/read-arrays.ts';
import { exportRun } from '../export/export-run.ts';
import { rangeLocks } from '../run/locked-ranges.ts';
import { listNeurons } from '../run/neuron-list.ts';
import { forgetComputed, type RunCache, type RunData, readRun } from '../run/run-data.ts';
import { relieve } from '../run/sweep.ts';
import { throughProbe } from '../run/through-probe.ts';
import { labelOf } from '../run/variant-labels.ts';
import { saveView } from '../views/view-files.ts';
import {
  type ExplorerWorkbench,
  type FigureRequest,
  RANGES,
  type RunDescription,
  type VariantEntry
} from './explorer-workbench.ts';
import { figureBytes } from './figure-bytes.ts';
import { otherRuns } from './other-runs.ts';
import { describeRun, panelEntry } from './run-description.ts';
import { severalVariants } from './several-variants.ts';
import { trainingPace } from './training-pace.ts';
import { variantSummary } from './variant-summary.ts';

interface OpenedRun {
  readonly run: RunData;
  readonly figures: LRUCache<string, Figure>;
  /** Figures whose arrays its files turned out to lack: they are no panels. */
  readonly absent: Map<Visualization, string>;
}

const ids = analyzers.map(({ id }) => id);

const figureCacheBytes = 6 * 2 ** 20;

/** Figures keep the artifacts alive that they are drawn from. */
function figureCache(): LRUCache<string, Figure> {
  return new LRUCache({ max: 64, maxSize: figureCacheBytes, sizeCalculation: figureBytes });
}

/**
 * Returns what the explorer works on: the variants of a results folder, read lazily and cached in
 * memory.
 */
export function explorerSource(results?: string): ExplorerWorkbench {
  const folder = resultsFolder(results);
  const open = new Map<string, OpenedRun>();
  const variants = new Map<string, Variant>();
  const openings = new Map<string, Promise<unknown>>();
  const watchers = new Set<{ close(): void }>();
  const listeners = new Map<string, Set<() => Promise<void>>>();
  const pace = trainingPace();
  let prefetching = 0;
  const search = rangeLocks((name) => {
    open.get(name)?.figures.clear();
    several.found();
    // Whoever shows another variant may show this one beside it.
    const told = open.has(name)
      ? (listeners.get(name) ?? [])
      : [...listeners.values()].flatMap((some) => [...some]);
    for (const listener of told) void listener();
  });

  /**
   * Does what opens a variant after what already does: the last one asked for decides through which
   * pairs it is seen.
   */
  function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const done = (openings.get(name) ?? Promise.resolve()).then(work);
    openings.set(
      name,
      done.catch(() => undefined)
    );
    return done;
  }

  async function reopen(
    name: string,
    probe: string | null,
    cache?: RunCache
  ): Promise<RunDescription> {
    const found = await findVariant(folder, name);
    const variant = probe === null ? found : throughProbe(found, probe);
    const run = await readRun(variant, ids, cache);
    // The same artifacts lack the same arrays.
    const absent = (cache && open.get(variant.name)?.absent) ?? new Map();
    const described = await describeRun(run, absent, familiesIn(folder));
    variants.set(variant.name, variant);
    if (open.has(variant.name)) several.clear();
    open.set(variant.name, { run, figures: figureCache(), absent });
    return described;
  }

  function opened(name: string): OpenedRun {
    const found = open.get(name);
    if (!found) throw new UserError(`variant is not open: ${name}`);
    return found;
  }

  const others = otherRuns(folder, (name) => open.get(name)?.run ?? null);
  const several = severalVariants({ others, search, optionsOf: ownOptions });

  function figure(name: string, id: string, request: FigureRequest): Figure | Promise<Figure> {
    const { beside, align, seeds, against, ...alone } = request;
    if (!beside || beside.length < 2) return figureOf(name, id, alone);
    const found = several.over(id, request);
    // Figures that have no lines to lay over each other are drawn of the open variant alone.
    if (found instanceof Promise) return found.then((made) => made ?? figureOf(name, id, alone));
    return found ?? figureOf(name, id, alone);
  }

  /** A figure of a variant that is not open, at its stored epoch nearest to the asked one. */
  async function figureElsewhere(name: string, id: string, request: FigureRequest) {
    const run = await others.of(name);
    const visualization = findVisualization(id);
    const epochs = run.epochsOf(visualization);
    const epoch = epochs[nearestIndex(epochs, request.epoch)] ?? request.epoch;
    return run.draw(visualization, { ...request, epoch, set: ownOptions(visualization, request) });
  }

  function figureOf(name: string, id: string, request: FigureRequest): Figure | Promise<Figure> {
    const entry = opened(name);
    const visualization = findVisualization(id);
    const requested = { ...request, set: ownOptions(visualization, request) };
    const isLocked = hasLockedRanges(visualization, request);
    const key = `${id} ${request.epoch} ${request.neuron} ${isLocked} ${JSON.stringify(requested.set)}`;
    const cached = entry.figures.get(key);
    if (cached) return cached;
    // What was begun before the variant was opened anew, through other pairs perhaps, is not of its
    // ranges.
    const isSearched = () => isLocked && open.get(name) === entry;
    const keep = (drawn: Figure, locks: Ranges | null): Figure => {
      const locked = locks ? lockRanges(drawn, locks) : drawn;
      entry.figures.set(key, locked);
      return locked;
    };
    search.yield();
    const drawn = entry.run.draw(visualization, requested);
    if (!(drawn instanceof Promise)) {
      const { run } = entry;
      return keep(drawn, isSearched() ? search.of(run, visualization, requested, drawn) : null);
    }
    return drawn.then(async (figure) =>
      keep(
        figure,
        isSearched() ? await search.soon(entry.run, visualization, requested, figure) : null
      )
    );
  }

  async function seenRanges(run: RunData, visualization: Visualization, request: FigureRequest) {
    const asked = { ...request, set: ownOptions(visualization, request) };
    return search.soon(run, visualization, asked, await run.draw(visualization, asked));
  }

  /** The figure; one whose arrays are missing at every epoch is no panel any more. */
  function panelFigure(name: string, id: string, request: FigureRequest) {
    if (request.among) return several.among(name, id, request);
    if (request.isElsewhere) return figureElsewhere(name, id, request);
    const entry = opened(name);
    const check = async (error: unknown): Promise<never> => {
      const isAbsent = error instanceof MissingArray && (await lacksEverywhere(entry, id, request));
      if (isAbsent && open.get(name) === entry) {
        entry.absent.set(findVisualization(id), error.message);
        for (const listener of listeners.get(name) ?? []) await listener();
      }
      throw error;
    };
    try {
      const found = figure(name, id, request);
      return found instanceof Promise ? found.catch(check) : found;
    } catch (error) {
      if (error instanceof MissingArray) return check(error);
      throw error;
    }
  }

  /** One damaged artifact is told in its panel: the first and the last epoch are asked as well. */
  async function lacksEverywhere({ run }: OpenedRun, id: string, request: FigureRequest) {
    const visualization = findVisualization(id);
    if (visualization.kind !== 'epoch') return true;
    const epochs = run.epochsOf(visualization);
    for (const epoch of [epochs[0], epochs.at(-1) ?? request.epoch]) {
      const set = ownOptions(visualization, request);
      const attempt = async () => run.draw(visualization, { ...request, set, epoch });
      const outcome = await attempt().catch((error: unknown) => error);
      if (!(outcome instanceof MissingArray)) return false;
    }
    return true;
  }

  return {
    results: folder,
    async listVariants() {
      const found = await listVariants(folder);
      others.clear();
      several.clear();
      for (const variant of found) variants.set(variant.name, variant);
      return found.map(
        (variant): VariantEntry => ({
          name: variant.name,
          family: variant.family,
          label: labelOf(variant),
          state: variant.state,
          turn: null,
          trainedAt: trainedAt(variant.path)
        })
      );
    },
    openRun(name, probe = null) {
      return inTurn(name, async () => {
        const variant = await reopen(name, probe);
        search.forget(variant.name);
        return variant;
      });
    },
    figure: panelFigure,
    epochOf: several.epochOf,
    async summarize(name) {
      return variantSummary(variants.get(name) ?? (await findVariant(folder, name)), pace);
    },
    async oddities(signal) {
      const all = await listVariants(folder);
      const { findAnomalies } = await import('../compare/anomalies.ts');
      const { variants: found } = await findAnomalies(all, all, {
        onProgress: () => signal.throwIfAborted()
      });
      const odd = found.filter(({ anomalies }) => anomalies.length > 0);
      return Object.fromEntries(
        odd.map(({ variant, anomalies }) => [variant, anomalies.map(({ sentence }) => sentence)])
      );
    },
    neurons: (name) => listNeurons(opened(name).run.variant, 'index'),
    prefetch(name, asked, epochs) {
      const turn = ++prefetching;
      search.yield();
      const { run } = opened(name);
      const besides = asked.filter(({ request }) => request.among);
      const alone = asked.filter(({ request }) => !request.among);
      const figures = alone.map(({ id, request }) => {
        const visualization = findVisualization(id);
        return { visualization, ...request, set: ownOptions(visualization, request) };
      });
      const read = async () => {
        for (const epoch of epochs) {
          if (turn !== prefetching) return;
          await Promise.all(
            figures.map(({ visualization, neuron, set }) =>
              run.prepare(visualization, { epoch, neuron, set })
            )
          );
          for (const { id, request } of besides)
            await several.prepare(request.among?.variants ?? [], id, { ...request, epoch });
          relieve();
        }
      };
      void read();
    },
    async exportFigure(name, id, request, onProgress, signal) {
      const { run } = opened(name);
      const visualization = findVisualization(id);
      const isGif = request.format === 'gif';
      const epochs = isGif ? run.epochsOf(visualization) : [request.epoch];
      const isLocked = hasLockedRanges(visualization, request);
      // One epoch has the ranges that are seen.
      const locks = isLocked && !isGif ? await seenRanges(run, visualization, request) : null;
      return exportRun(run, visualization, {
        format: request.format,
        epochs,
        neuron: request.neuron,
        set: ownOptions(visualization, request),
        cursor: request.cursor,
        ranges: locks ?? (isLocked ? 'locked' : 'per frame'),
        results: folder,
        onProgress,
        signal
      });
    },
    watch(name, onChange) {
      const variant = open.get(name)?.run.variant ?? variants.get(name);
      if (!variant) return { close() {} };
      const refresh = (changes: readonly Change[]) => {
        inTurn(name, () => {
          const { variant: seen, cache } = open.get(name)?.run ?? {};
          const cached = changes.includes('artifacts') ? undefined : cache;
          if (cached && changes.includes('checkpoints')) forgetComputed(cached);
          return reopen(name, seen?.probe?.text ?? null, cached);
        }).then(onChange, () => {
          // The folder may be half written or gone for a moment; the next change tries again.
        });
      };
      const redraw = async () => {
        const entry = open.get(name);
        if (entry) onChange(await describeRun(entry.run, entry.absent, familiesIn(folder)));
      };
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(redraw));
      const watcher = watchVariant(variant, refresh);
      const closing = {
        close() {
          watcher.close();
          set.delete(redraw);
          watchers.delete(closing);
        }
      };
      watchers.add(closing);
      return closing;
    },
    panelOf: (id) => panelEntry(findVisualization(id)),
    saveView: (name, view, isForced) => saveView(folder, name, view, isForced),
    async close() {
      prefetching++;
      search.close();
      for (const watcher of [...watchers]) watcher.close();
      open.clear();
    }
  };
}

function hasLockedRanges({ kind }: Visualization, { set }: FigureRequest): boolean {
  return kind === 'epoch' && set?.[RANGES] !== 'per_frame';
}

/**
 * The options of a request that the visualization has: the explorer's input concerns traces alone.
 */
function ownOptions(
  { options }: Visualization,
  { set = {} }: FigureRequest
): Readonly<Record<string, unknown>> {
  const isOwn = ([name]: readonly [string, unknown]) => Object.hasOwn(options, camelCase(name));
  return Object.fromEntries(Object.entries(set).filter(isOwn));
}
