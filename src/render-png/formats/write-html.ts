import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Figure } from '../../figure/figure.ts';
import { plain } from '../../figure/text.ts';
import { jsonText, printable } from '../../text/printable.ts';
import { withCursorHalo } from '../page/cursor-halo.ts';
import { fontFaceCss, withFont } from '../page/font.ts';
import { withWholeLogTicks } from '../page/whole-log-ticks.ts';
import { packedFigure } from './figure-json.ts';

/** How a page shows its figures. */
export interface PageOptions {
  /** Fixed size in px; without it the figure fills the window. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Frames per second while it plays. */
  readonly fps: number;
  /** What the slider calls each figure; default 1, 2, … */
  readonly labels?: readonly string[] | undefined;
}

/**
 * Returns a web page that needs nothing but itself, not even a network: plotly.js, the font and the
 * figures are in it. Several figures become frames with a slider and a play button.
 */
export async function writeHtml(
  figures: readonly Figure[],
  options: PageOptions
): Promise<Uint8Array> {
  const require = createRequire(import.meta.url);
  const [plotly, font] = await Promise.all([
    readFile(require.resolve('plotly.js-cartesian-dist-min'), 'utf8'),
    fontFaceCss()
  ]);
  const [first, ...others] = figures.map((figure) =>
    packedFigure(withFont(withWholeLogTicks(withCursorHalo(figure))))
  );
  const { width, height } = options;
  const layout = { ...first.layout, width, height, autosize: width === undefined };
  const graph = {
    data: first.data,
    layout: others.length > 0 ? { ...layout, ...player(figures.length, options) } : layout,
    config: { responsive: true, displaylogo: false },
    frames: others.length > 0 ? [first, ...others].map(frame) : undefined
  };
  return Buffer.from(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(printable(titleOf(first)))}</title>
<style>
${font}
html,body{margin:0;height:100%;background:${escapeHtml(first.layout.paper_bgcolor ?? '#fff')}}
#figure{${height === undefined ? 'height:100vh' : ''}}
</style>
</head>
<body>
<div id="figure"></div>
<script>${plotly.replaceAll('</script', '<\\/script')}</script>
<script>
const graph = ${jsonText(graph).replaceAll('<', '\\u003c')};
document.fonts.ready
  .then(() => Promise.all([document.fonts.load('12px Inter'), document.fonts.load('bold 12px Inter')]))
  .finally(() => Plotly.newPlot('figure', graph));
</script>
</body>
</html>
`);
}

function frame(figure: Figure, index: number) {
  return { name: String(index), data: figure.data, layout: figure.layout };
}

/** The slider and the play button, as Plotly draws them. */
function player(count: number, { fps, labels }: PageOptions) {
  const shown = { duration: 1000 / fps, redraw: true };
  const atOnce = { mode: 'immediate', transition: { duration: 0 } };
  const steps = Array.from({ length: count }, (_, i) => ({
    method: 'animate',
    label: labels?.[i] ?? String(i + 1),
    args: [[String(i)], { ...atOnce, frame: { duration: 0, redraw: true } }]
  }));
  const button = (label: string, args: unknown[]) => ({ method: 'animate', label, args });
  return {
    sliders: [{ active: 0, steps, x: 0.12, len: 0.88, y: 0, pad: { t: 50 } }],
    updatemenus: [
      {
        type: 'buttons',
        direction: 'left',
        showactive: false,
        x: 0.1,
        y: 0,
        xanchor: 'right',
        yanchor: 'top',
        pad: { t: 62, r: 8 },
        buttons: [
          button('▶', [null, { ...atOnce, fromcurrent: true, frame: shown }]),
          button('❚❚', [[null], { ...atOnce, frame: { duration: 0, redraw: false } }])
        ]
      }
    ]
  };
}

function titleOf(figure: Figure): string {
  return plain(figure.layout.title?.text ?? '') || 'grokscope';
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
