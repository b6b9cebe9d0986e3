import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { beforeAll, expect, test } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { drawableFigure } from '../../src/render-png/formats/figure-json.ts';
import { paintGraph, writePdf } from '../../src/render-png/formats/write-pdf.ts';
import { writeSvg } from '../../src/render-png/formats/write-svg.ts';
import { openPlotlyPage, type PlotlyPage } from '../../src/render-png/page/plotly-page.ts';
import { openRaster } from '../../src/render-png/process/open-raster.ts';
import { heatmap, lossCurves, subplots, waves } from './example-figures.ts';

const size = { width: 700, height: 450 };
let page: PlotlyPage;
beforeAll(() => {
  page = openPlotlyPage();
});

test.each([
  ['lines', lossCurves],
  ['a heat map', heatmap(waves(31, 3))],
  ['subplots', subplots]
] as [string, Figure][])('%s are painted as the SVG says', async (_, figure) => {
  await page.draw(drawableFigure(figure), size);
  const canvas = createCanvas(size.width, size.height);
  const context: SKRSContext2D = canvas.getContext('2d');
  await paintGraph(page.graph, context, size);
  const painted = context.getImageData(0, 0, size.width, size.height).data;
  const { pixels } = await (await openRaster()).toPixels(writeSvg(page.graph, size), 1);
  let far = 0;
  for (let i = 0; i < painted.length / 4; i++) {
    const apart = [0, 1, 2].some((c) => Math.abs(painted[4 * i + c] - pixels[3 * i + c]) > 48);
    if (apart) far++;
  }
  expect(far / (size.width * size.height)).toBeLessThan(0.01);
});

test('a PDF holds our font and vectors, at 72 points for 96 px', async () => {
  await page.draw(drawableFigure(lossCurves), size);
  const bytes = await writePdf(page.graph, { ...size, title: 'Loss curves' });
  const pdf = Buffer.from(bytes).toString('latin1');
  expect(pdf.startsWith('%PDF-')).toBe(true);
  expect(pdf).toMatch(/\/MediaBox ?\[0 0 525 338\]/);
  expect(pdf).toMatch(/\/BaseFont \/[A-Z]+\+Inter-Regular/);
  expect(pdf).toMatch(/\/BaseFont \/[A-Z]+\+Inter-Bold/);
  expect(pdf).not.toMatch(/\/Subtype ?\/Image/);
});
