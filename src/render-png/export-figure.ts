import { UserError, usageError } from '../error/user-error.ts';
import type { Figure } from '../figure/figure.ts';
import { figureJson } from '../figure/json.ts';
import { selfContained } from './formats/self-contained.ts';
import { writeHtml } from './formats/write-html.ts';
import type { DrawnFormat, RenderJob } from './process/render-job.ts';
import { type Rendering, startRendering } from './process/render-process.ts';

/** The formats a figure can be exported to. */
export const exportFormats = ['png', 'svg', 'pdf', 'gif', 'html', 'json'] as const;

/** One of the formats. */
export type ExportFormat = (typeof exportFormats)[number];

/** How figures are exported. Sizes in px of the figure; a PNG or GIF has `scale` pixels per px. */
export interface ExportOptions {
  readonly format: ExportFormat;
  /**
   * 50 to 10000; default: the figure's own, else 1200. HTML fills the window where neither is
   * given.
   */
  readonly width?: number | undefined;
  /** 50 to 10000; default: the figure's own, else 800. */
  readonly height?: number | undefined;
  /** 0.1 to 10; default 2, for GIF 1. */
  readonly scale?: number | undefined;
  /** Frames per second of a GIF or of HTML that plays, 0.02 to 50; default 5. */
  readonly fps?: number | undefined;
  /** What each figure is called on the slider of HTML with several, for example its epoch. */
  readonly labels?: readonly string[] | undefined;
  /** Hears how many of the figures are drawn. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Stops the drawing; the promise then rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Exports pictures one after the other, in the order in which they are asked for, with one drawing
 * process, which takes about a second to start. A picture that fails or is stopped does not touch
 * the others.
 */
export interface Exporter {
  export(figure: Figure | readonly Figure[], options: ExportOptions): Promise<Uint8Array>;
  /**
   * Ends the drawing process; exports under way and waiting reject with a UserError. A later one
   * starts another.
   */
  close(): void;
}

/**
 * Returns a figure as the bytes of a file: png, svg, pdf and gif drawn by plotly.js in a process
 * that ends afterwards, html and json written at once. Several figures become the frames of a gif,
 * a page with a slider, or a list. Axes and colours of frames are the caller's to lock. A figure
 * that cannot be drawn or an option out of range is a UserError.
 */
export async function exportFigure(
  figure: Figure | readonly Figure[],
  options: ExportOptions
): Promise<Uint8Array> {
  const exporter = openExporter();
  try {
    return await exporter.export(figure, options);
  } finally {
    exporter.close();
  }
}

/** Returns an exporter; its drawing process starts with the first picture that needs it. */
export function openExporter(): Exporter {
  let drawing: Rendering | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let closings = 0;
  const end = () => {
    drawing?.close();
    drawing = undefined;
  };
  const drawn = async (
    job: RenderJob,
    onProgress: (done: number) => void,
    signal: AbortSignal | undefined
  ) => {
    signal?.throwIfAborted();
    drawing ??= startRendering();
    try {
      return await drawing.render(job, onProgress, signal);
    } catch (error) {
      end();
      throw error;
    }
  };
  return {
    async export(figure, options) {
      const figures: readonly Figure[] = Array.isArray(figure) ? figure : [figure as Figure];
      const { format, labels, onProgress, signal } = options;
      signal?.throwIfAborted();
      if (figures.length === 0)
        throw usageError('no figure to export', 'choose at least one epoch');
      const { width, height, scale, fps } = checkedSize(figures[0], options);
      if (format === 'json') return Buffer.from(jsonOf(figures));
      const own = figures.map(selfContained);
      if (format === 'html') {
        const { layout } = own[0];
        const fixed = {
          width: options.width ?? layout.width,
          height: options.height ?? layout.height
        };
        return writeHtml(own, { ...fixed, fps, labels });
      }
      if (figures.length > 1 && format !== 'gif') {
        throw usageError(
          `one figure per file in this format: ${format}`,
          'use gif or html for several'
        );
      }
      const kind = format satisfies DrawnFormat;
      const job = { figures: own, format: kind, width, height, scale, fps };
      const progress = (done: number) => onProgress?.(done, figures.length);
      const requested = closings;
      const picture = last.then(() => {
        if (requested !== closings) throw new UserError('drawing stopped: the exporter was closed');
        return drawn(job, progress, signal);
      });
      last = picture.catch(() => {});
      return orAborted(picture, signal);
    },
    close() {
      closings++;
      end();
    }
  };
}

/**
 * The promise, or a rejection with the signal's reason as soon as it fires, though others are still
 * drawn before.
 */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function jsonOf(figures: readonly Figure[]): string {
  const texts = figures.map(figureJson);
  return texts.length === 1 ? `${texts[0]}\n` : `[\n${texts.join(',\n')}\n]\n`;
}

function checkedSize({ layout }: Figure, options: ExportOptions) {
  if (!exportFormats.includes(options.format)) {
    throw usageError(`unknown format: ${options.format}`, `use one of ${exportFormats.join(', ')}`);
  }
  const width = inRange('width', options.width ?? layout.width ?? 1200, 50, 10_000);
  const height = inRange('height', options.height ?? layout.height ?? 800, 50, 10_000);
  const scale = inRange('scale', options.scale ?? (options.format === 'gif' ? 1 : 2), 0.1, 10);
  const fps = inRange('fps', options.fps ?? 5, 0.02, 50);
  const pixels = width * height * scale * scale;
  const isTooLong = options.format === 'gif' && Math.max(width, height) * scale > 65_535;
  if (pixels > 250e6 || isTooLong) {
    throw usageError(
      `picture too large: ${Math.round(width * scale)} × ${Math.round(height * scale)} pixels`,
      'use a smaller --width, --height or --scale'
    );
  }
  return { width, height, scale, fps };
}

function inRange(name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw usageError(`${name} out of range: ${value}`, `use ${least} to ${most}`);
}
