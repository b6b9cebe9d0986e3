import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { drawFigure } from '../../src/render-terminal/index.ts';
import { cursorAt, lines, picture, upTo } from './figures.ts';

const train = upTo(41).map((e) => 10 ** (-e / 5));
const test = upTo(41).map((e) => (e < 25 ? 10 : 10 * 10 ** (-(e - 25) / 2)));
const loss = lines(
  { train: [upTo(41), train], test: [upTo(41), test] },
  {
    xaxis: { title: { text: 'epoch' } },
    yaxis: { type: 'log', title: { text: 'loss' } },
    shapes: [cursorAt(20)]
  }
);

describe('curves', () => {
  it('are braille over log ticks, with a shared legend and the epoch cursor named on the axis', () => {
    expect(picture(loss, 50, 12, { colors: 'true' })).toEqual([
      'loss                             ── train  ── test',
      '     │⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⢄',
      ' 1e0 ┤⠢⢄⣀⡀                  │      ⠑⢄',
      '     │   ⠈⠉⠒⠤⣀              │        ⠑⠤⡀',
      '     │        ⠉⠉⠑⠢⢄⡀        │          ⠈⠢⡀',
      '     │             ⠈⠑⠒⠒⠤⣀   │            ⠈⠢⡀',
      '     │                   ⠉⠒⠢⠤⢄⡀            ⠈⠢⡀',
      '1e-5 ┤                      │ ⠈⠑⠒⠤⣀⣀         ⠈⠢⡀',
      '     │                      │       ⠉⠒⠢⢄⡀      ⠈⠢⡀',
      '     │                      │           ⠈⠉⠑⠒⠤⣀   ⠈',
      '     │                      │                 ⠉⠒⠤⠤',
      '      0         10         20         30     epoch'
    ]);
  });

  it('put their legend over the plot where there are too few rows for a header', () => {
    expect(picture(loss, 50, 6, { colors: 'true' })).toEqual([
      ' 1e1 ┤⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠒⠤⣀',
      '     │   ⠈⠉⠉⠒⠒⠤⠤⠤⢄⣀⡀        │        ⠉⠑⠢⢄⡀',
      '     │             ⠈⠉⠉⠉⠒⠒⠤⠤⢄⣀⣀⡀          ⠈⠑⠢⢄',
      '     │                      │ ⠈⠉⠉⠒⠒⠒⠤⠤⢄⣀⡀    ⠉⠒⠤⣀',
      '1e-8 ┤                      │           ⠈⠉⠉⠉⠒⠒⠤⠤⣀⠉',
      '      0         10         20         30     epoch'
    ]);
  });

  it('move their legend closer together, then cut names that still differ, then leave the last out', () => {
    const curve = [upTo(2), upTo(2)] as const;
    const legend = (names: readonly string[], width: number) =>
      picture(lines(Object.fromEntries(names.map((name) => [name, curve]))), width, 12, {
        colors: 'true'
      })[0].trim();
    const heads = ['head 0', 'head 1', 'head 2'];
    expect(legend(heads, 40)).toBe('── head 0  ── head 1  ── head 2');
    expect(legend(heads, 29)).toBe('─ head 0 ─ head 1 ─ head 2');
    expect(legend(heads, 25)).toBe('─ head 0 ─ head 1');
    expect(legend(['embedding', 'attention'], 18)).toBe('─ embed… ─ atten…');
  });

  it('carry a mark on its point whatever is there, its text beside it where there is room', () => {
    const at = { x: 4, y: 4, xref: 'x', yref: 'y' } as const;
    const path: Figure = {
      data: [{ type: 'scatter', mode: 'lines', x: upTo(9), y: upTo(9) }],
      layout: {
        annotations: [
          { text: '◆', ...at, xanchor: 'center', yanchor: 'middle' },
          { text: 'epoch 4', ...at, xanchor: 'right', yanchor: 'middle', xshift: -9 }
        ]
      }
    };
    expect(picture(path, 30, 7, { colors: 'true' }).slice(0, 5)).toEqual([
      '  │                       ⣀⡠⠔⠊',
      '  │                  ⢀⡠⠤⠒⠉',
      '5 ┤     epoch 4 ◆⡠⠤⠒⠊⠁',
      '  │        ⢀⡠⠤⠒⠉',
      '  │    ⣀⠤⠒⠊⠁'
    ]);
  });

  it('stand without an axis line where the figure wants none', () => {
    const bare = { showline: false, showticklabels: false, tickvals: [] };
    const cross: Figure = {
      data: [{ type: 'scatter', mode: 'lines', x: [0, 1], y: [0, 1] }],
      layout: { xaxis: bare, yaxis: bare }
    };
    expect(picture(cross, 40, 16, { colors: 'true' }).join('')).not.toMatch(/[│─└]/);
  });

  it('leave the title of a colour bar its place', () => {
    const marker = { color: [0, 1], showscale: true, colorbar: { title: { text: 'epoch' } } };
    const path: Figure = {
      data: [
        { type: 'scatter', mode: 'lines+markers', name: 'one', x: [0, 1], y: [0, 1], marker },
        { type: 'scatter', mode: 'lines', name: 'other', x: [0, 1], y: [1, 0] }
      ],
      layout: {}
    };
    expect(picture(path, 80, 20, { colors: 'true' })[0]).toMatch(/one .* other +epoch$/);
  });

  it('get axis lines and titles where there is room', () => {
    expect(picture(loss, 50, 20, { colors: 'true' }).slice(-4)).toEqual([
      '     │                      │                   ⠉⠢',
      '     └┬──────────┬──────────┴──────────┬─────────┬',
      '      0         10         20         30        40',
      '                         epoch'
    ]);
  });

  it('are told apart without colours by dashes', () => {
    const rows = picture(loss, 50, 12);
    expect(rows[0]).toBe('loss                         ──── train  ⠤⠤ ⠤ test');
    expect(rows[1]).toBe('     │⠒⠒ ⠒⠒ ⠒⠒ ⠒⠒ ⠒⠒ ⠒⠒ ⠒⠒ ⠒⠒ ⠒⠒ ⠒⢄');
  });

  it('are told apart in ASCII by their characters', () => {
    expect(picture(loss, 40, 9, { marks: 'ascii' })).toEqual([
      'loss                     * train  + test',
      ' 1e1 ++++++++++++++++++++++++',
      '     |******           |     ++',
      '     |      ******     |       +++',
      '     |            ******          ++',
      '     |                 ******       +++',
      '     |                 |     ******    +',
      '1e-8 +                 |           *****',
      '      0      10       20      30   epoch'
    ]);
  });

  it('are made of quadrants where braille is not wanted', () => {
    expect(picture(loss, 40, 9, { marks: 'block', colors: '16' }).slice(1, 4)).toEqual([
      ' 1e1 ┤▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▚▄',
      '     │▝▀▀▄▄▄           │     ▀▄',
      '     │      ▀▀▀▄▄▄     │       ▀▚▖'
    ]);
  });

  it('break at NaN and Inf, which are marked where they are and counted', () => {
    const broken = lines({
      a: [upTo(8), [0, 1, 2, Number.NaN, 4, Number.POSITIVE_INFINITY, 6, 7]]
    });
    expect(picture(broken, 40, 9)).toEqual([
      '                             1 NaN 1 Inf',
      '  │                          ↑     ⢀⡠⠤⠒⠉',
      '  │                               ⠈⠁',
      '5 ┤',
      '  │                     ⠁',
      '  │          ⣀',
      '  │    ⢀⣀⠤⠔⠊⠉',
      '0 ┤⣀⠤⠒⠊⠁          ×',
      '   0         2          4         6'
    ]);
  });

  it('mark values that a log axis cannot show', () => {
    const rows = picture(lines({ a: [upTo(4), [1, 0, 1, 10]] }, { yaxis: { type: 'log' } }), 20, 6);
    expect(rows.at(-2)).toContain('↓');
  });

  it('replace the colour of a cell that an earlier one drew', () => {
    const crossing = lines({
      up: [upTo(2), [0, 1]],
      down: [upTo(2), [1, 0]]
    });
    const grid = drawFigure(crossing, { width: 41, height: 12, colors: 'true' });
    const used = new Set(
      [...grid.chars].flatMap((c, i) => (c >= 0x2800 && c < 0x2900 ? [grid.fg[i]] : []))
    );
    expect(used.size).toBe(2);
  });

  it('stay whole under many points of theirs, of which no more than the colour is seen', () => {
    const points = (count: number): Figure => {
      const at = upTo(count).map((i) => i * Math.floor(40 / (count - 1)));
      const marker = { color: '#ffffff', symbol: 'diamond', size: 4, line: { color: '#d55e00' } };
      const stored = { type: 'scatter', name: 'stored', mode: 'markers', marker } as const;
      const y = at.map((e) => test[e]);
      return { ...loss, data: [...loss.data, { ...stored, x: at, y }] };
    };
    const plot = ({ data, layout }: Figure) => {
      const [x, y] = [
        { ...layout.xaxis, range: [0, 40] as const },
        { ...layout.yaxis, range: [-8, 2] as const }
      ];
      const fixed = { data, layout: { ...layout, xaxis: x, yaxis: y } };
      return picture(fixed, 50, 12, { colors: 'true' }).slice(1);
    };
    for (const count of [14, 41]) expect(plot(points(count))).toEqual(plot(loss));
    expect(plot(points(5)).join('').match(/⋄/g)).toHaveLength(5);
  });

  it('draw a million points as the spans of their columns', () => {
    const n = 1_000_000;
    const y = Float64Array.from({ length: n }, (_, i) => (i % 2 ? 1 : 0));
    const rows = picture(lines({ a: [upTo(n), y] }, { yaxis: { range: [0, 1] } }), 20, 5);
    expect(rows).toEqual([
      '1 ┤⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿',
      '  │⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿',
      '  │⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿',
      '0 ┤⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿',
      '   0    500000'
    ]);
  });

  it('show a threshold with its label, and a band between two traces', () => {
    const figure: Figure = {
      data: [
        { type: 'scatter', x: [0, 9], y: [0, 0.4], line: { width: 0 }, showlegend: false },
        {
          type: 'scatter',
          x: [0, 9],
          y: [0.2, 0.9],
          line: { width: 0 },
          fill: 'tonexty',
          showlegend: false
        },
        { type: 'scatter', name: 'mean', x: [0, 9], y: [0.1, 0.6] }
      ],
      layout: {
        yaxis: { range: [0, 1] },
        shapes: [
          {
            type: 'line',
            name: 'threshold',
            xref: 'paper',
            x0: 0,
            x1: 1,
            y0: 0.7,
            y1: 0.7,
            line: { dash: 'dash' }
          }
        ],
        annotations: [{ text: 'blob', xref: 'paper', x: 1, y: 0.7, xanchor: 'right' }]
      }
    };
    expect(picture(figure, 34, 7)).toEqual([
      '1 ┤                             ░░',
      '  │┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄blob┄',
      '  │               ░░░░░░░░░⢀⣀⣀⠤⠤⠔⠒',
      '  │        ░░░░░░⣀⣀⣀⠤⠤⠔⠒⠒⠉⠉⠁░░░░░░',
      '  │ ░░░⣀⣀⡠⠤⠤⠒⠒⠊⠉⠉░░░░░░░░',
      '0 ┤⠒⠊⠉⠉░░░░░░',
      '   0     2      4      6      8'
    ]);
  });
});

