import { cpus } from 'node:os';
import { LRUCache } from 'lru-cache';
import { analyzers } from '../analyzers/index.ts';
import { UserError } from '../error/user-error.ts';
import type { Figure } from '../figure/figure.ts';
import { lockRanges } from '../figure/ranges.ts';
import {
  type Change,
  findVariant,
  listVariants,
  resultsFolder,
  type Variant,
  watchVariant
} from '../loader/index.ts';
import { camelCase } from '../option/option.ts';
import { findVisualization, type Visualization } from '../visualizations/index.ts';
import type {
  ExplorerWorkbench,
  FigureRequest,
  OpenVariant,
  VariantEntry
} from './explorer-workbench.ts';
import { exportRun } from './export-run.ts';
import { rangeLocks } from './locked-ranges.ts';
import { needsOf } from './needs.ts';
import { openRun, type Run, type RunCache } from './open-run.ts';
import { describeRun, labelOf } from './run-description.ts';
import { throughProbe } from './through-probe.ts';

interface Open {
  readonly run: Run;
  readonly figures: LRUCache<string, Figure>;
}

const ids = analyzers.map(({ id }) => id);

/** Returns what the explorer works on: the variants of a results folder, read lazily and kept in memory. */
export function explorerSource(results?: string): ExplorerWorkbench {
  const folder = resultsFolder(results);
  const open = new Map<string, Open>();
  const variants = new Map<string, Variant>();
  const probes = new Map<string, string>();
  const watchers = new Set<{ close(): void }>();
  const listeners = new Map<string, Set<() => void>>();
  let prefetching = 0;
  const search = rangeLocks((name) => {
    open.get(name)?.figures.clear();
    for (const listener of listeners.get(name) ?? []) listener();
  });

  async function locate(name: string): Promise<Variant> {
    const found = await findVariant(folder, name);
    const probe = probes.get(name);
    const variant = probe === undefined ? found : throughProbe(found, probe);
    variants.set(variant.name, variant);
    return variant;
  }

  async function reopen(name: string, cache?: RunCache): Promise<OpenVariant> {
    const variant = await locate(name);
    const run = await openRun(variant, ids, cache);
    open.set(variant.name, { run, figures: new LRUCache({ max: 64 }) });
    return describeRun(run);
  }

  function opened(name: string): Open {
    const found = open.get(name);
    if (!found) throw new UserError(`variant is not open: ${name}`);
    return found;
  }

  function figure(name: string, id: string, request: FigureRequest): Figure | Promise<Figure> {
    const entry = opened(name);
    const visualization = findVisualization(id);
    const asked = { ...request, set: ownOptions(visualization, request) };
    const key = `${id} ${request.epoch} ${request.neuron} ${JSON.stringify(asked.set)}`;
    const kept = entry.figures.get(key);
    if (kept) return kept;
    const keep = (drawn: Figure): Figure => {
      const locks =
        visualization.kind === 'epoch' ? search.of(entry.run, visualization, asked, drawn) : null;
      const locked = locks ? lockRanges(drawn, locks) : drawn;
      entry.figures.set(key, locked);
      return locked;
    };
    search.yield();
    const drawn = entry.run.draw(visualization, asked);
    return drawn instanceof Promise ? drawn.then(keep) : keep(drawn);
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
    async openVariant(name, probe = null) {
      const before = probes.get(name);
      if (probe === null) probes.delete(name);
      else probes.set(name, probe);
      try {
        const variant = await reopen(name);
        search.forget(name);
        return variant;
      } catch (error) {
        if (before === undefined) probes.delete(name);
        else probes.set(name, before);
        throw error;
      }
    },
    figure,
    prefetch(name, figureIds, epochs, neuron) {
      const turn = ++prefetching;
      search.yield();
      const { run } = opened(name);
      const needs = figureIds.flatMap((id) => needsOf(findVisualization(id)));
      const read = async () => {
        for (const epoch of epochs) {
          if (turn !== prefetching) return;
          await Promise.all(
            needs.map(async (need) => {
              try {
                await run.read(need, { epoch, neuron });
              } catch {
                // A missing artifact is reported when its figure is asked for.
              }
            })
          );
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
      const variant = variants.get(name);
      if (!variant) return { close() {} };
      const refresh = (changes: readonly Change[]) => {
        const kept = changes.includes('artifacts') ? undefined : open.get(name)?.run.cache;
        reopen(name, kept).then(onChange, () => {
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

/** Returns the default device line of the explorer: `cpu · 2 threads`. */
export function deviceLine(): string {
  const threads = cpus().length;
  return `cpu · ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

/** The options of a request that the visualization has: the explorer's input concerns traces alone. */
function ownOptions(
  { options }: Visualization,
  { set = {} }: FigureRequest
): Readonly<Record<string, unknown>> {
  const isOwn = ([name]: readonly [string, unknown]) => Object.hasOwn(options, camelCase(name));
  return Object.fromEntries(Object.entries(set).filter(isOwn));
}
