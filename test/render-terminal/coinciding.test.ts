import { describe, expect, it } from 'vitest';
import { drawFigure } from '../../src/render-terminal/index.ts';
import { lines, picture, upTo } from './figures.ts';

const x = upTo(100);
const flat = x.map(() => 1);

describe('curves that coincide', () => {
  it('are seen in turn, a few columns each', () => {
    const figure = lines({ A: [x, flat], B: [x, flat], C: [x, flat] }, { showlegend: false });
    const rows = picture(figure, 42, 5, { marks: 'ascii' });
    const row = rows.find((line) => line.includes('*'))!;
    expect(row.slice(row.indexOf('*'))).toMatch(/^[*+x]*\*\*\+\+xx\*\*\+\+xx/);
  });

  it('have all their colours on the screen', () => {
    const figure = lines({ A: [x, flat], B: [x, flat] }, { showlegend: false });
    const { fg, chars } = drawFigure(figure, { width: 40, height: 8, colors: 'true' });
    const seen = new Set(fg.filter((_, i) => chars[i] > 0x2800 && chars[i] <= 0x28ff));
    expect(seen.size).toBe(2);
  });

  it('are left alone where they only cross', () => {
    const up = x.map((at) => at);
    const down = x.map((at) => 99 - at);
    const figure = lines({ A: [x, up], B: [x, down] }, { showlegend: false });
    const alone = lines({ B: [x, down] }, { showlegend: false, yaxis: { range: [0, 99] } });
    const shown = picture(figure, 40, 20, { marks: 'ascii' }).join('').match(/\+/g);
    expect(shown!.length).toBeGreaterThanOrEqual(
      picture(alone, 40, 20, { marks: 'ascii' }).join('').match(/\*/g)!.length
    );
  });
});