describe('bars', () => {
  const stack: Figure = {
    data: [
      { type: 'bar', name: 'low', x: [0, 1, 2, 3], y: [1, 2, 4, 0], width: 1 },
      { type: 'bar', name: 'high', x: [0, 1, 2, 3], y: [0, 1, 1, 3], width: 1 }
    ],
    layout: { barmode: 'stack', bargap: 0 }
  };

  it('are eighth blocks', () => {
    const ramp: Figure = {
      data: [{ type: 'bar', x: upTo(8), y: upTo(8), width: 1 }],
      layout: { bargap: 0, yaxis: { range: [0, 8] } }
    };
    expect(picture(ramp, 20, 5)).toEqual([
      '  │               ▄▄',
      '5 ┤           ▄▄████',
      '  │      ▄▄▄████████',
      '0 ┤  ▄▄█████████████',
      '    0         5'
    ]);
  });

  it('stack in their colours, two of them in one cell', () => {
    const grid = drawFigure(stack, { width: 26, height: 9, colors: 'true' });
    expect(picture(stack, 26, 9, { colors: 'true' })).toEqual([
      '             █ low  █ high',
      '5 ┤            ▆▆▆▆▆',
      '  │            ▃▃▃▃▃',
      '  │      ▁▁▁▁▁▁█████▁▁▁▁▁▁',
      '  │      █████████████████',
      '  │      ▆▆▆▆▆▆███████████',
      '  │▃▃▃▃▃▃█████████████████',
      '0 ┤███████████████████████',
      '     0     1     2     3'
    ]);
    const [low, high] = [13, 20].map((column) => grid.fg[column]);
    const boundary = 2 * 26 + 16;
    expect([grid.fg[boundary], grid.bg[boundary]]).toEqual([low, high]);
  });

  it('are told apart without colours by shades, in ASCII by characters', () => {
    expect(picture(stack, 26, 9).slice(0, 4)).toEqual([
      '             █ low  ▒ high',
      '5 ┤            ▒▒▒▒▒',
      '  │            ▒▒▒▒▒',
      '  │            █████'
    ]);
    expect(picture(stack, 26, 9, { marks: 'ascii' }).slice(0, 4)).toEqual([
      '             # low  = high',
      '5 +            =====',
      '  |            =====',
      '  |            #####'
    ]);
  });

  it('hang below zero, keep an eighth where they are small, and mark NaN', () => {
    const signed: Figure = {
      data: [{ type: 'bar', x: upTo(6), y: [1, -1, 2, -2, 0.001, Number.NaN], width: 1 }],
      layout: { bargap: 0, yaxis: { range: [-2, 2] } }
    };
    expect(picture(signed, 21, 5)).toEqual([
      '2 ┤      ███    1 NaN',
      '0 ┤███   ███   ▁▁▁',
      '  │   ███   ███',
      '  │         ███   ×××',
      '    0     2     4'
    ]);
  });

  it('show the longest of several in one column', () => {
    const many: Figure = {
      data: [{ type: 'bar', x: upTo(1000), y: upTo(1000).map((i) => (i === 500 ? 9 : 1)) }],
      layout: { yaxis: { range: [0, 9] } }
    };
    expect(picture(many, 20, 5)[0]).toMatch(/█/);
  });
});

