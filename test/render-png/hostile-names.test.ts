import { createRequire } from 'node:module';
import { afterAll, describe, expect, it } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { plain, verbatim } from '../../src/figure/text.ts';
import { isSelfContained, selfContained } from '../../src/render-png/formats/self-contained.ts';
import { exportFormats, openExporter } from '../../src/render-png/index.ts';
import { plainLabel, unspaced } from '../../src/render-terminal/plan/text.ts';
import { expectSelfContainedSvg, expectShowable, hostileNames } from '../helpers/hostile-names.ts';

const { JSDOM } = createRequire(import.meta.url)('jsdom');
const parseXml = (xml: string) => {
  const { window } = new JSDOM('');
  const parsed = new window.DOMParser().parseFromString(xml, 'image/svg+xml');
  expect(parsed.querySelector('parsererror')).toBeNull();
  return parsed;
};
const exporter = openExporter();
afterAll(() => exporter.close());

/** A figure with a text wherever Plotly takes one. */
function figureOf(text: string): Figure {
  return {
    data: [
      {
        type: 'scatter',
        name: text,
        x: [0, 1],
        y: [0, 1],
        mode: 'lines+markers',
        text: [text, text],
        customdata: [text, text],
        hovertemplate: `${text}<extra>${text}</extra>`
      },
      { type: 'bar', name: text, x: [text, 'b'], y: [1, 2], xaxis: 'x2' },
      {
        type: 'heatmap',
        z: [Float32Array.of(1, 2)],
        name: text,
        xaxis: 'x3',
        colorbar: { title: { text }, tickvals: [1, 2], ticktext: [text, text] }
      }
    ],
    layout: {
      title: { text },
      xaxis: { title: { text }, domain: [0, 0.3], tickvals: [0, 1], ticktext: [text, text] },
      xaxis2: { domain: [0.35, 0.6] },
      xaxis3: { domain: [0.65, 0.9] },
      yaxis: { title: { text } },
      showlegend: true,
      annotations: [{ text, x: 0.5, y: 0.5, showarrow: false }]
    }
  } as unknown as Figure;
}

/** @param page without the script that is plotly.js */
function expectSelfContainedPage(page: string): void {
  const { document } = new JSDOM(page).window;
  expect(document.querySelectorAll('[src], [href], [onload], svg, img, a, link')).toHaveLength(0);
  expect(document.querySelectorAll('script, style')).toHaveLength(2);
  expect(document.querySelector('style').textContent).not.toMatch(/url\((?!data:font)/);
  const graph = /const graph = (.*);\n/.exec(document.querySelector('script').textContent)![1];
  JSON.parse(graph, (_, value) => {
    // What Plotly takes for tags.
    for (const tag of typeof value === 'string' ? (value.match(/<[^<>]*>/g) ?? []) : []) {
      expect(tag).not.toMatch(/^<\/?a[\s>]/i);
      expect(isSelfContained(tag)).toBe(true);
    }
    return value;
  });
}

const all = Object.values({ ...hostileNames, long: '' }).join(' ');

describe('names in exported figures', () => {
  it.each(Object.entries(hostileNames))('%s are text again when read', (_, name) => {
    const text = verbatim(name);
    expectShowable(text);
    const shown = plain(text);
    expect(verbatim(shown)).toBe(text);
    expect(text).not.toMatch(/<|%\{/);
    expectShowable(unspaced(plainLabel(text)));
    if (/^[ -~]*$/.test(name)) {
      expect(shown).toBe(name);
      expect(plainLabel(text)).toBe(name);
    }
  });

  it.each([
    ['as text', verbatim(all)],
    ["as a user's own markup", all]
  ])('%s refer to nothing and run nothing in any format', async (_, text) => {
    const figure = figureOf(text);
    for (const format of exportFormats) {
      // The pixels of a GIF are those of the SVG.
      if (format === 'gif' && text === all) continue;
      const figures = format === 'gif' ? [figure, figure] : figure;
      const bytes = await exporter.export(figures, { format, width: 600, height: 400 });
      const file = Buffer.from(bytes).toString(format === 'pdf' ? 'latin1' : 'utf8');
      if (format === 'svg') {
        expectSelfContainedSvg(file, parseXml);
        // Plotly itself sets zero widths, and emoji need them.
        expectShowable(
          file.replace(/\u200d|[\u00ad\u200b\u2060\ufeff]|[\u{e0000}-\u{e007f}]/gu, '')
        );
      } else if (format === 'json') {
        expectShowable(file);
        expect(JSON.parse(file).layout.title.text).toBe(text);
      } else if (format === 'html') {
        const page = file.replace(/<script>(?!\nconst graph)[\s\S]*?<\/script>/, '');
        expectShowable(page);
        expectSelfContainedPage(page);
      } else if (format === 'pdf') expect(file).not.toMatch(/\/URI|\/JavaScript|\/Launch/);
      else expect(bytes.length).toBeGreaterThan(1000);
    }
  });

  it('are shown as they are in an SVG', async () => {
    const name = hostileNames.style;
    const figure = { data: [], layout: { title: { text: verbatim(name) } } } as Figure;
    const svg = Buffer.from(await exporter.export(figure, { format: 'svg' })).toString();
    expect(parseXml(svg).documentElement.textContent).toContain(name);
  });

  it('keep their text where they were links, and colours where they had any', () => {
    const text =
      '<a href="http://x.example" target="_blank">see</a> <span style="color:rgb(1,2,3)">red</span> <A\nhref=x>y</A> <abbr>z';
    const { layout } = selfContained({
      data: [],
      layout: { title: { text }, images: [{ source: 'http://x.example/y.png' }] }
    } as unknown as Figure);
    expect(layout.title?.text).toBe('see <span style="color:rgb(1,2,3)">red</span> y <abbr>z');
    expect((layout as unknown as { images: unknown[] }).images).toEqual([]);
  });

  it('know what refers to another place', () => {
    for (const value of ['#fff', 'rgb(1,2,3)', "url('#clip')", 'translate(1,2)rotate(3)', 'none'])
      expect(isSelfContained(value)).toBe(true);
    for (const value of [
      ...['url(http:x)', 'URL ( "//x")', 'u\\72l(x)', 'image-set("x" 1x)', 'url/**/(x)'],
      ...['ur&#108;(x)', 'src(x)', 'url()', 'url( data:x)', 'attr(x)']
    ])
      expect(isSelfContained(value)).toBe(false);
  });
});
