import { LRUCache } from 'lru-cache';
import type { NamedArrays } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import type { Figure } from '../../figure/figure.ts';
import { lockRanges, type Ranges, rangesOf, unionRanges } from '../../figure/ranges.ts';
import {
  analysisCommand,
  artifactEpochs,
  checkpointEpochs,
  hasAcross,
  hasLosses,
  hasSummary,
  type Losses,
  loggedSteps,
  nearestTo,
  readAcross,
  readLosses,
  readProvenance,
  readSummary,
  type Variant
} from '../../loader/index.ts';
import { layerCount } from '../../model/index.ts';
import { resolveOptions } from '../../option/option.ts';
import type {
  DataOf,
  More,
  Need,
  Needs,
  Visualization
} from '../../visualizations/visualization.ts';
import { isSingle, needsOf } from '../../visualizations/visualization.ts';
import { absentArray } from './absent-array.ts';
import { contextOf, dataPlace } from './context-of.ts';
import { isOfLayer, withLayerTitle } from './layer-title.ts';
import { modelOf } from './model-of.ts';
import { withProbeTitle } from './probe-title.ts';
import { findSource, type Source } from './sources/index.ts';
import { storedArtifact } from './stored-artifact.ts';
import { lackOf } from './suited.ts';

/** What a figure depends on besides the run: the shared cursors and the options that were set. */
export interface DrawRequest {
  readonly epoch: number;
  readonly neuron?: number;
  readonly set?: Readonly<Record<string, unknown>>;
  /** False for figures of the whole run without an epoch cursor. */
  readonly cursor?: boolean;
  /** Where to keep what is read, in place of the run's own cache. */
  readonly cache?: RunCache;
}

/** What data depends on besides the run. */
export interface ReadRequest {
  readonly epoch: number;
  readonly neuron?: number;
  /** The options of the figure that it is for, resolved; needed by sources. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Where to keep what is read, in place of the run's own cache. */
  readonly cache?: RunCache;
}

type Maybe<T> = T | Promise<T>;

/**
 * A variant with what is read of it cached in memory, so that drawing the same data twice reads
 * nothing.
 */
export interface RunData {
  readonly variant: Variant;
  /** Epochs of the checkpoints, ascending. */
  readonly checkpoints: readonly number[];
  /** Checkpoints and artifacts together, ascending: what an epoch cursor moves over. */
  readonly epochs: readonly number[];
  readonly losses: Losses;
  /** What was read, by need; a run that is opened again may start from it. */
  readonly cache: RunCache;
  /** Epochs of an analyzer's artifacts, ascending. */
  artifacts(analyzer: string): readonly number[];
  /** True where every need of the visualization has data at some epoch. */
  canDraw(visualization: Visualization): boolean;
  /**
   * Epochs at which the visualization can be drawn, ascending; all epochs for one that is about the
   * run.
   */
  epochsOf(visualization: Visualization): readonly number[];
  /**
   * The data of one need; at once when it is in memory. Throws or rejects with a UserError where it
   * is missing.
   */
  read(need: Need, request: ReadRequest): Maybe<NamedArrays>;
  /**
   * Reads what a figure needs, so that it is drawn at once; what is missing is told when it is
   * drawn.
   */
  prepare(visualization: Visualization, request: DrawRequest): Promise<void>;
  /** The figure; at once when its data is in memory. */
  draw(visualization: Visualization, request: DrawRequest): Maybe<Figure>;
  /** The axis and colour ranges over all epochs of the visualization, for honest animation. */
  ranges(visualization: Visualization, request: DrawRequest): Promise<Ranges>;
}

/** Arrays in memory, the least used dropped first. */
export interface RunCache {
  get(key: string): NamedArrays | undefined;
  set(key: string, arrays: NamedArrays): unknown;
  delete(key: string): boolean;
  keys(): Iterable<string>;
}

const cacheBytes = 16 * 2 ** 20;

