import { describe, expect, it } from 'vitest';
import { areaOf, movedCursor, type PlotArea, panned, zoomed } from '../../src/tui/state/zoom.ts';

const area: PlotArea = {
  axes: 'xy',
  columns: 100,
  rows: 20,
  left: 0,
  top: 0,
  x: [0, 1000],
  y: [0, 1],
  whole: { x: [0, 1000], y: [0, 1] },
  isLog: { x: false, y: false },
  stops: { axes: 'xy', x: Float64Array.from({ length: 1001 }, (_, i) => i), y: null },
  isMatrix: false,
  isOverEpochs: true,
  columnEpochs: null,
  home: null,
  subject: null
};
const matrix: PlotArea = {
  ...area,
  columns: 40,
  rows: 10,
  x: [-0.5, 19.5],
  y: [-0.5, 19.5],
  whole: { x: [-0.5, 19.5], y: [-0.5, 19.5] },
  stops: {
    axes: 'xy',
    x: Array.from({ length: 20 }, (_, i) => i),
    y: Array.from({ length: 20 }, (_, i) => i)
  },
  isMatrix: true,
  isOverEpochs: false
};

describe('the value cursor', () => {
  it('goes a cell at a time where a cell holds many points, else to the next point', () => {
    expect(movedCursor([area], { x: 500 }, 1, 0)).toEqual({ axes: 'xy', x: 510 });
    expect(movedCursor([area], { x: 500 }, -10, 0)).toEqual({ axes: 'xy', x: 400 });
    expect(movedCursor([matrix], { x: 5, y: 5 }, 1, 0)).toEqual({ axes: 'xy', x: 6, y: 5 });
    expect(movedCursor([matrix], { x: 5, y: 5 }, 0, 1)).toEqual({ axes: 'xy', x: 5, y: 3 });
  });

  it('stays inside the figure', () => {
    expect(movedCursor([area], { x: 995 }, 1, 0).x).toBe(1000);
    expect(movedCursor([area], { x: 1000 }, 1, 0).x).toBe(1000);
    expect(movedCursor([matrix], { x: 0, y: 0 }, -1, 1)).toEqual({ axes: 'xy', x: 0, y: 0 });
  });

  it('goes down a reversed axis as the screen does', () => {
    const reversed = {
      ...matrix,
      y: [19.5, -0.5] as const,
      whole: { ...matrix.whole, y: [19.5, -0.5] as const }
    };
    expect(movedCursor([reversed], { x: 5, y: 5 }, 0, 1).y).toBe(7);
  });

  it('steps into the area above or below', () => {
    const below = { ...area, axes: 'x2y2', top: 12, stops: { ...area.stops, axes: 'x2y2' } };
    expect(movedCursor([area, below], { x: 500 }, 0, 1)).toEqual({ axes: 'x2y2', x: 500 });
    expect(movedCursor([area, below], { axes: 'x2y2', x: 500 }, 0, -1)).toEqual({
      axes: 'xy',
      x: 500
    });
    expect(movedCursor([area, below], { axes: 'x2y2', x: 500 }, 0, 1)).toEqual({
      axes: 'x2y2',
      x: 500
    });
    expect(areaOf([area, below], { axes: 'x2y2', x: 0 })).toBe(below);
  });

  it('moves evenly over a log axis', () => {
    const log = {
      ...area,
      x: [0, 3] as const,
      isLog: { x: true, y: false },
      whole: { ...area.whole, x: [0, 3] as const }
    };
    const x = movedCursor([log], { x: 10 }, 33, 0).x;
    expect(x).toBeGreaterThan(95);
    expect(x).toBeLessThan(105);
  });
});

describe('the window', () => {
  it('zooms about the cursor and never beyond the figure', () => {
    expect(zoomed(area, { x: 250 }, 0.5)).toEqual({ axes: 'xy', x: [125, 625], y: null });
    expect(zoomed(area, { x: 0 }, 0.5)?.x).toEqual([0, 500]);
    expect(zoomed(area, { x: 250 }, 2)).toBeNull();
    expect(zoomed({ ...area, x: [900, 1000] }, { x: 950 }, 4)?.x).toEqual([600, 1000]);
    expect(zoomed(matrix, { x: 0, y: 19 }, 0.5)?.y?.[1]).toBeCloseTo(19.25);
  });

  it('pans by shares of what is shown and stops at the edges', () => {
    const part = { ...area, x: [100, 300] as const };
    expect(panned(part, 0.25, 0)?.x).toEqual([150, 350]);
    expect(panned(part, -1, 0)?.x).toEqual([0, 200]);
    expect(panned(area, 0.25, 0)).toBeNull();
  });

  it('does not zoom into nothing', () => {
    let window = zoomed(area, { x: 500 }, 0.5);
    for (let i = 0; i < 100; i++) window = zoomed({ ...area, x: window!.x }, { x: 500 }, 0.5);
    expect(window!.x[1] - window!.x[0]).toBeGreaterThanOrEqual(0.000_999);
  });
});
