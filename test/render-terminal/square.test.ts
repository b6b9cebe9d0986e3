import { describe, expect, it } from 'vitest';
import { diverging, viridis } from '../../src/figure/colors.ts';
import type { Figure, HeatmapTrace } from '../../src/figure/figure.ts';
import { drawFigure, pixelNote } from '../../src/render-terminal/index.ts';
import { planFigure, type Subplot } from '../../src/render-terminal/plan/plan.ts';

const square = {
  xaxis: { constrain: 'domain' },
  yaxis: { constrain: 'domain', autorange: 'reversed', scaleanchor: 'x' }
} as const;

function map(p: number, more: Partial<HeatmapTrace> = {}): Figure {
  const z = Array.from({ length: p }, (_, a) => Array.from({ length: p }, (_, b) => (a + b) % p));
  return { data: [{ type: 'heatmap', z, colorscale: viridis, ...more }], layout: square };
}

/** Units of an axis per pixel, across and down: half a cell is as high as a cell is wide. */
function perPixel({ plot, x, y }: Subplot): [number, number] {
  return [Math.abs(x.high - x.low) / plot.width, Math.abs(y.high - y.low) / (plot.height * 2)];
}

describe('a square map', () => {
  it.each([
    [59, 100, 40, 1],
    [13, 100, 40, 1 / 5],
    [59, 60, 24, 3 / 2],
    [59, 30, 12, 4]
  ])('of %i in %i × %i cells has as many cells across a pixel as down', (p, width, height) => {
    const [subplot] = planFigure(map(p), { width, height }).subplots;
    const [across, down] = perPixel(subplot);
    expect(across).toBeCloseTo(down, 9);
    const whole = across < 1 ? 1 / across : across;
    expect(whole).toBeCloseTo(Math.round(whole), 9);
  });

  it('shows every cell once where all fit, also an odd number of rows', () => {
    const p = 59;
    const grid = drawFigure(map(p), { width: 90, height: 34, colors: 'true' });
    const [{ plot }] = planFigure(map(p), { width: 90, height: 34 }).subplots;
    expect([plot.width, plot.height]).toEqual([59, 30]);
    const last = (plot.top + 29) * grid.width + plot.left;
    expect(grid.bg[last]).toBe(-1);
    expect(pixelNote(map(p), { width: 90, height: 34 })).toBe('');
  });

  it('says how many cells a pixel stands for, and how', () => {
    const size = { width: 30, height: 12 };
    expect(pixelNote(map(59), size)).toBe('max 3×3');
    expect(pixelNote(map(59, { meta: { pooled: 'mean' } }), size)).toBe('≈ 3×3');
    expect(pixelNote(map(59, { meta: { pooled: 'mean' } }), { ...size, marks: 'ascii' })).toBe(
      '~ 3x6'
    );
  });

  it('of 113 shows a pixel per cell around the cursor in 56 rows, all of it in half of them', () => {
    const size = { width: 150, height: 56 };
    const shown = (crop: { x?: number; y?: number } | null) =>
      planFigure(map(113), { ...size, crop }).subplots[0];
    expect(perPixel(shown({}))).toEqual([1, 1]);
    const { plot } = shown({});
    expect(pixelNote(map(113), { ...size, crop: {} })).toBe(`1:1, ${plot.height * 2} of 113 rows`);
    expect(shown({ y: 112 }).y.low).toBe(112.5);
    expect(shown({ y: 0 }).y.high).toBe(-0.5);
    expect(perPixel(shown(null))).toEqual([2, 2]);
  });
});

describe('a diverging map', () => {
  it('shows 0 in the colour of its middle', () => {
    const figure: Figure = {
      data: [{ type: 'heatmap', z: [[-1, 0, 1]], colorscale: diverging, zmin: -1, zmax: 1 }],
      layout: {}
    };
    const grid = drawFigure(figure, { width: 5, height: 1, colors: 'true' });
    expect([...grid.bg.subarray(1, 4)]).toEqual([0x0b3c6f, 0xffffff, 0x7f3204]);
  });
});

describe('points on axes of one scale', () => {
  const circle = (constrain?: 'domain'): Figure => {
    const turns = Array.from({ length: 64 }, (_, i) => (i / 64) * 2 * Math.PI);
    return {
      data: [{ type: 'scatter', x: turns.map(Math.cos), y: turns.map(Math.sin), mode: 'markers' }],
      layout: { xaxis: { constrain }, yaxis: { scaleanchor: 'x', constrain } }
    };
  };

  it.each([[undefined], ['domain']] as const)('make a circle round, constrained to %s', (way) => {
    for (const [width, height] of [
      [100, 30],
      [40, 40],
      [38, 11]
    ]) {
      const [subplot] = planFigure(circle(way), { width, height }).subplots;
      const [across, down] = perPixel(subplot);
      expect(across / down).toBeGreaterThan(0.93);
      expect(across / down).toBeLessThan(1.07);
    }
  });

  it('show more of the longer axis rather than leave room empty', () => {
    const size = { width: 100, height: 30 };
    const [wide] = planFigure(circle(), size).subplots;
    const [narrow] = planFigure(circle('domain'), size).subplots;
    expect(wide.plot.width).toBeGreaterThan(narrow.plot.width);
    expect(wide.x.high).toBeGreaterThan(1.5);
    expect(wide.y.high).toBeLessThan(1.2);
  });
});
