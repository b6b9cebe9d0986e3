import { describe, expect, it } from 'vitest';
import { binEdges, histogram } from '../../src/array/statistics/histogram.ts';
import {
  renderBlobCountTrajectory,
  renderCoarsenessByNeuron,
  renderCoarsenessDistribution,
  renderCoarsenessTrajectory
} from '../../src/visualizations/figures.ts';
import { runP13 } from '../helpers/run-p13.ts';
import { bars, scatters, shapesNamed } from '../helpers/traces.ts';

const summary = {
  epochs: [0, 100, 500, 1000],
  mean_coarseness: [0.2, 0.25, 0.4, 0.75],
  p25_coarseness: [0.1, 0.1, 0.2, 0.6],
  p75_coarseness: [0.3, 0.4, 0.6, 0.9],
  blob_count: [0, 1, 3, 5]
};
const six = { coarseness: [0.1, 0.3, 0.5, 0.75, 0.8, 0.9] };
const [blue, purple, red] = ['rgb(31,119,180)', 'rgb(148,103,189)', 'rgb(214,39,40)'];

describe('REQ_024 renderers', () => {
  it('renderCoarsenessTrajectory fitted to the neurons leaves out a threshold far above', () => {
    const low = {
      ...summary,
      p75_coarseness: Array.from(summary.epochs as ArrayLike<number>, () => 0.04)
    };
    const full = renderCoarsenessTrajectory(low).layout;
    const { yaxis, shapes } = renderCoarsenessTrajectory(low, { fitted: true }).layout;
    expect([full.yaxis?.range?.[1], full.shapes?.length]).toEqual([1, 1]);
    expect(yaxis?.range?.[1]).toBeCloseTo(0.0424, 6);
    expect(shapes).toEqual([]);
  });

  it('renderCoarsenessTrajectory draws mean line, p25–p75 band, epoch indicator and blob threshold reference', () => {
    const figure = renderCoarsenessTrajectory(summary, { currentEpoch: 500 });
    const [p25, p75, mean] = scatters(figure);
    expect([p25?.name, p75?.name, mean?.name]).toEqual(['p25', 'p75', 'Mean']);
    expect(Array.from(mean.x)).toEqual(summary.epochs);
    expect(Array.from(mean.y)).toEqual(summary.mean_coarseness);
    expect(p75?.fill).toBe('tonexty');
    expect(shapesNamed(figure, 'cursor')).toMatchObject([{ x0: 500, x1: 500 }]);
    expect(shapesNamed(figure, 'threshold')).toMatchObject([{ y0: 0.7, y1: 0.7 }]);
    expect(figure.layout.yaxis?.range).toEqual([0, 1]);
    expect(figure.layout.height).toBe(300);
  });

  it('renderCoarsenessDistribution draws a histogram with 3-region coloring and threshold reference lines', () => {
    const figure = renderCoarsenessDistribution(six, { epoch: 500 });
    const series = bars(figure).map(({ name, marker }) => [name, marker?.color]);
    expect(series).toEqual([
      ['Plaid', blue],
      ['Transitional', purple],
      ['Blob', red]
    ]);
    expect(bars(figure).map(({ y }) => y.length)).toEqual([20, 20, 20]);
    expect(bars(figure).map(({ y }) => sum(y))).toEqual([2, 1, 3]);
    expect(figure.layout.barmode).toBe('stack');
    expect(shapesNamed(figure, 'threshold').map(({ x0 }) => x0)).toEqual([0.5, 0.7]);
  });

  it('renderBlobCountTrajectory draws a line figure from summary data', () => {
    const figure = renderBlobCountTrajectory(summary);
    expect(scatters(figure)).toMatchObject([{ mode: 'lines+markers' }]);
    expect(Array.from(scatters(figure)[0].y)).toEqual(summary.blob_count);
    expect(shapesNamed(figure, 'cursor')).toEqual([]);
    const placed = renderBlobCountTrajectory(summary, { currentEpoch: 100 });
    expect(shapesNamed(placed, 'cursor')).toMatchObject([{ x0: 100 }]);
  });

  it('renderCoarsenessByNeuron draws one bar per neuron with per-neuron coloring', () => {
    const figure = renderCoarsenessByNeuron(six, { epoch: 500 });
    expect(bars(figure)).toHaveLength(1);
    expect(Array.from(bars(figure)[0].y)).toEqual(six.coarseness);
    expect(bars(figure)[0].marker?.color).toEqual([blue, blue, purple, red, red, red]);
    expect(shapesNamed(figure, 'threshold').map(({ y0 }) => y0)).toEqual([0.5, 0.7]);
    expect(figure.layout).toMatchObject({ width: 900, height: 300 });
  });

  it('all renderers accept a title override', () => {
    const figures = [
      renderCoarsenessTrajectory(summary, { title: 'Mine' }),
      renderCoarsenessDistribution(six, { title: 'Mine' }),
      renderBlobCountTrajectory(summary, { title: 'Mine' }),
      renderCoarsenessByNeuron(six, { title: 'Mine' })
    ];
    for (const figure of figures) expect(figure.layout.title?.text).toBe('Mine');
  });
});

