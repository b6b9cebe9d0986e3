import { describe, expect, it } from 'vitest';
import type { Figure, HeatmapTrace } from '../../src/figure/figure.ts';
import { drawFigure } from '../../src/render-terminal/index.ts';
import { plotArea } from '../helpers/figure-cells.ts';
import { cursorAt, picture, upTo } from './figures.ts';

const greys = [
  [0, '#000000'],
  [1, '#ffffff']
] as const;

function heat(z: readonly (readonly number[])[], more: Partial<HeatmapTrace> = {}): Figure {
  return { data: [{ type: 'heatmap', z, colorscale: greys, ...more }], layout: {} };
}

const small = heat([
  [0, 1, 2, 3],
  [4, 5, 6, 7],
  [8, 9, Number.NaN, 11]
]);

describe('a heat map', () => {
  it('shows two rows of pixels a cell in its own colours', () => {
    const grid = drawFigure(heat([[0], [1]]), { width: 4, height: 1, colors: 'true', levels: 2 });
    expect([...grid.chars].map((code) => String.fromCodePoint(code)).join('')).toBe('┤▀▀▀');
    expect([grid.fg[1], grid.bg[1]]).toEqual([0xffffff, 0x000000]);
  });

  it('is made of a ramp of characters without colours, NaN as ?', () => {
    expect(picture(small, 26, 9)).toEqual([
      '     0   .::-==++*##%@@ 11',
      '2 ┤#####%%%%%?????@@@@@',
      '  │#####%%%%%?????@@@@@',
      '  │-----=====+++++*****',
      '  │-----=====+++++*****',
      '0 ┤          .....:::::',
      '  │          .....:::::',
      '     0    1    2    3',
      ''
    ]);
  });

  it('tells signs apart without colours: letters below 0, marks above', () => {
    expect(picture(heat([[-2, -1, 0, 1, 2]], { zmin: -2, zmax: 2 }), 30, 3)).toEqual([
      '  │MMMMMooooo     +++++@@@@@',
      '0 ┤MMMMMooooo     +++++@@@@@',
      '  │MMMMMooooo     +++++@@@@@'
    ]);
  });

  it('steps through shades of the eight colours where there are 16', () => {
    const grid = drawFigure(small, { width: 26, height: 10, colors: '16' });
    const codes = new Set([...grid.fg, ...grid.bg]);
    for (const code of codes) expect(code === -1 || (code & 0xff) < 16).toBe(true);
    expect(picture(small, 26, 10, { colors: '16' })[3]).toBe('  │█████░░░░░▒▒▒▒▒█████');
  });

  it('keeps a lone bright cell of a larger sequential matrix', () => {
    const z = Array.from({ length: 100 }, (_, r) =>
      Array.from({ length: 100 }, (_, c) => (r === 42 && c === 42 ? 1 : 0))
    );
    const rows = picture(heat(z, { zmin: 0, zmax: 1 }), 24, 10);
    expect(rows.join('').match(/@/g)).toHaveLength(1 + 2); // and two in the header's ramp
  });

  it('averages a larger diverging matrix', () => {
    const z = Array.from({ length: 100 }, (_, r) =>
      Array.from({ length: 100 }, (_, c) => ((r + c) % 2 ? 1 : -1))
    );
    const grid = drawFigure(heat(z, { zmin: -1, zmax: 1 }), {
      width: 22,
      height: 7,
      colors: 'true',
      levels: 3
    });
    const inside = new Set([...grid.bg].filter((code) => code !== -1));
    expect(inside).toEqual(new Set([0x808080]));
  });

  it('takes whole categories of a stepped scale, as letters without colours', () => {
    const stepped = [
      [0, '#ff0000'],
      [0.5, '#ff0000'],
      [0.5, '#0000ff'],
      [1, '#0000ff']
    ] as const;
    const z = Array.from({ length: 40 }, (_, r) =>
      Array.from({ length: 40 }, () => (r < 20 ? 0 : 1))
    );
    const figure = heat(z, { colorscale: stepped, zmin: -0.5, zmax: 1.5 });
    const grid = drawFigure(figure, { width: 13, height: 6, colors: 'true' });
    expect(
      new Set([...grid.fg, ...grid.bg].filter((code) => code >= 0 && code < 0x1000000))
    ).toEqual(new Set([0xff0000, 0x0000ff]));
    expect(picture(figure, 14, 6)[1]).toMatch(/b{8}/);
  });

  it('lets the background through where a value is missing, and marks Inf', () => {
    const figure = heat([[Number.NaN, Number.POSITIVE_INFINITY, 1, 0]]);
    const grid = drawFigure(figure, { width: 11, height: 1, colors: 'true' });
    expect(String.fromCodePoint(...grid.chars)).toBe('0 ┤··∞∞    ');
    expect([...grid.bg.subarray(3)]).toEqual([-1, -1, -1, -1, 0xffffff, 0xffffff, 0, 0]);
  });

  it('draws uneven columns to scale', () => {
    const figure = heat([[0, 1, 0]], { x: [0, 10, 100] });
    expect(picture(figure, 33, 1, { marks: 'ascii' })).toEqual(['0 +  @@@@@@@@@@']);
  });

  it('keeps cells square where the figure asks for it, and turns a reversed axis', () => {
    const z = Array.from({ length: 10 }, (_, r) =>
      Array.from({ length: 10 }, (_, c) => (r === 0 && c === 0 ? 1 : 0))
    );
    const figure: Figure = {
      data: heat(z).data,
      layout: { yaxis: { autorange: 'reversed', scaleanchor: 'x' } }
    };
    const area = plotArea(figure, { width: 80, height: 14 })!;
    expect([area.width, area.height]).toEqual([20, 10]);
    expect(picture(figure, 80, 14, { marks: 'ascii' })[1].slice(3)).toBe('@@');
  });

  it('says how pixels stand for cells and what the colours mean when it is large', () => {
    const z = Array.from({ length: 90 }, (_, r) => upTo(200).map((c) => r + c));
    const figure: Figure = {
      data: [{ type: 'heatmap', z, colorscale: greys }],
      layout: { yaxis: { title: { text: 'frequency' } } }
    };
    const rows = picture(figure, 80, 24, { colors: 'true' });
    expect(rows[0]).toContain('max of 4×3 cells');
    expect(rows[1].trimEnd().endsWith('288')).toBe(true);
  });

  it('carries the epoch cursor', () => {
    const figure: Figure = {
      data: heat([upTo(40) as unknown as number[]]).data,
      layout: { shapes: [cursorAt(20)] }
    };
    const rows = picture(figure, 44, 6, { colors: 'true' });
    expect(rows.filter((row) => row.lastIndexOf('│') > 10)).toHaveLength(5);
    expect(rows[5]).toContain('20');
  });
});