/** Opens a variant for drawing. Reads losses and folder listings; artifacts are read on demand. */
export async function readRun(
  variant: Variant,
  analyzers: readonly string[],
  cache: RunCache = emptyCache()
): Promise<RunData> {
  const [checkpoints, { losses, damage }, ...found] = await Promise.all([
    checkpointEpochs(variant),
    lossesOf(variant),
    ...analyzers.map(async (id) => ({
      id,
      epochs: await artifactEpochs(variant, id),
      summary: await hasSummary(variant, id),
      across: await hasAcross(variant, id)
    }))
  ]);
  const provenance = layerCount(variant.config) > 1 ? await readProvenance(variant) : {};
  const byAnalyzer = new Map(found.map((entry) => [entry.id, entry]));
  const logged = variant.log === undefined ? [] : await loggedSteps(variant);
  const epochs = [
    ...new Set([...checkpoints, ...logged, ...found.flatMap((entry) => entry.epochs)])
  ].sort((a, b) => a - b);
  const pending = new Map<string, Promise<NamedArrays>>();
  const drawable = new WeakMap<Visualization, readonly number[]>();
  const lossArrays: NamedArrays = {
    train_losses: { dtype: 'float64', shape: [losses.train.length], data: losses.train },
    test_losses: { dtype: 'float64', shape: [losses.test.length], data: losses.test },
    checkpoint_epochs: {
      dtype: 'int32',
      shape: [checkpoints.length],
      data: Int32Array.from(checkpoints)
    }
  };

  /** Of a model that is not known, drawing says why. */
  function hasWeights(names: readonly string[] = []): boolean {
    try {
      const { weights } = modelOf(variant);
      return names.every((name) => weights.some((weight) => weight.name === name));
    } catch {
      return true;
    }
  }

  function hasSource(source: Source): boolean {
    const isSuited = lackOf(source, variant) === null;
    const isThere = checkpoints.length > 0 || source.structure === 'log';
    return isThere && isSuited && hasWeights(source.weights);
  }

  function has(need: Need): boolean {
    switch (need.from) {
      case 'losses':
        return losses.train.length > 0 || damage !== null;
      case 'source':
        return hasSource(findSource(need.source));
      case 'epoch':
        return (byAnalyzer.get(need.analyzer)?.epochs.length ?? 0) > 0;
      case 'summary':
        return byAnalyzer.get(need.analyzer)?.summary ?? false;
      case 'across':
        return (
          (byAnalyzer.get(need.analyzer)?.across ?? false) &&
          absentArray(need, variant.config) === null
        );
    }
  }

  function load(
    need: Exclude<Need, { readonly from: 'losses' }>,
    { epoch, neuron = 0, options }: ReadRequest
  ): Promise<NamedArrays> {
    switch (need.from) {
      case 'source':
        return findSource(need.source).load(variant, { epoch, neuron, options });
      case 'epoch':
        if (!byAnalyzer.get(need.analyzer)?.epochs.includes(epoch)) {
          const nearest = nearestTo(epoch, byAnalyzer.get(need.analyzer)?.epochs ?? []);
          throw new UserError(
            `missing artifact: ${need.analyzer} at epoch ${epoch}`,
            `${nearest && `nearest: ${nearest}; or `}run: ${analysisCommand(variant)} --analyzer ${need.analyzer} --epochs ${epoch}`
          );
        }
        return storedArtifact(variant, need.analyzer, epoch);
      case 'summary':
        return readSummary(variant, need.analyzer);
      case 'across':
        return readAcross(variant, need.analyzer);
    }
  }

  function read(need: Need, request: ReadRequest): Maybe<NamedArrays> {
    if (need.from === 'losses') {
      if (damage) throw damage;
      return lossArrays;
    }
    const key = cacheKey(need, request);
    const own = request.cache ?? cache;
    const cached = own.get(key) ?? cache.get(key);
    if (cached) return cached;
    const begun = pending.get(key);
    if (begun) return begun;
    const reading = load(need, request)
      .then((arrays) => {
        own.set(key, arrays);
        return arrays;
      })
      .finally(() => pending.delete(key));
    pending.set(key, reading);
    return reading;
  }

  function optionsOf(visualization: Visualization, request: DrawRequest) {
    const context = {
      ...contextOf(variant),
      epoch: visualization.kind === 'run' && request.cursor === false ? undefined : request.epoch,
      neuron: request.neuron
    };
    return resolveOptions(visualization.options, request.set ?? {}, context);
  }

  async function prepare(visualization: Visualization, request: DrawRequest): Promise<void> {
    const options = optionsOf(visualization, request);
    const { epoch, neuron } = dataPlace(request, options);
    const attempts = needsOf(visualization).map(async (need) =>
      read(need, { epoch, neuron, options })
    );
    await Promise.allSettled([...attempts, readMore(visualization, { epoch, neuron, options })]);
  }

  /** What there is of what a figure says more by; without it the figure says less. */
  function readMore(visualization: Visualization, request: ReadRequest): Maybe<More> {
    const found: Record<string, NamedArrays> = {};
    const pending: Promise<void>[] = [];
    for (const [name, need] of Object.entries(visualization.also ?? {})) {
      const isThere =
        has(need) &&
        (need.from !== 'epoch' || byAnalyzer.get(need.analyzer)?.epochs.includes(request.epoch));
      if (!isThere || !isOfLayer(need, visualization, variant, provenance)) continue;
      const added = then(read(need, request), (arrays) => {
        found[name] = arrays;
      });
      if (added) pending.push(added.catch(() => {}));
    }
    return pending.length === 0 ? found : Promise.all(pending).then(() => found);
  }

  function draw(visualization: Visualization, request: DrawRequest): Maybe<Figure> {
    const { needs } = visualization;
    const options = optionsOf(visualization, request);
    const { epoch, neuron } = dataPlace(request, options);
    const { cache: own } = request;
    const asked = { epoch, neuron, options, cache: own };
    const titled = (data: DataOf<Needs>, more?: More) =>
      withLayerTitle(
        withProbeTitle(visualization.figure(data, options, more), variant, visualization),
        variant,
        visualization,
        provenance
      );
    const finish = (data: DataOf<Needs>) =>
      then(readMore(visualization, asked), (more) => titled(data, more));
    const data = (need: Need) => read(need, asked);
    if (isSingle(needs)) return then(data(needs), finish);
    const named: Record<string, NamedArrays> = {};
    const pending: Promise<void>[] = [];
    for (const [name, need] of Object.entries(needs)) {
      const added = then(data(need), (arrays) => {
        named[name] = arrays;
      });
      if (added) pending.push(added);
    }
    return pending.length === 0 ? finish(named) : Promise.all(pending).then(() => finish(named));
  }

  function epochsOf(visualization: Visualization): readonly number[] {
    if (visualization.kind !== 'epoch') return epochs;
    const known = drawable.get(visualization);
    if (known) return known;
    const lists = needsOf(visualization).flatMap((need) => {
      if (need.from === 'epoch') return [new Set(byAnalyzer.get(need.analyzer)?.epochs)];
      return need.from === 'source' ? [new Set(checkpoints)] : [];
    });
    const found = epochs.filter((epoch) => lists.every((list) => list.has(epoch)));
    drawable.set(visualization, found);
    return found;
  }

  async function ranges(visualization: Visualization, request: DrawRequest): Promise<Ranges> {
    let all: Ranges | null = null;
    for (const epoch of epochsOf(visualization)) {
      const one = rangesOf(await draw(visualization, { ...request, epoch }));
      all = all ? unionRanges(all, one) : one;
    }
    return all ?? rangesOf({ data: [], layout: {} });
  }

  return {
    variant,
    checkpoints,
    epochs,
    losses,
    cache,
    artifacts: (analyzer) => byAnalyzer.get(analyzer)?.epochs ?? [],
    canDraw: (visualization) => needsOf(visualization).every(has),
    epochsOf,
    read,
    prepare,
    draw,
    ranges
  };
}