describe('REQ_024 visual quality', () => {
  it('the percentile band is a semi-transparent fill', () => {
    const band = scatters(renderCoarsenessTrajectory(summary))[1];
    expect(band?.fillcolor).toBe('rgba(31,119,180,0.15)');
  });

  it('threshold reference lines are dashed and muted, with annotations', () => {
    const figure = renderCoarsenessDistribution(six);
    for (const { line } of shapesNamed(figure, 'threshold'))
      expect(line).toMatchObject({ dash: 'dash', color: '#66717d' });
    const texts = figure.layout.annotations?.map(({ text }) => text);
    expect(texts).toEqual(['plaid < 0.5', 'blob ≥ 0.7']);
  });

  it('hover tooltips provide exact values', () => {
    expect(scatters(renderCoarsenessTrajectory(summary))[2]?.hovertemplate).toBe(
      'epoch %{x}<br>mean %{y:.6~g}<extra></extra>'
    );
    const [plaid] = bars(renderCoarsenessDistribution(six));
    expect(plaid?.customdata?.[13]).toEqual([0.65, 0.7]);
    expect(plaid?.hovertemplate).toContain('%{y} neurons');
  });

  it('titles include the epoch and the blob count', () => {
    const title = (epoch?: number) =>
      renderCoarsenessDistribution(six, epoch === undefined ? {} : { epoch }).layout.title?.text;
    expect(title(500)).toBe('Coarseness distribution · Epoch 500 (3/6 blob neurons)');
    expect(title()).toBe('Coarseness distribution (3/6 blob neurons)');
  });
});

describe('coarseness regions', () => {
  it('leave out empty regions', () => {
    const names = bars(renderCoarsenessDistribution({ coarseness: [0.1, 0.2, 0.95] })).map(
      ({ name }) => name
    );
    expect(names).toEqual(['Plaid', 'Blob']);
  });

  it('count a stored float32 0.7 as a blob, in the bin that begins at 0.7', () => {
    for (const coarseness of [Float32Array.of(0.7, 0.5), [0.7, 0.5]]) {
      const [transitional, blob] = bars(renderCoarsenessDistribution({ coarseness }));
      expect([transitional?.name, blob?.name]).toEqual(['Transitional', 'Blob']);
      expect(transitional?.y[10]).toBe(1);
      expect(blob?.y[14]).toBe(1);
    }
  });

  it('follow the thresholds and the number of bins', () => {
    const options = { blobThreshold: 0.9, plaidThreshold: 0.2, nBins: 10 };
    const figure = renderCoarsenessDistribution(six, options);
    expect(bars(figure).map(({ y }) => sum(y))).toEqual([1, 4, 1]);
    expect(bars(figure)[0]?.y).toHaveLength(10);
    expect(shapesNamed(figure, 'threshold').map(({ x0 }) => x0)).toEqual([0.2, 0.9]);
  });

  it('refuse a plaid threshold above the blob threshold', () => {
    expect(() => renderCoarsenessDistribution(six, { plaidThreshold: 0.8 })).toThrow(
      'invalid plaid_threshold: 0.8'
    );
  });

  it('stack both regions in a bin that a threshold cuts', () => {
    const figure = renderCoarsenessDistribution({ coarseness: [0.45, 0.55] }, { nBins: 3 });
    expect(bars(figure).map(({ y }) => y[1])).toEqual([1, 1]);
  });

  it('leave NaN out of the histogram and grey in the bars', () => {
    const coarseness = [Number.NaN, 0.9, Number.POSITIVE_INFINITY];
    expect(bars(renderCoarsenessDistribution({ coarseness })).map(({ y }) => sum(y))).toEqual([2]);
    expect(bars(renderCoarsenessByNeuron({ coarseness }))[0]?.marker?.color).toEqual([
      '#d5d9de',
      red,
      red
    ]);
  });
});

describe('coarseness of the p=13 run', () => {
  it('gives the histogram that the summary stores', () => {
    const stored = runP13('coarseness/summary');
    for (const [row, epoch] of [
      [0, '00000'],
      [3, '00030'],
      [6, '00059']
    ] as const) {
      const figure = renderCoarsenessDistribution(runP13(`coarseness/epoch_${epoch}`));
      const counts = bars(figure)[0].y as Float64Array;
      const all = counts.map((_, bin) => bars(figure).reduce((n, { y }) => n + y[bin], 0));
      const hist = stored.coarseness_hist.data.subarray(row * 20, row * 20 + 20);
      expect([...all]).toEqual([...hist]);
      const blobs = bars(figure).find(({ name }) => name === 'Blob');
      expect(sum(blobs!.y)).toBe(stored.blob_count!.data[row]);
    }
  });

  it('keeps the arrays of the summary, no epoch is interpolated', () => {
    const stored = runP13('coarseness/summary');
    const mean = scatters(renderCoarsenessTrajectory(stored))[2];
    expect(mean?.x).toBe(stored.epochs?.data);
    expect(mean?.y).toBe(stored.mean_coarseness?.data);
  });
});

describe('missing coarseness keys', () => {
  it('are named with the remedy', () => {
    const { p25_coarseness: _, ...old } = summary;
    expect(() => renderCoarsenessTrajectory(old)).toThrow(
      expect.objectContaining({
        message: 'missing array: p25_coarseness',
        hint: expect.stringContaining('grokscope analyze VARIANT --analyzer coarseness')
      })
    );
  });

  it('are those whose length is not the number of epochs', () => {
    expect(() => renderBlobCountTrajectory({ epochs: [0, 1], blob_count: [] })).toThrow(
      expect.objectContaining({
        message: 'missing array: blob_count',
        hint: expect.stringContaining('does not cover the 2 epochs')
      })
    );
  });
});

describe('histogram', () => {
  it('closes the last bin and ignores what lies outside', () => {
    const edges = binEdges(0, 1, 4);
    expect([...edges]).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect([...histogram([0, 0.25, 0.3, 1, 1.01, -0.1, Number.NaN], edges)]).toEqual([1, 2, 0, 1]);
    expect([...histogram([], edges)]).toEqual([0, 0, 0, 0]);
  });
});

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((total, value) => total + value, 0);
}
