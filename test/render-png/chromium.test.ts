import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { figureJson } from '../../src/figure/json.ts';
import { openExporter } from '../../src/render-png/index.ts';
import { fontFaces } from '../../src/render-png/page/font.ts';
import { heatmap, lossCurves, stackedBars, subplots, waves } from './example-figures.ts';

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path)
);
if (chromium === undefined) console.warn('skipped: no chromium to compare pictures with');

const [width, height] = [900, 500];
const figures: Readonly<Record<string, Figure>> = {
  lines: lossCurves,
  'stacked bars': stackedBars,
  'a heat map': heatmap(waves(113, 17)),
  subplots
};
const names = Object.keys(figures);

/** A text with its rectangle: left, top, right, bottom. */
type Placed = readonly [text: string, number, number, number, number];
interface Seen {
  readonly plotly: readonly (readonly Placed[])[];
  readonly ours: readonly (readonly Placed[])[];
}

/** Plotly's drawings one below the other, and our SVG files beside them, outside the screenshot. */
function page(svgs: readonly string[]): string {
  const plotly = createRequire(import.meta.url).resolve('plotly.js-cartesian-dist-min');
  const faces = fontFaces().map(
    ({ path, weight, style }) =>
      `@font-face{font-family:Inter;font-weight:${weight};font-style:${style};src:url(${pathToFileURL(path)})}`
  );
  const ours = svgs.map((svg, i) => `<div class="ours" style="top:${i * height}px">${svg}</div>`);
  return `<!doctype html><meta charset="utf-8"><style>${faces.join('\n')}
body{margin:0} div.drawn{width:${width}px;height:${height}px} div.ours{position:absolute;left:${2 * width}px}
</style><body>${ours.join('')}<script src="${pathToFileURL(plotly)}"></script><script>
const figures = [${Object.values(figures).map(figureJson)}];
function placed(element) {
  const o = element.getBoundingClientRect();
  return [...element.querySelectorAll('text')].flatMap((text) => {
    const r = text.getBoundingClientRect();
    const { display, visibility } = text.style;
    if (display === 'none' || visibility === 'hidden' || r.width === 0) return [];
    return [[text.textContent, r.left - o.left, r.top - o.top, r.right - o.left, r.bottom - o.top]];
  });
}
(async () => {
  for (const font of ['12px Inter', 'bold 12px Inter']) await document.fonts.load(font);
  for (const { data, layout } of figures) {
    const div = document.createElement('div');
    div.className = 'drawn';
    document.body.append(div);
    await Plotly.newPlot(div, data, { ...layout, width: ${width}, height: ${height} }, { staticPlot: true });
  }
  const seen = (selector) => [...document.querySelectorAll(selector)].map(placed);
  const pre = document.createElement('pre');
  pre.hidden = true;
  pre.textContent = encodeURIComponent(JSON.stringify({ plotly: seen('div.drawn'), ours: seen('div.ours') }));
  document.body.append(pre);
})();
</script></body>`;
}

describe.skipIf(chromium === undefined)('beside headless Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'grokscope-chromium-'));
  const pngs: Uint8Array[] = [];
  let seen: Seen;
  let screen: Buffer;

  beforeAll(async () => {
    const exporter = openExporter();
    const svgs: string[] = [];
    for (const figure of Object.values(figures)) {
      const size = { width, height, scale: 1 };
      pngs.push(await exporter.export(figure, { ...size, format: 'png' }));
      svgs.push(Buffer.from(await exporter.export(figure, { ...size, format: 'svg' })).toString());
    }
    exporter.close();
    writeFileSync(join(folder, 'page.html'), page(svgs));
    const run = (...actions: string[]) =>
      execFileSync(
        chromium!,
        [
          ...'--headless --no-sandbox --disable-gpu --disable-quic --no-first-run'.split(' '),
          ...'--disable-background-networking --disable-component-update --disable-sync'.split(' '),
          ...'--hide-scrollbars --force-device-scale-factor=1'.split(' '),
          '--allow-file-access-from-files',
          '--virtual-time-budget=20000',
          `--window-size=${width},${height * names.length}`,
          `--user-data-dir=${join(folder, actions[0].slice(2, 6))}`,
          ...actions,
          pathToFileURL(join(folder, 'page.html')).href
        ],
        { maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'ignore'] }
      ).toString();
    const text = /<pre hidden="">([^<]*)<\/pre>/.exec(run('--dump-dom'))![1];
    seen = JSON.parse(decodeURIComponent(text));
    run(`--screenshot=${join(folder, 'screen.png')}`);
    screen = await sharp(join(folder, 'screen.png')).removeAlpha().raw().toBuffer();
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(names.map((name, i) => [name, i] as const))(
    '%s have the same texts, each within 3 px',
    (_, i) => {
      const ours = seen.ours[i];
      const theirs = seen.plotly[i];
      const sorted = (texts: readonly Placed[]) => texts.map(([text]) => text).toSorted();
      expect(sorted(ours)).toEqual(sorted(theirs));
      expect(theirs.length).toBeGreaterThan(8);
      for (const [text, ...place] of theirs) {
        const off = (other: Placed) =>
          Math.max(...place.map((edge, k) => Math.abs(edge - (other[k + 1] as number))));
        const same = ours.filter(([other]) => other === text);
        expect(Math.min(...same.map(off)), text).toBeLessThan(3);
      }
    }
  );

  test.each(names.map((name, i) => [name, i] as const))(
    '%s have at most 1 %% of pixels more than 32/255 apart',
    async (_, i) => {
      const ours = await sharp(pngs[i]).removeAlpha().raw().toBuffer();
      const theirs = screen.subarray(i * ours.length, (i + 1) * ours.length);
      let far = 0;
      for (let p = 0; p < ours.length; p += 3) {
        const apart = [0, 1, 2].some((c) => Math.abs(ours[p + c] - theirs[p + c]) > 32);
        if (apart) far++;
      }
      expect(far / (width * height)).toBeLessThan(0.01);
    }
  );
});