/**
 * Returns the figures of a visualization at the given epochs, axes and colours locked to the same
 * ranges, unless each is to have its own.
 */
export async function drawFrames(
  run: RunData,
  visualization: Visualization,
  epochs: readonly number[],
  request: Omit<DrawRequest, 'epoch'>,
  onProgress?: (done: number, total: number) => void,
  isLocked = true
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const epoch of epochs) {
    figures.push(await run.draw(visualization, { ...request, epoch }));
    onProgress?.(figures.length, epochs.length);
  }
  if (figures.length === 0 || !isLocked) return figures;
  const ranges = figures.map(rangesOf).reduce(unionRanges);
  return figures.map((figure) => lockRanges(figure, ranges));
}

/**
 * Drops what was computed from checkpoints: which ones a figure is of may depend on those that
 * there are.
 */
export function forgetComputed(cache: RunCache): void {
  for (const key of [...cache.keys()]) if (key.startsWith('source ')) cache.delete(key);
}

function emptyCache(): RunCache {
  return new LRUCache({
    maxSize: cacheBytes,
    sizeCalculation: (arrays) =>
      1 + Object.values(arrays).reduce((sum, { data }) => sum + data.byteLength, 0)
  });
}

/**
 * An untrained variant has no losses; damaged ones are told where they are drawn, and the rest
 * stays usable.
 */
async function lossesOf(
  variant: Variant
): Promise<{ readonly losses: Losses; readonly damage: UserError | null }> {
  const none = { train: new Float64Array(0), test: new Float64Array(0) };
  if (!hasLosses(variant)) return { losses: none, damage: null };
  try {
    return { losses: await readLosses(variant), damage: null };
  } catch (error) {
    if (error instanceof UserError) return { losses: none, damage: error };
    throw error;
  }
}

function then<T, R>(value: Maybe<T>, next: (value: T) => Maybe<R>): Maybe<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

function cacheKey(
  need: Exclude<Need, { readonly from: 'losses' }>,
  { epoch, neuron = 0, options }: ReadRequest
): string {
  switch (need.from) {
    case 'source':
      return `source ${need.source} ${findSource(need.source).keyOf({ epoch, neuron, options })}`;
    case 'epoch':
      return `epoch ${need.analyzer} ${epoch}`;
    case 'summary':
    case 'across':
      return `${need.from} ${need.analyzer}`;
  }
}
