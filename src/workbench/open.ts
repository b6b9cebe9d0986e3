import {
  type AcrossOf,
  type AnalyzerId,
  type ArtifactOf,
  analyzers,
  type SummaryOf
} from '../analyzers/index.ts';
import type { NamedArrays } from '../array/tensor.ts';
import { usageError } from '../error/user-error.ts';
import type { Figure } from '../figure/figure.ts';
import {
  findVariant,
  parseEpochs,
  readAcross,
  readArtifact,
  readSummary,
  resultsFolder,
  type Variant
} from '../loader/index.ts';
import { findVisualization, type Visualization, visualizations } from '../visualizations/index.ts';
import { type AnalysisReport, type AnalyzeOptions, analyzeVariant } from './analysis/index.ts';
import { lossFacts } from './run/facts.ts';
import { missingData } from './run/missing-data.ts';
import { drawFrames, type RunData, readRun } from './run/run-data.ts';
import { throughProbe } from './run/through-probe.ts';
import { type TableRow, variantTable } from './table/variant-table.ts';

/** Where to look for a variant, and which of its pairs to look at. */
export interface OpenOptions {
  /** Results folder; GROKSCOPE_RESULTS or ./results by default. */
  readonly results?: string;
  /** Some pairs only (`a<b`), as analyzed with `--probe`. */
  readonly probe?: string;
}

/** What a figure depends on: the cursors, and its own options by their camelCase names. */
export interface FigureOptions {
  /**
   * A stored epoch; the last one by default. Figures of the whole run mark it only if it is given.
   */
  readonly epoch?: number;
  readonly neuron?: number;
  readonly [option: string]: unknown;
}

/** Which frames of a figure to draw, beside its options. */
export interface FramesOptions {
  readonly neuron?: number;
  readonly [option: string]: unknown;
  /** Epochs, or an epoch SPEC such as `all`, `0:1400:100` or `turn+-500:20`; all by default. */
  readonly epochs?: string | readonly number[];
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * A variant opened for scripts; what is read stays in memory as long as it lives. All methods
 * reject with a UserError.
 */
export interface Run {
  readonly variant: Variant;
  /** Its losses, epochs and folder listings; what `compareRuns` takes. Read anew by `analyze`. */
  readonly data: RunData;
  /** Ids of the figures that it has data for. */
  readonly figures: readonly string[];
  /** Draws a figure. */
  figure(id: string, options?: FigureOptions): Promise<Figure>;
  /** Draws a figure at several epochs with axes and colours locked: the frames of an animation. */
  frames(id: string, options?: FramesOptions): Promise<readonly Figure[]>;
  /** Returns an analyzer's arrays at one epoch, the last stored one by default. */
  artifact<I extends AnalyzerId>(analyzer: I, epoch?: number): Promise<ArtifactOf<I>>;
  /** Returns an analyzer's summary.npz: one row per epoch. */
  summary<I extends AnalyzerId>(analyzer: I): Promise<SummaryOf<I>>;
  /** Returns an analyzer's cross_epoch.npz. */
  across<I extends AnalyzerId>(analyzer: I): Promise<AcrossOf<I>>;
  /** Returns its row of the variant table: the numbers that `grokscope table` prints. */
  table(): Promise<TableRow>;
  /** Fills its gaps. */
  analyze(options?: AnalyzeOptions): Promise<AnalysisReport>;
}

/**
 * Opens a variant by path or by name: parts of the name that only one fits will do, `last` is the
 * newest. Results of the Python workbench open as well. Rejects with a UserError when there is
 * none.
 */
export async function open(nameOrPath: string, { results, probe }: OpenOptions = {}): Promise<Run> {
  const found = await findVariant(resultsFolder(results), nameOrPath);
  const variant = probe === undefined ? found : throughProbe(found, probe);
  const ids = analyzers.map(({ id }) => id);
  let data = await readRun(variant, ids);
  const find = (id: string): Visualization => {
    const figure = findVisualization(id);
    if (figure.kind === 'variants')
      throw usageError(`a figure of several variants: ${id}`, 'use compareRuns');
    if (data.canDraw(figure) && data.epochsOf(figure).length > 0) return figure;
    throw missingData(data, figure);
  };
  return {
    variant,
    get data() {
      return data;
    },
    get figures() {
      return visualizations
        .filter((figure) => figure.kind !== 'variants' && data.canDraw(figure))
        .map(({ id }) => id);
    },
    async figure(id, { epoch, neuron, ...set } = {}) {
      const figure = find(id);
      const at = epoch ?? data.epochsOf(figure).at(-1)!;
      return data.draw(figure, { epoch: at, neuron, set, cursor: epoch !== undefined });
    },
    async frames(id, { epochs = 'all', onProgress, neuron, ...set } = {}) {
      const figure = find(id);
      const { grokkedAt: turn } = lossFacts(data.losses.train, data.losses.test);
      const chosen =
        typeof epochs === 'string' ? parseEpochs(epochs, data.epochsOf(figure), { turn }) : epochs;
      return drawFrames(data, figure, chosen, { neuron, set }, onProgress);
    },
    async artifact<I extends AnalyzerId>(analyzer: I, epoch?: number) {
      const at = epoch ?? data.artifacts(analyzer).at(-1) ?? 0;
      return declared<ArtifactOf<I>>(await readArtifact(variant, analyzer, at));
    },
    async summary<I extends AnalyzerId>(analyzer: I) {
      return declared<SummaryOf<I>>(await readSummary(variant, analyzer));
    },
    async across<I extends AnalyzerId>(analyzer: I) {
      return declared<AcrossOf<I>>(await readAcross(variant, analyzer));
    },
    async table() {
      return (await variantTable([variant])).rows[0];
    },
    async analyze(options) {
      const report = await analyzeVariant(variant, options);
      data = await readRun(variant, ids);
      return report;
    }
  };
}

/**
 * Names what a file holds as its analyzer declares it. A file of another version of the analyzer
 * may lack a key: `findGaps` tells which.
 */
function declared<A>(arrays: NamedArrays): A {
  return arrays as A;
}
