import { LRUCache } from 'lru-cache';
import { nearestIndex } from '../../array/statistics/nearest.ts';
import { UserError } from '../../error/user-error.ts';
import type { Figure } from '../../figure/figure.ts';
import { moved } from '../../figure/moved.ts';
import { lockRanges, type Ranges, rangesOf, unionRanges } from '../../figure/ranges.ts';
import { verbatim } from '../../figure/text.ts';
import { someAtOnce } from '../../loader/index.ts';
import { findVisualization, type Visualization } from '../../visualizations/index.ts';
import type { Alignment } from '../compare/alignments.ts';
import { alignedTitle, type Comparison, compareRuns, placeOf } from '../compare/compare-runs.ts';
import type { RangeLocks } from '../run/locked-ranges.ts';
import { missingData } from '../run/missing-data.ts';
import type { RunData } from '../run/run-data.ts';
import type { FigureRequest } from './explorer-workbench.ts';
import { figureBytes } from './figure-bytes.ts';
import type { OtherRuns } from './other-runs.ts';

/** Figures of variants beside each other, over each other and against each other. */
export interface SeveralVariants {
  /**
   * Lines of the variants of `beside` in one figure; null where they have none that go together.
   */
  over(id: string, request: FigureRequest): Figure | null | Promise<Figure | null>;
  /** The figure of one variant, in the ranges that it shares with those of `among`. */
  among(name: string, id: string, request: FigureRequest): Figure | Promise<Figure>;
  /** The stored epoch that `among` draws; null where that is not known yet. */
  epochOf(name: string, id: string, request: FigureRequest): number | null;
  /** Reads what figures of these variants need at an epoch of the open one. */
  prepare(names: readonly string[], id: string, request: FigureRequest): Promise<void>;
  /** The ranges of some figure are known better now. */
  found(): void;
  /** Forgets what was made of runs that may be others now. */
  clear(): void;
}

/** What the figures are made of. */
interface Parts {
  readonly others: OtherRuns;
  readonly search: RangeLocks;
  /** The options of a request that a visualization has. */
  readonly optionsOf: (
    visualization: Visualization,
    request: FigureRequest
  ) => Readonly<Record<string, unknown>>;
}

/** One variant's part in common ranges. */
interface Part {
  readonly run: Pick<RunData, 'variant'>;
  readonly request: FigureRequest;
  ranges: Ranges;
}

/** Common ranges of a figure of several variants. */
interface Scales {
  readonly finding: Promise<unknown>;
  parts: readonly Part[] | null;
  /** As of which news of the search. */
  version: number;
  ranges: Ranges | null;
}

const mostBytes = 12 * 2 ** 20;

