import sharp, { type GifOptions } from 'sharp';
import { countColors, paletteMapper } from '../src/render-png/formats/gif-palette.ts';
import { writeGif } from '../src/render-png/formats/write-gif.ts';
import { openExporter } from '../src/render-png/index.ts';
import { open } from '../src/workbench/open.ts';
import type { Bench } from './run.ts';
import { benchResults, trainedRun } from './trained-run.ts';

const figures = ['neuron_heatmap', 'coarseness_distribution', 'neuron_group_scatter'];
const size = { width: 900, height: 500 };
const count = 48;

/** Encoding an animation: our encoder with one palette for all frames, against that of sharp. */
const bench: Bench = async () => {
  const run = await open(trainedRun(), { results: benchResults });
  const rows: string[][] = [];
  for (const id of figures) {
    const epochs = run.data.epochs.filter((_, i, all) => i >= all.length - count);
    const frames = await pixelsOf(await run.frames(id, { neuron: 37, epochs }));
    for (const [name, encode] of [
      ['ours', ours],
      ['sharp', (all: readonly Buffer[]) => bySharp(all, {})],
      ['sharp, one palette', (all: readonly Buffer[]) => bySharp(all, { reuse: true, dither: 0 })]
    ] as const) {
      const before = process.memoryUsage().rss;
      let peak = before;
      const watch = setInterval(() => {
        peak = Math.max(peak, process.memoryUsage().rss);
      }, 5);
      const started = performance.now();
      const gif = await encode(frames);
      const seconds = (performance.now() - started) / 1000;
      peak = Math.max(peak, process.memoryUsage().rss);
      clearInterval(watch);
      const { flicker, error } = await qualityOf(gif, frames);
      rows.push([
        id,
        name,
        `${(gif.length / 1024).toFixed(0)} KiB`,
        `${seconds.toFixed(1)} s`,
        `${((peak - before) / 2 ** 20).toFixed(0)} MiB`,
        flicker.toFixed(2),
        error.toFixed(2)
      ]);
    }
  }
  const head = ['figure', 'encoder', 'size', 'time', 'memory', 'flicker', 'error'];
  return { rows: [], detail: { head, rows } };
};
export default bench;

async function pixelsOf(
  figures: readonly Parameters<typeof draw>[1][]
): Promise<readonly Buffer[]> {
  const exporter = openExporter();
  const frames: Buffer[] = [];
  for (const figure of figures) frames.push(await draw(exporter, figure));
  exporter.close();
  return frames;
}

async function draw(
  exporter: ReturnType<typeof openExporter>,
  figure: Parameters<ReturnType<typeof openExporter>['export']>[0]
): Promise<Buffer> {
  const png = await exporter.export(figure, { format: 'png', ...size, scale: 1 });
  return sharp(png).removeAlpha().raw().toBuffer();
}

async function ours(frames: readonly Buffer[]): Promise<Uint8Array> {
  const colors = countColors();
  for (const frame of frames) colors.add(frame);
  const palette = colors.palette();
  const map = paletteMapper(palette);
  return writeGif({ ...size, palette, delay: 20, frames: frames.map(map) });
}

function bySharp(frames: readonly Buffer[], options: GifOptions): Promise<Uint8Array> {
  const raw = { width: size.width, height: size.height * frames.length, channels: 3 } as const;
  return sharp(Buffer.concat(frames), { raw: { ...raw, pageHeight: size.height } })
    .gif({ delay: frames.map(() => 200), loop: 0, ...options })
    .toBuffer();
}

/**
 * Flicker: mean squared change, per channel of 0 to 255, of pixels between frames where the picture did not change.
 * Error: root of the mean squared difference from the picture.
 */
async function qualityOf(gif: Uint8Array, frames: readonly Buffer[]) {
  const seen = await sharp(gif, { pages: -1 }).removeAlpha().raw().toBuffer();
  const bytes = size.width * size.height * 3;
  let [still, moved, off, all] = [0, 0, 0, 0];
  frames.forEach((frame, i) => {
    const shown = seen.subarray(i * bytes, (i + 1) * bytes);
    for (let p = 0; p < shown.length; p++) {
      off += (shown[p] - frame[p]) ** 2;
      all++;
      if (i === 0 || frames[i - 1][p] !== frame[p]) continue;
      still++;
      moved += (shown[p] - seen[(i - 1) * bytes + p]) ** 2;
    }
  });
  return { flicker: moved / still, error: Math.sqrt(off / all) };
}
