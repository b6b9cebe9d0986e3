import { join } from 'node:path';
import type { Figure } from '../../figure/figure.ts';
import { lockRanges, type Ranges } from '../../figure/ranges.ts';
import { resultsFolder, writeAtomic } from '../../loader/index.ts';
import { camelCase, snakeCase } from '../../option/option.ts';
import { type Exporter, type ExportFormat, exportFigure } from '../../render-png/index.ts';
import { shortened } from '../../text/shortened.ts';
import { findVisualization } from '../../visualizations/index.ts';
import type { Visualization } from '../../visualizations/visualization.ts';
import { drawFrames, type RunData } from '../run/run-data.ts';

/** What to write and how large. Sizes are in CSS pixels, `scale` in pixels per CSS pixel. */
export interface RunExport {
  readonly format: ExportFormat;
  readonly epochs: readonly number[];
  readonly neuron?: number;
  readonly set?: Readonly<Record<string, unknown>>;
  /** False for a figure of the whole run without an epoch cursor; frames always have it. */
  readonly cursor?: boolean;
  /**
   * Axes and colours: `locked` (the default) gives the frames of an animation the same, `per frame`
   * each its own; ranges given are those of one epoch's figure.
   */
  readonly ranges?: Ranges | 'locked' | 'per frame';
  readonly results?: string;
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  readonly fps?: number;
  /** A drawing process to use; one is started and ended otherwise. */
  readonly exporter?: Exporter;
  readonly onProgress?: (done: number, total: number, text?: string) => void;
  readonly signal?: AbortSignal;
}

/**
 * Draws a visualization at some epochs and writes it to
 * `{results}/exports/{variant}__{figure}….{format}`, in place of the export of that name; resolves
 * to the absolute path. The file appears only when it is complete.
 */
export async function exportRun(
  run: RunData,
  visualization: Visualization,
  requested: RunExport
): Promise<string> {
  const bytes = await drawExport(run, visualization, requested);
  const path = join(exportsFolder(requested.results), exportName(run, visualization, requested));
  await writeAtomic(path, bytes);
  return path;
}

/** Returns the absolute path of the folder that exports without a path go to. */
export function exportsFolder(results: string | undefined): string {
  return join(resultsFolder(results), 'exports');
}

/**
 * Draws a visualization at some epochs and returns the bytes of the file. Several epochs become
 * frames with locked axes and colours. Rejects with a UserError, or the signal's reason.
 */
export async function drawExport(
  run: RunData,
  visualization: Visualization,
  requested: RunExport
): Promise<Uint8Array> {
  const { format, epochs, onProgress, signal } = requested;
  const figures = await drawAll(run, visualization, requested);
  const draw = requested.exporter ? requested.exporter.export : exportFigure;
  const bytes = await draw(figures, {
    format,
    ...sizeOf(format, requested),
    fps: requested.fps ?? 5,
    labels: epochs.map(String),
    onProgress,
    signal
  });
  signal?.throwIfAborted();
  return bytes;
}

/** The figures of an export, in the ranges that were asked for. */
async function drawAll(
  run: RunData,
  visualization: Visualization,
  { epochs, neuron, set = {}, cursor, ranges = 'locked', signal }: RunExport
): Promise<readonly Figure[]> {
  if (epochs.length > 1)
    return drawFrames(
      run,
      visualization,
      epochs,
      { neuron, set },
      () => signal?.throwIfAborted(),
      ranges !== 'per frame'
    );
  const drawn = await run.draw(visualization, { epoch: epochs[0] as number, neuron, set, cursor });
  return [typeof ranges === 'string' ? drawn : lockRanges(drawn, ranges)];
}

/** A GIF is small, a page fills its window, everything else has the size of a figure on paper. */
function sizeOf(format: ExportFormat, { width, height, scale }: RunExport) {
  if (format === 'html') return { width, height };
  if (format === 'gif') return { width: width ?? 900, height: height ?? 500, scale: scale ?? 1 };
  return { width: width ?? 1200, height: height ?? 800, scale: scale ?? 2 };
}

/**
 * Returns the default file name:
 * `{variant}__{figure}[__probe_…][__epoch{NNNNN}][__{key}_{value}…].{format}`; the keys are the
 * options that were set, or that a preset of the figure sets; the neuron or probe under the cursor
 * is named where the figure depends on it.
 */
export function exportName(
  run: RunData,
  visualization: Visualization,
  requested: RunExport
): string {
  const { format, epochs, neuron, set = {} } = requested;
  const settings = {
    ...presetOf(visualization),
    ...(neuron === undefined ? {} : cursorOf(visualization, neuron)),
    ...Object.fromEntries(Object.entries(set).map(([key, value]) => [camelCase(key), value]))
  };
  const { name, probe } = run.variant;
  const parts = [name, visualization.id, ...(probe ? [probe.id] : [])];
  const [epoch] = epochs;
  if (epochs.length === 1 && epoch !== undefined && visualization.kind === 'epoch')
    parts.push(`epoch${String(epoch).padStart(5, '0')}`);
  for (const [key, value] of Object.entries(settings))
    parts.push(`${snakeCase(key)}_${shortened(String(value), 60)}`);
  if (requested.ranges === 'per frame' && visualization.kind === 'epoch') parts.push('per_frame');
  return `${parts.join('__').replace(/[^\w.+-]/g, '-')}.${format}`;
}

/** The defaults of a visualization that are not those of its declaration. */
function presetOf({ id, options }: Visualization): Readonly<Record<string, unknown>> {
  const declared = findVisualization(id).options;
  const values = Object.entries(options).map(([name, spec]) => [name, spec.default] as const);
  return Object.fromEntries(values.filter(([name, value]) => value !== declared[name]?.default));
}

/** The neuron under the cursor, by the names of the options that take it. */
function cursorOf({ options }: Visualization, neuron: number): Readonly<Record<string, number>> {
  const names = Object.keys(options).filter((name) => options[name]?.context === 'neuron');
  return Object.fromEntries(names.map((name) => [name, neuron]));
}

/** Returns true where the figure depends on the neuron under the cursor. */
export function usesNeuron({ options }: Visualization): boolean {
  return Object.values(options).some((option) => option.context === 'neuron');
}