describe('subplots', () => {
  const two: Figure = {
    data: [
      { type: 'scatter', name: 'a', x: [0, 1], y: [0, 1] },
      { type: 'scatter', name: 'b', x: [0, 1], y: [1, 0], xaxis: 'x2', yaxis: 'y2' }
    ],
    layout: {
      xaxis: { domain: [0, 0.45] },
      xaxis2: { domain: [0.55, 1], anchor: 'y2' },
      yaxis2: { anchor: 'x2' }
    }
  };

  it('stand in a grid under one legend', () => {
    const rows = picture(two, 60, 12, { colors: '16' });
    expect(rows[0]).toBe(`${' '.repeat(50)}── a  ── b`);
    expect(rows.at(-1)).toBe('     0          0.5       1.0      0          0.5        1.0');
  });

  it('share a plot where one axis lies over another, with its ticks at the right', () => {
    const over: Figure = {
      data: [
        { type: 'scatter', name: 'a', x: [0, 1], y: [0, 1] },
        { type: 'scatter', name: 'b', x: [0, 1], y: [100, 0], yaxis: 'y2' }
      ],
      layout: { yaxis2: { overlaying: 'y', side: 'right' } }
    };
    const rows = picture(over, 40, 10, { colors: '16' });
    expect(rows.some((row) => row.includes('├ 100'))).toBe(true);
    expect(rows.some((row) => row.startsWith('1.0 ┤') || row.startsWith('  1 ┤'))).toBe(true);
  });
});
