import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ColorDepth, Marks } from '../../src/cells/capability.ts';
import { gridLines } from '../../src/cells/cells.ts';
import type { Figure } from '../../src/figure/figure.ts';
import { describeFigure, drawFigure, plainText, readout } from '../../src/render-terminal/index.ts';
import { firstCursor } from '../../src/render-terminal/plan/value-cursor.ts';
import { cellToData } from '../helpers/figure-cells.ts';
import { cursorAt, lines, randomFrom, upTo } from './figures.ts';

const goldens = new URL('../golden/figures/', import.meta.url);
const figures = new Map<string, Figure>(
  readdirSync(goldens)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name, JSON.parse(readFileSync(new URL(name, goldens), 'utf8')) as Figure])
);

const nan = Number.NaN;
const odd: Readonly<Record<string, Figure>> = {
  empty: { data: [], layout: {} },
  'no points': lines({ a: [[], []], b: [[], []] }),
  'one point': lines({ a: [[5], [5]] }),
  'all NaN': lines(
    {
      a: [
        [0, 1],
        [nan, nan]
      ]
    },
    { yaxis: { type: 'log' } }
  ),
  'NaN in x': lines({
    a: [
      [0, nan, 1],
      [0, 1, 2]
    ]
  }),
  constant: lines({ a: [upTo(9), new Float64Array(9).fill(3)] }),
  'negative on log': lines({ a: [upTo(3), [-1, -2, -3]] }, { yaxis: { type: 'log' } }),
  huge: lines({ a: [upTo(3), [-1e308, 0, 1e308]] }),
  tiny: lines({
    a: [
      [0, 5e-324],
      [0, 5e-324]
    ]
  }),
  'flat range': lines({ a: [upTo(3), upTo(3)] }, { yaxis: { range: [1, 1] } }),
  'reversed range': lines({ a: [upTo(3), upTo(3)] }, { xaxis: { range: [2, 0] } }),
  'cursor outside': lines({ a: [upTo(3), upTo(3)] }, { shapes: [cursorAt(99)] }),
  'empty matrix': { data: [{ type: 'heatmap', z: [] }], layout: {} },
  'empty rows': { data: [{ type: 'heatmap', z: [[], []] }], layout: {} },
  'NaN matrix': { data: [{ type: 'heatmap', z: [[nan]], x: ['only'], y: ['one'] }], layout: {} },
  'no bars': { data: [{ type: 'bar', x: [], y: [] }], layout: {} },
  categories: {
    data: [{ type: 'bar', x: ['a', 'b', 'a long name'], y: [1, nan, -3] }],
    layout: {}
  },
  'escapes in names': lines(
    { '\x1b[31mred\u202e': [upTo(2), upTo(2)], 日本語: [upTo(2), upTo(2)] },
    { title: { text: '\x1b]0;title\x07' }, yaxis: { title: { text: '\x9b5A' } } }
  )
};
for (const [name, figure] of Object.entries(odd)) figures.set(name, figure);

const isIn: Readonly<Record<ColorDepth, (code: number) => boolean>> = {
  true: (code) => code >= -1,
  '256': (code) => code === -1 || code >= 0x1000000,
  '16': (code) => code === -1 || (code >= 0x1000000 && code < 0x1000010),
  none: (code) => code === -1
};

const sizes = [
  [0, 0],
  [1, 1],
  [1, 40],
  [300, 1],
  [2, 3],
  [5, 5],
  [10, 5],
  [17, 9],
  [40, 6],
  [80, 24]
] as const;

describe.each([...figures])('%s', (_, figure) => {
  it('is drawn at any size, in any marks and colours', () => {
    const random = randomFrom(11);
    const cursor = firstCursor(figure);
    const check = (width: number, height: number, marks: Marks, colors: ColorDepth) => {
      const shape = { title: random() < 0.5, compact: random() < 0.5 };
      const options = { width, height, marks, colors, cursor, ...shape };
      const grid = drawFigure(figure, options);
      expect([grid.width, grid.height]).toEqual([width, height]);
      for (const codes of [grid.fg, grid.bg]) expect(codes.every(isIn[colors])).toBe(true);
      const text = gridLines(grid).join('\n');
      expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
      if (marks === 'ascii') expect(text).not.toMatch(/[^\n\x20-\x7e]/);
      cellToData(figure, options, width >> 1, height >> 1);
    };
    for (const [width, height] of sizes)
      for (const marks of ['braille', 'block', 'ascii'] as const)
        for (const colors of ['true', '256', '16', 'none'] as const)
          check(width, height, marks, colors);
    for (let i = 0; i < 12; i++)
      check(1 + Math.floor(random() * 90), 1 + Math.floor(random() * 40), 'braille', 'true');
    check(300, 100, 'braille', 'true');
  });

  it('is told in words', () => {
    const cursor = firstCursor(figure);
    if (cursor) expect(readout(figure, cursor).length).toBeGreaterThan(0);
    for (const ascii of [true, false]) {
      const text = plainText(figure, { width: 60, height: 8, ascii });
      if (ascii) expect(text).toMatch(/^[\n\x20-\x7e]*$/);
      expect(text).not.toContain('\x1b');
    }
    expect(describeFigure(figure)).not.toContain('undefined');
  });
});