describe('markers with a colour bar', () => {
  const marked = (showscale: boolean): Figure => ({
    data: [
      {
        type: 'scatter',
        x: [0, 1],
        y: [0, 1],
        mode: 'markers',
        marker: {
          color: [0, 1],
          colorscale: greys,
          cmin: 0,
          cmax: 1,
          showscale,
          colorbar: { title: { text: 'share' } }
        }
      }
    ],
    layout: { yaxis: { title: { text: 'PC2' } } }
  });

  it('have it at the right, titled, where there is room', () => {
    const rows = picture(marked(true), 60, 16);
    expect(rows[0]).toMatch(/^PC2 +share$/);
    expect(rows[1]).toMatch(/@@ 1$/);
    expect(rows.filter((row) => row.endsWith(' 0'))).toHaveLength(1);
  });

  it('have the range of the colours in the header where there is less', () => {
    expect(picture(marked(true), 46, 12)[0]).toMatch(/^PC2 +0 {3}\.::-==\+\+\*##%@@ 1$/);
  });

  it('have nothing without it', () => {
    const text = picture(marked(false), 60, 16).join('');
    expect(text).not.toContain('@@');
    expect(text).not.toContain('share');
  });
});

describe('what a heat map shows of many cells', () => {
  const one = Array.from({ length: 8 }, (_, i) =>
    Array.from({ length: 80 }, () => (i % 2 ? 1 : 0))
  );
  const shown = (more: Partial<HeatmapTrace>) =>
    picture(heat(one, { zmin: 0, zmax: 1, ...more }), 24, 6).join('');

  it('is the greatest of amounts, or their mean where the figure asks for it', () => {
    expect(shown({})).toContain('@@@@@@');
    expect(shown({ meta: { pooled: 'mean' } })).toContain('++++++');
  });
});

describe('the cursor over a heat map', () => {
  it('is black on cells as light as itself', () => {
    const figure: Figure = {
      data: heat([[0, 1, 0]], { x: [0, 1, 2] }).data,
      layout: { shapes: [cursorAt(1), cursorAt(2)], yaxis: { tickvals: [] } }
    };
    const { chars, fg } = drawFigure(figure, { width: 13, height: 1, colors: 'true' });
    const inks = Array.from(chars).flatMap((char, i) => (char === 0x2502 && i > 0 ? [fg[i]] : []));
    expect(inks).toEqual([0x1000000 | 16, 0x1000000 | 231]);
  });
});

describe('heat maps on one pair of axes', () => {
  const tile = (value: number, x: number, y: number): HeatmapTrace => ({
    type: 'heatmap',
    z: [[value]],
    x: [x],
    y: [y],
    colorscale: greys,
    zmin: 0,
    zmax: 2,
    showscale: false
  });
  const layout = {
    xaxis: { range: [-0.5, 2.5], tickvals: [] },
    yaxis: { range: [-0.5, 1.5], tickvals: [] }
  } as const;

  it('leave each other alone', () => {
    const figure: Figure = { data: [tile(1, 0, 0), tile(2, 2, 0)], layout };
    expect(picture(figure, 13, 4)).toEqual(['│', '│++++    @@@@', '│++++    @@@@', '']);
  });

  it('share a cell whose halves they fill', () => {
    const figure: Figure = { data: [tile(2, 0, 0), tile(0, 0, 1)], layout };
    const grid = drawFigure(figure, { width: 4, height: 1, colors: 'true', levels: 3 });
    expect(String.fromCodePoint(grid.chars[1])).toBe('▀');
    expect([grid.fg[1], grid.bg[1]]).toEqual([0x000000, 0xffffff]);
    expect(grid.bg[2]).toBe(-1);
  });
});
