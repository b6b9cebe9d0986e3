import { afterAll, describe, expect, it } from 'vitest';
import { openExporter } from '../../src/render-png/index.ts';
import { plainText } from '../../src/render-terminal/index.ts';
import { visualizations } from '../../src/visualizations/index.ts';
import { comparedText } from '../helpers/golden.ts';
import { drawn } from '../helpers/run-p13.ts';

const exporter = openExporter();
afterAll(() => exporter.close());

/**
 * An SVG file one element per line, for people and for git: without the name that the file gives its parts, numbers to a
 * tenth of a px, so that another machine's rounding does not count, and heat maps without their pixels, which the golden of the figure holds as numbers.
 */
function readable(svg: string): string {
  const own = /id="defs-(\w+)"/.exec(svg)?.[1] ?? '';
  return svg
    .replaceAll(own, '-own-')
    .replace(/(href=")data:image\/png;base64,[^"]*/g, '$1data:image/png')
    .replace(/-?\d+\.\d+(?:e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(1)) || 0))
    .replace(/></g, '>\n<');
}

describe.each(visualizations.map((one) => [one.id, one] as const))('%s', (id, visualization) => {
  it('is its golden as terminal text', () => {
    const text = plainText(drawn(visualization), { width: 100, height: 24 });
    expect(comparedText(`text/${id}.txt`, `${text}\n`)).toBeNull();
  });

  it('is its golden as SVG', async () => {
    const bytes = await exporter.export(drawn(visualization), {
      format: 'svg',
      width: 600,
      height: 400
    });
    expect(comparedText(`svg/${id}.svg`, readable(new TextDecoder().decode(bytes)))).toBeNull();
  });
});
