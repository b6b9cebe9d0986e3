import { LRUCache } from 'lru-cache';
import { analyzers } from '../../analyzers/index.ts';
import { UserError } from '../../error/user-error.ts';
import type { Figure } from '../../figure/figure.ts';
import { lockRanges, type Ranges } from '../../figure/ranges.ts';
import {
  type Change,
  findVariant,
  listVariants,
  resultsFolder,
  type Variant,
  watchVariant
} from '../../loader/index.ts';
import { camelCase } from '../../option/option.ts';
import { findVisualization, type Visualization } from '../../visualizations/index.ts';
import { exportRun } from '../export/export-run.ts';
import { rangeLocks } from '../run/locked-ranges.ts';
import { forgetComputed, type RunCache, type RunData, readRun } from '../run/run-data.ts';
import { throughProbe } from '../run/through-probe.ts';
import { labelOf } from '../run/variant-labels.ts';
import type {
  ExplorerWorkbench,
  FigureRequest,
  RunDescription,
  VariantEntry
} from './explorer-workbench.ts';
import { describeRun } from './run-description.ts';

interface OpenedRun {
  readonly run: RunData;
  readonly figures: LRUCache<string, Figure>;
}

const ids = analyzers.map(({ id }) => id);

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
  const listeners = new Map<string, Set<() => void>>();
  let prefetching = 0;
  const search = rangeLocks((name) => {
    open.get(name)?.figures.clear();
    for (const listener of listeners.get(name) ?? []) listener();
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
    const described = await describeRun(run);
    variants.set(variant.name, variant);
    open.set(variant.name, { run, figures: new LRUCache({ max: 64 }) });
    return described;
  }

  function opened(name: string): OpenedRun {
    const found = open.get(name);
    if (!found) throw new UserError(`variant is not open: ${name}`);
    return found;
  }

  function figure(name: string, id: string, request: FigureRequest): Figure | Promise<Figure> {
    const entry = opened(name);
    const visualization = findVisualization(id);
    const requested = { ...request, set: ownOptions(visualization, request) };
    const key = `${id} ${request.epoch} ${request.neuron} ${JSON.stringify(requested.set)}`;
    const cached = entry.figures.get(key);
    if (cached) return cached;
    // What was begun before the variant was opened anew, through other pairs perhaps, is not of its
    // ranges.
    const isSearched = () => visualization.kind === 'epoch' && open.get(name) === entry;
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

  return {
    results: folder,
    async listVariants() {
      const found = await listVariants(folder);
      for (const variant of found) variants.set(variant.name, variant);
      return found.map(
        (variant): VariantEntry => ({
          name: variant.name,
          family: variant.family,
          label: labelOf(variant),
          state: variant.state,
          turn: null
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
    figure,
    prefetch(name, figureIds, epochs, neuron) {
      const turn = ++prefetching;
      search.yield();
      const { run } = opened(name);
      const figures = figureIds.map(findVisualization);
      const read = async () => {
        for (const epoch of epochs) {
          if (turn !== prefetching) return;
          await Promise.all(figures.map((figure) => run.prepare(figure, { epoch, neuron })));
        }
      };
      void read();
    },
    async exportFigure(name, id, request, onProgress, signal) {
      const { run } = opened(name);
      const visualization = findVisualization(id);
      const epochs = request.format === 'gif' ? run.epochsOf(visualization) : [request.epoch];
      return exportRun(run, visualization, {
        format: request.format,
        epochs,
        neuron: request.neuron,
        set: ownOptions(visualization, request),
        cursor: request.cursor,
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
      const redraw = () => {
        const entry = open.get(name);
        if (entry) void describeRun(entry.run).then(onChange);
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
    async close() {
      prefetching++;
      search.close();
      for (const watcher of [...watchers]) watcher.close();
      open.clear();
    }
  };
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
