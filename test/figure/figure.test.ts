import { describe, expect, it } from 'vitest';
import { oklab } from '../../src/cells/color.ts';
import { countRange, logAxis, sparseTicks, upFromZero } from '../../src/figure/axes.ts';
import {
  colorAt,
  diverging,
  frequencyColor,
  frequencyScale,
  viridis,
  ylOrRd
} from '../../src/figure/colors.ts';
import type { Figure } from '../../src/figure/figure.ts';
import { figureJson } from '../../src/figure/json.ts';
import { cursor, epochCursor, marks, threshold, thresholdLine } from '../../src/figure/marks.ts';
import { plain, verbatim } from '../../src/figure/text.ts';
import { template, themed } from '../../src/figure/theme.ts';

describe('colour scales', () => {
  it('go from 0 to 1 in rising steps of #rrggbb', () => {
    for (const scale of [viridis, ylOrRd, diverging, frequencyScale(7)]) {
      expect([scale[0]?.[0], scale.at(-1)?.[0]]).toEqual([0, 1]);
      for (const [i, [stop, color]] of scale.entries()) {
        expect(stop).toBeGreaterThanOrEqual(scale[i - 1]?.[0] ?? 0);
        expect(color).toMatch(/^#[0-9a-f]{6}$/);
      }
    }
  });

  it('are white in the middle when diverging', () => {
    expect(colorAt(diverging, 0.5)).toBe('#ffffff');
  });

  it('are interpolated and clamped by colorAt', () => {
    const grey = [
      [0, '#000000'],
      [1, '#ffffff']
    ] as const;
    expect([-1, 0, 0.5, 1, 2, Number.NaN].map((t) => colorAt(grey, t))).toEqual([
      '#000000',
      '#000000',
      '#808080',
      '#ffffff',
      '#ffffff',
      '#000000'
    ]);
  });

  it.each([6, 29, 56])('tell %i frequencies apart, neighbours clearly', (count) => {
    const lab = Array.from({ length: count }, (_, k) =>
      oklab(Number.parseInt(frequencyColor(k + 1, count).slice(1), 16))
    );
    const apart = (a: number, b: number) => Math.hypot(...lab[a].map((v, i) => v - lab[b][i]));
    for (let a = 0; a < count; a++)
      for (let b = 0; b < a; b++) expect(apart(a, b)).toBeGreaterThan(b === a - 1 ? 0.1 : 0.02);
    expect(apart(0, count - 1)).toBeGreaterThan(0.1);
  });

  it('give every frequency one flat step', () => {
    const scale = frequencyScale(6);
    for (let index = 0; index < 6; index++)
      expect(colorAt(scale, (index + 0.5) / 6)).toBe(frequencyColor(index + 1, 6));
  });
});

describe('marks', () => {
  it('name the cursor and place it over the whole height', () => {
    expect(epochCursor(500)).toMatchObject({ type: 'line', name: 'cursor', x0: 500, x1: 500 });
    expect(cursor(500).annotations[0]?.text).toBe('epoch 500');
    expect(cursor(null)).toEqual({ shapes: [], annotations: [] });
  });

  it('name thresholds and label them', () => {
    expect(thresholdLine('x', 2)).toMatchObject({ name: 'threshold', x0: 2, x1: 2, y0: 0, y1: 1 });
    const both = marks(threshold('y', 0.7, 'blob'), cursor(3));
    expect(both.shapes.map(({ name }) => name)).toEqual(['threshold', 'cursor']);
    expect(both.annotations.map(({ text }) => text)).toEqual(['blob', 'epoch 3']);
  });
});

describe('axes', () => {
  it('label all of a few rows and round numbers of many', () => {
    expect(sparseTicks(3, 1)).toEqual({ tickvals: [0, 1, 2], ticktext: ['1', '2', '3'] });
    expect(sparseTicks(56, 1).ticktext.slice(0, 4)).toEqual(['1', '5', '10', '15']);
    expect(sparseTicks(100, 0, 5).ticktext).toEqual(['0', '20', '40', '60', '80']);
  });

  it('tick log axes by powers of ten where they span several', () => {
    expect(
      logAxis([
        [1e-7, 10],
        [0, Number.NaN]
      ])
    ).toMatchObject({ type: 'log', nticks: 10 });
    expect(logAxis([[1e-12, 10]])).toMatchObject({ type: 'log', nticks: 8 });
    expect(logAxis([[1, 5]])).toEqual({ type: 'log', nticks: 3, exponentformat: 'none' });
    expect(logAxis([[]])).toMatchObject({ type: 'log', nticks: 3 });
  });

  it('of counts reach 5 at least, so that ticks are whole', () => {
    expect(countRange([[0, 0]])).toEqual([0, 5]);
    expect(countRange([[2], [100]])).toEqual([0, 106]);
  });

  it('count up from zero', () => {
    expect(upFromZero([[0, 50], [Number.NaN]])).toEqual([0, 53]);
    expect(upFromZero([[0, 0]])).toEqual([0, 1]);
  });
});

describe('the theme', () => {
  it('is white paper, Inter and a quiet grid, the same for all', () => {
    expect(template.layout).toMatchObject({
      paper_bgcolor: '#ffffff',
      plot_bgcolor: '#ffffff',
      font: { family: 'Inter, sans-serif' },
      xaxis: { gridcolor: '#e9ecf0', zeroline: false }
    });
    expect(themed('T', { height: 3 })).toEqual({ title: { text: 'T' }, template, height: 3 });
  });
});

describe('figureJson', () => {
  const figure: Figure = {
    data: [
      { type: 'scatter', x: Float32Array.of(1, 2), y: [Number.NaN, Infinity], name: 'a' },
      { type: 'heatmap', z: [Int32Array.of(1, 2)] }
    ],
    layout: {}
  };

  it('writes typed arrays as arrays and what is not finite as null', () => {
    expect(figureJson(figure)).toBe(
      '{"data":[{"type":"scatter","x":[1,2],"y":[null,null],"name":"a"},{"type":"heatmap","z":[[1,2]]}],"layout":{}}'
    );
  });

  it('leaves the figure as it is', () => {
    figureJson(figure);
    expect(figure.data[0]).toMatchObject({ y: [Number.NaN, Infinity] });
  });
});

describe('texts of figures', () => {
  it('lets no control character through', () => {
    expect(plain('a\u001b[31mb\u0007')).toBe('a[31mb');
    expect(plain(verbatim('<b>&amp;'))).toBe('<b>&amp;');
  });
});
