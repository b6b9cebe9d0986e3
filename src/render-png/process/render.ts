import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { UserError } from '../../error/user-error.ts';
import type { Figure } from '../../figure/figure.ts';
import { plain } from '../../figure/text.ts';
import { drawableFigure } from '../formats/figure-json.ts';
import { countColors, paletteMapper } from '../formats/gif-palette.ts';
import { writeGif } from '../formats/write-gif.ts';
import { writePdf } from '../formats/write-pdf.ts';
import { writeSvg } from '../formats/write-svg.ts';
import { withCursorHalo } from '../page/cursor-halo.ts';
import { withFont } from '../page/font.ts';
import { openPlotlyPage } from '../page/plotly-page.ts';
import { withWholeLogTicks } from '../page/whole-log-ticks.ts';
import { openRaster } from './open-raster.ts';
import type { RenderJob } from './render-job.ts';

const page = openPlotlyPage();

/**
 * Draws figures with plotly.js and returns the file's bytes; `onProgress` hears how many figures
 * are done. For the drawing process only: loading this module loads plotly.js.
 */
export async function render(
  job: RenderJob,
  onProgress: (done: number) => void
): Promise<Uint8Array> {
  if (job.format === 'gif') return animate(job, onProgress);
  await draw(job, 0);
  const bytes = await writeStill(job);
  onProgress(1);
  return bytes;
}

/** Writes what stands on the page. */
async function writeStill(job: RenderJob): Promise<Uint8Array> {
  if (job.format === 'pdf') {
    return writePdf(page.graph, { ...job, title: titleOf(job.figures[0]) ?? 'grokscope' });
  }
  const svg = writeSvg(page.graph, job);
  return job.format === 'svg' ? Buffer.from(svg) : (await openRaster()).toPng(svg, job.scale);
}

/** Draws one figure of a job onto the page. */
async function draw(job: RenderJob, index: number): Promise<void> {
  const figure = job.figures[index];
  try {
    await page.draw(drawableFigure(withFont(withWholeLogTicks(withCursorHalo(figure)))), job);
  } catch (error) {
    throw new UserError(
      `plotly cannot draw ${nameOf(figure, index, job.figures.length)}: ${(error as Error).message}`,
      'check the figure: export it with --format json'
    );
  }
}

/** While one frame is rasterised on libvips' threads, the next one is drawn. */
async function animate(job: RenderJob, onProgress: (done: number) => void): Promise<Uint8Array> {
  const raster = await openRaster();
  const colors = countColors();
  let size = { width: 0, height: 0 };
  const store = async (svg: string) => {
    const { pixels, ...drawn } = await raster.toPixels(svg, job.scale);
    size = drawn;
    colors.add(pixels);
    // Plots are mostly one colour: packed, a hundred frames fit into memory at any size.
    return pack(pixels, { level: 1 });
  };
  const stored: Promise<Buffer>[] = [];
  for (let i = 0; i < job.figures.length; i++) {
    await draw(job, i);
    await stored[i - 2];
    stored.push(store(writeSvg(page.graph, job)));
    onProgress(i + 1);
  }
  const frames = await Promise.all(stored);
  const palette = colors.palette();
  const map = paletteMapper(palette);
  const indexed = async function* () {
    for (const frame of frames) yield map(await unpack(frame));
  };
  return writeGif({ ...size, palette, delay: Math.round(100 / job.fps), frames: indexed() });
}

const pack = promisify(deflateRaw) as (bytes: Uint8Array, options: object) => Promise<Buffer>;
const unpack = promisify(inflateRaw) as (bytes: Uint8Array) => Promise<Buffer>;

function nameOf(figure: Figure, index: number, count: number): string {
  const title = titleOf(figure);
  const name = title === undefined ? 'the figure' : `the figure "${title}"`;
  return count > 1 ? `${name} (${index + 1} of ${count})` : name;
}

function titleOf({ layout }: Figure): string | undefined {
  const text = layout?.title?.text;
  return text === undefined ? undefined : plain(text);
}
