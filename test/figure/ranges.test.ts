import { describe, expect, it } from 'vitest';
import { cellEdges } from '../../src/figure/cell-edges.ts';
import type { Figure, Layout, Trace } from '../../src/figure/figure.ts';
import { lockRanges, rangesOf, unionRanges } from '../../src/figure/ranges.ts';
import { visualizations } from '../../src/visualizations/index.ts';
import { drawn, fixtureEpochs } from '../helpers/run-p13.ts';

const figure = (data: readonly Trace[], layout: Layout = {}): Figure => ({ data, layout });
const line = (y: number[]): Trace => ({ type: 'scatter', x: y.map((_, i) => i), y, mode: 'lines' });

describe('rangesOf', () => {
  it('leaves 5 % above and below lines and none beside them', () => {
    expect(rangesOf(figure([line([0, 10])])).axes).toEqual({ xaxis: [0, 1], yaxis: [-0.5, 10.5] });
  });

  it('counts powers of ten on log axes and ignores what has no logarithm', () => {
    const { axes } = rangesOf(
      figure([line([100, 0, -1, Number.NaN, 1])], { yaxis: { type: 'log' } })
    );
    expect(axes.yaxis[0]).toBeCloseTo(-0.1);
    expect(axes.yaxis[1]).toBeCloseTo(2.1);
  });

  it('takes stated ranges, in ascending order', () => {
    const { axes } = rangesOf(figure([line([3])], { yaxis: { range: [1, 0] } }));
    expect(axes.yaxis).toEqual([0, 1]);
  });

  it('holds stacked bars, which stand on 0', () => {
    const bar = (y: number[]): Trace => ({ type: 'bar', x: [1, 2], y, width: 1 });
    const stacked = rangesOf(figure([bar([1, 4]), bar([2, 6])], { barmode: 'stack' }));
    expect(stacked.axes).toEqual({ xaxis: [0.5, 2.5], yaxis: [0, 10.5] });
    const grouped = rangesOf(figure([bar([1, 4]), bar([2, 6])]));
    expect(grouped.axes.yaxis).toEqual([0, 6.3]);
  });

  it('goes to the outer edges of heat map cells and has their colours', () => {
    const map: Trace = { type: 'heatmap', z: [[1, Number.NaN, 5]], x: [0, 10, 30], y: [0] };
    expect(rangesOf(figure([map]))).toEqual({
      axes: { xaxis: [-5, 40], yaxis: [-0.5, 0.5] },
      colors: [[1, 5]]
    });
    expect(rangesOf(figure([{ ...map, zmid: 0 }])).colors).toEqual([[-5, 5]]);
  });

  it('counts labels as positions on category axes only', () => {
    const map: Trace = { type: 'heatmap', z: [[1], [2]], x: [0], y: ['a', 'b'] };
    expect(rangesOf(figure([map])).axes.yaxis).toBeUndefined();
    expect(rangesOf(figure([map], { yaxis: { type: 'category' } })).axes.yaxis).toEqual([
      -0.5, 1.5
    ]);
  });

  it('holds thresholds', () => {
    const shapes = [
      { type: 'line', yref: 'y', xref: 'paper', x0: 0, x1: 1, y0: 30, y1: 30 }
    ] as const;
    expect(rangesOf(figure([line([0, 10])], { shapes })).axes.yaxis).toEqual([-1.5, 31.5]);
  });

  it('has nothing for an empty figure', () => {
    expect(rangesOf(figure([]))).toEqual({ axes: {}, colors: [] });
    expect(rangesOf(figure([line([Number.NaN])])).axes).not.toHaveProperty('yaxis');
  });
});

describe('lockRanges', () => {
  it('fixes axes and colours, and keeps a reversed axis reversed', () => {
    const map: Trace = { type: 'heatmap', z: [[1, 2]], zmid: 0 };
    const before = figure([map, line([1])], { yaxis: { autorange: 'reversed' } });
    const ranges = { axes: { yaxis: [0, 3] as const }, colors: [[-9, 9] as const] };
    const locked = lockRanges(before, ranges);
    expect(locked.layout.yaxis).toEqual({ range: [3, 0] });
    expect(locked.data[0]).toEqual({ type: 'heatmap', z: [[1, 2]], zmin: -9, zmax: 9 });
    expect(locked.data[1]).toBe(before.data[1]);
    expect(before.layout.yaxis).toEqual({ autorange: 'reversed' });
  });

  it('is at rest on a figure locked to its own ranges', () => {
    for (const visualization of visualizations) {
      const ranges = rangesOf(drawn(visualization));
      expect(rangesOf(lockRanges(drawn(visualization), ranges))).toEqual(ranges);
    }
  });

  it('gives all frames of an animation the same axes and colours', () => {
    for (const visualization of visualizations.filter(({ kind }) => kind === 'epoch')) {
      const frames = fixtureEpochs(visualization).map((epoch) => drawn(visualization, {}, epoch));
      const ranges = frames.map(rangesOf).reduce(unionRanges);
      const [first, ...rest] = frames.map((frame) => rangesOf(lockRanges(frame, ranges)));
      for (const other of rest) expect(other).toEqual(first);
    }
  });
});

describe('cellEdges', () => {
  it('lie midway between uneven centres and as far outside at the ends', () => {
    expect([...cellEdges([0, 10, 59])]).toEqual([-5, 5, 34.5, 83.5]);
    expect([...cellEdges([7])]).toEqual([6.5, 7.5]);
    expect([...cellEdges([])]).toEqual([]);
  });
});
