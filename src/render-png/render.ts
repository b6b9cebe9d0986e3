import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { UserError } from '../error/user-error.ts';
import type { Figure } from '../figure/figure.ts';
import { drawableFigure } from './figure-json.ts';
import { fontconfig, withFont } from './font.ts';
import { countColors, paletteMapper } from './gif-palette.ts';
import { openPlotlyPage } from './plotly-page.ts';
import type { RenderJob } from './render-job.ts';
import { writeGif } from './write-gif.ts';
import { writeSvg } from './write-svg.ts';

const page = openPlotlyPage();
let raster: ReturnType<typeof openRaster> | undefined;

/**
 * Draws figures with plotly.js and returns the file's bytes; `onProgress` hears how many figures are done.
 * For the drawing process only: loading this module loads plotly.js.
 */
export async function render(
  job: RenderJob,
  onProgress: (done: number) => void
): Promise<Uint8Array> {
  if (job.format === 'svg') {
    const svg = await draw(job, 0);
    onProgress(1);
    return Buffer.from(svg);
  }
  raster ??= openRaster();
  // A failure shows where it is awaited, after the drawing.
  raster.catch(() => {});
  if (job.format === 'gif') return animate(job, await raster, onProgress);
  const svg = await draw(job, 0);
  const bytes = await (await raster).toPng(svg, job.scale);
  onProgress(1);
  return bytes;
}

/** Draws one figure of a job and returns it as SVG. */
async function draw(job: RenderJob, index: number): Promise<string> {
  const figure = job.figures[index]!;
  try {
    await page.draw(drawableFigure(withFont(figure)), job);
  } catch (error) {
    throw new UserError(
      `plotly cannot draw ${nameOf(figure, index, job.figures.length)}: ${(error as Error).message}`,
      'check the figure: export it with --format json'
    );
  }
  return writeSvg(page.graph, job);
}

/** While one frame is rasterised on libvips' threads, the next one is drawn. */
async function animate(
  job: RenderJob,
  raster: Raster,
  onProgress: (done: number) => void
): Promise<Uint8Array> {
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
    const svg = await draw(job, i);
    await stored[i - 2];
    stored.push(store(svg));
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

type Raster = typeof import('./rasterize.ts');

const pack = promisify(deflateRaw) as (bytes: Uint8Array, options: object) => Promise<Buffer>;
const unpack = promisify(inflateRaw) as (bytes: Uint8Array) => Promise<Buffer>;

/**
 * Loads sharp with our font and no other. Fontconfig reads its file when the first text is drawn,
 * so one is drawn at once and the file goes away again.
 */
async function openRaster(): Promise<Raster> {
  const folder = await mkdtemp(join(tmpdir(), 'grokscope-font-')).catch((error: Error) => {
    throw new UserError(
      `cannot write to the folder for temporary files: ${error.message}`,
      'set TMPDIR to a folder that can be written to'
    );
  });
  try {
    const file = join(folder, 'fonts.conf');
    await writeFile(file, fontconfig(join(folder, 'cache')));
    Object.assign(process.env, { FONTCONFIG_FILE: file, PANGOCAIRO_BACKEND: 'fontconfig' });
    const raster = await import('./rasterize.ts');
    const text = '<text y="8" font-size="8">a<tspan font-weight="700">b</tspan></text>';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${text}</svg>`;
    await raster.toPixels(svg, 1);
    return raster;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function nameOf(figure: Figure, index: number, count: number): string {
  const title = figure.layout?.title?.text;
  const name = title ? `the figure "${title}"` : 'the figure';
  return count > 1 ? `${name} (${index + 1} of ${count})` : name;
}