/** Creates the figures of several variants. */
export function severalVariants({ others, search, optionsOf }: Parts): SeveralVariants {
  const overlaid = new LRUCache<string, { readonly figure: Figure | null }>({ max: 64 });
  const figures = new LRUCache<string, Figure>({
    ...{ max: 256, maxSize: mostBytes, sizeCalculation: figureBytes }
  });
  const scales = new LRUCache<string, Scales>({ max: 24 });
  const locked = new WeakMap<Figure, { readonly ranges: Ranges; readonly figure: Figure }>();
  let places = new WeakMap<RunData, Map<Alignment, ReturnType<typeof placeOf>>>();
  let version = 0;

  function place(run: RunData, align: Alignment) {
    const known = places.get(run) ?? new Map<Alignment, ReturnType<typeof placeOf>>();
    places.set(run, known);
    const found = known.get(align) ?? placeOf(run, align);
    known.set(align, found);
    return found;
  }

  /** The stored epoch of a run that is nearest to an epoch of another. */
  function epochIn(run: RunData, from: RunData, id: string, request: FigureRequest): number {
    const { epoch, align = 'epoch' } = request;
    const epochs = run.epochsOf(findVisualization(id));
    const [there, here] = [place(from, align), place(run, align)];
    const wanted = ((epoch - there.origin) / there.unit) * here.unit + here.origin;
    return epochs[nearestIndex(epochs, wanted)] ?? epoch;
  }

  /** The figure in its own ranges. */
  function draw(
    run: RunData,
    from: RunData,
    id: string,
    request: FigureRequest
  ): Figure | Promise<Figure> {
    const visualization = findVisualization(id);
    if (!run.canDraw(visualization)) throw missingData(run, visualization);
    const epoch = epochIn(run, from, id, request);
    const { align = 'epoch', neuron } = request;
    const set = optionsOf(visualization, request);
    const key = `${run.variant.name}\n${id} ${epoch} ${neuron} ${align} ${JSON.stringify(set)}`;
    const cached = figures.get(key);
    if (cached) return cached;
    const keep = (drawn: Figure): Figure => {
      const isOver = visualization.kind === 'run' && align !== 'epoch';
      const shown = isOver ? moved(drawn, place(run, align), alignedTitle(align)) : drawn;
      figures.set(key, shown);
      return shown;
    };
    const drawn = run.draw(visualization, { epoch, neuron, set });
    return drawn instanceof Promise ? drawn.then(keep) : keep(drawn);
  }

  function keyOf(id: string, { among, neuron, align, set }: FigureRequest): string {
    return `${id} ${neuron} ${align} ${JSON.stringify(set)} ${among?.variants.join('\n')}`;
  }

  /** The ranges of all variants together; those that cannot be drawn have none. */
  function scalesOf(id: string, request: FigureRequest): Scales {
    const key = keyOf(id, request);
    const known = scales.get(key);
    if (known) return known;
    const { variants = [], from = '' } = request.among ?? {};
    const visualization = findVisualization(id);
    const find = async () => {
      const start = await others.of(from);
      const parts = await someAtOnce(variants, async (name): Promise<Part | null> => {
        try {
          const run = await others.of(name);
          const figure = await draw(run, start, id, request);
          const epoch = epochIn(run, start, id, request);
          const own = { ...request, epoch, set: optionsOf(visualization, request) };
          if (visualization.kind === 'epoch') search.of(run, visualization, own, figure);
          // Its losses need not stay in memory.
          return { run: { variant: run.variant }, request: own, ranges: rangesOf(figure) };
        } catch (error) {
          if (error instanceof UserError) return null;
          throw error;
        }
      });
      made.parts = parts.filter((part) => part !== null);
    };
    const made: Scales = { finding: find(), parts: null, version: -1, ranges: null };
    scales.set(key, made);
    made.finding.catch(() => scales.delete(key));
    return made;
  }

  /** The ranges as far as they are known now. */
  function rangesIn(found: Scales, id: string): Ranges | null {
    if (!found.parts || found.parts.length === 0) return null;
    if (found.version === version && found.ranges) return found.ranges;
    const visualization = findVisualization(id);
    for (const part of found.parts) {
      const all = search.known(part.run, visualization, part.request);
      if (all) part.ranges = unionRanges(part.ranges, all);
    }
    const union = found.parts.map(({ ranges }) => ranges).reduce(unionRanges);
    found.version = version;
    // The same ranges stay the same object: what is drawn in them is not drawn again.
    if (JSON.stringify(union) !== JSON.stringify(found.ranges)) found.ranges = union;
    return found.ranges;
  }

  function inRanges(figure: Figure, ranges: Ranges | null): Figure {
    if (!ranges) return figure;
    const known = locked.get(figure);
    if (known?.ranges === ranges) return known.figure;
    const made = lockRanges(figure, ranges);
    locked.set(figure, { ranges, figure: made });
    return made;
  }

  return {
    over(id, request) {
      const { beside = [], align = 'epoch', seeds = 'each', against } = request;
      const visualization = findVisualization(id);
      const set = optionsOf(visualization, request);
      const how = JSON.stringify([align, seeds, against, set]);
      const key = `${id} ${beside.join('\n')} ${how}`;
      const shown = ({ figure }: { readonly figure: Figure | null }) =>
        figure && atEpochLine(figure, align === 'epoch' ? request.epoch : null);
      const known = overlaid.get(key);
      if (known) return shown(known);
      const make = async () => {
        try {
          const runs = await someAtOnce(beside, others.of);
          const comparison = { align, set, seeds, against };
          return withoutSome(await compareRuns(runs, visualization, comparison));
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          return { figure: null };
        }
      };
      return make().then((found) => {
        overlaid.set(key, found);
        return shown(found);
      });
    },
    among(name, id, request) {
      const run = others.at(name);
      const from = others.at(request.among?.from ?? '');
      const found = scalesOf(id, request);
      if (run && from && found.parts) {
        const drawn = draw(run, from, id, request);
        if (!(drawn instanceof Promise)) return inRanges(drawn, rangesIn(found, id));
      }
      const wait = async () => {
        const [own, start] = [await others.of(name), await others.of(request.among?.from ?? '')];
        await found.finding;
        return inRanges(await draw(own, start, id, request), rangesIn(found, id));
      };
      return wait();
    },
    epochOf(name, id, request) {
      const run = others.at(name);
      const from = others.at(request.among?.from ?? '');
      if (!run || !from) return null;
      try {
        return epochIn(run, from, id, request);
      } catch (error) {
        if (error instanceof UserError) return null;
        throw error;
      }
    },
    async prepare(names, id, request) {
      const from = others.at(request.among?.from ?? '');
      if (!from) return;
      const visualization = findVisualization(id);
      const set = optionsOf(visualization, request);
      const runs = names.flatMap((name) => others.at(name) ?? []);
      await Promise.allSettled(
        runs.map(async (run) => {
          const epoch = epochIn(run, from, id, request);
          await run.prepare(visualization, { epoch, neuron: request.neuron, set });
        })
      );
    },
    found() {
      version++;
    },
    clear() {
      overlaid.clear();
      figures.clear();
      scales.clear();
      places = new WeakMap();
    }
  };
}

/** A comparison whose title names the variants that are not in it. */
function withoutSome({ figure, leftOut }: Comparison): { readonly figure: Figure } {
  if (leftOut.length === 0) return { figure };
  const names = leftOut.map(({ variant, reason }) => `${variant} (${reason.message})`).join(', ');
  const text = `${figure.layout.title?.text ?? ''} · without ${verbatim(names)}`;
  return { figure: { ...figure, layout: { ...figure.layout, title: { text } } } };
}

/** A figure over epochs with the epoch cursor. */
function atEpochLine(figure: Figure, epoch: number | null): Figure {
  const { title } = figure.layout.xaxis ?? {};
  if (epoch === null || (title?.text !== 'epoch' && title?.text !== 'step')) return figure;
  const place = { xref: 'x', yref: 'paper', x0: epoch, x1: epoch, y0: 0, y1: 1 };
  const { shapes = [] } = figure.layout;
  return {
    data: figure.data,
    layout: { ...figure.layout, shapes: [...shapes, { type: 'line', name: 'cursor', ...place }] }
  };
}
