import { describe, expect, it } from 'vitest';
import { diverging, viridis } from '../../src/figure/colors.ts';
import { detectTurn } from '../../src/turn/index.ts';
import {
  renderAttentionFreqHeatmap,
  renderDimensionalityTrajectory,
  renderDominantFrequencies,
  renderLossCurves,
  renderNeuronHeatmap,
  renderSingularValueSpectrum
} from '../../src/visualizations/figures.ts';
import lossCurves from '../../src/visualizations/loss/loss-curves.ts';
import { grokking } from '../helpers/curves.ts';
import { runP13 } from '../helpers/run-p13.ts';
import { bars, heatmap, scatters, shapesNamed } from '../helpers/traces.ts';

describe('loss_curves', () => {
  const losses = {
    train_losses: [4, 2, 1, 0.5],
    test_losses: [4.1, 5, 6, 7],
    checkpoint_epochs: [0, 3]
  };

  it('draws train and test loss on a log axis with checkpoint diamonds and the cursor', () => {
    const figure = renderLossCurves(losses, { currentEpoch: 3 });
    const [train, test, stored] = scatters(figure);
    expect([train?.name, test?.name]).toEqual(['Train', 'Test']);
    expect(Array.from(train.x)).toEqual([0, 1, 2, 3]);
    expect(figure.layout.yaxis?.type).toBe('log');
    expect(stored).toMatchObject({ mode: 'markers', marker: { symbol: 'diamond' } });
    expect(Array.from(stored.y)).toEqual([4.1, 7]);
    expect(stored?.hovertemplate).toContain('Epoch %{x} (Index %{customdata})');
    expect(shapesNamed(figure, 'cursor')).toMatchObject([{ x0: 3 }]);
  });

  it('follows a run in progress, whose test loss lags and whose checkpoints are few', () => {
    const { checkpoint_epochs: _, ...live } = { ...losses, test_losses: [4.1, 5, 6] };
    expect(scatters(renderLossCurves(live)).map(({ y }) => y.length)).toEqual([4, 3]);
  });

  it('hands out the same arrays wherever the cursor stands', () => {
    const data = runP13('losses');
    const at = (epoch: number) =>
      lossCurves.figure(data, {
        currentEpoch: epoch,
        scale: 'log',
        phases: false,
        turn: true,
        answers: 13,
        title: null
      });
    expect(at(3).data[0]).toBe(at(4).data[0]);
  });

  it('marks the turn by a dashed line as opaque as it is certain, and on request the phases', () => {
    const { train, test } = grokking(2000, { at: 1000, width: 100, noise: 0.6 });
    const data = { train_losses: train, test_losses: test, checkpoint_epochs: [0, 1999] };
    const { turn, margin, confidence, windows } = detectTurn(
      { train, test },
      { answers: 13, resamples: 4 }
    );
    const figure = renderLossCurves(data, { answers: 13, currentEpoch: 1999 });
    expect(shapesNamed(figure, 'event')).toMatchObject([
      { x0: turn, x1: turn, y0: 0, y1: 1, line: { dash: 'dash' }, opacity: confidence }
    ]);
    expect(confidence).toBeLessThan(1);
    expect(figure.layout.annotations?.map(({ text, x }) => [text, x])).toEqual([
      [`turn ${turn} ±${margin} (detectors)`, turn],
      ['epoch 1999', 1999]
    ]);
    expect(shapesNamed(renderLossCurves(data, { turn: false }), 'event')).toEqual([]);
    const phases = renderLossCurves(data, { answers: 13, phases: true });
    expect(shapesNamed(phases, 'window').map(({ x0, x1 }) => [x0, x1])).toEqual([
      [windows.plateau!.start, windows.plateau!.end],
      [windows.secondDescent!.start, windows.secondDescent!.end]
    ]);
    expect(shapesNamed(phases, 'event').map(({ x0 }) => x0)).toEqual([
      windows.memorization!.end,
      turn
    ]);
  });

  it('marks nothing in runs that never turn', () => {
    const n = 400;
    const flat = new Float64Array(n).fill(4);
    const falling = Float64Array.from({ length: n }, (_, e) => 4 * Math.exp(-e / 50));
    for (const test_losses of [flat, falling, flat.map(Math.log), new Float64Array(0)]) {
      const figure = renderLossCurves({ train_losses: flat, test_losses }, { phases: true });
      expect(figure.layout.shapes).toEqual([]);
      expect(figure.layout.annotations).toEqual([]);
    }
  });

  it('keeps the label of the turn off that of the cursor', () => {
    const { train, test } = grokking(2000, { at: 1000, width: 30 });
    const at = (currentEpoch: number) =>
      renderLossCurves({ train_losses: train, test_losses: test }, { currentEpoch }).layout
        .annotations?.[0];
    expect(at(1050)).toMatchObject({ xanchor: 'right', xshift: -34 });
    expect(at(900)).toMatchObject({ xanchor: 'left', xshift: 34 });
    expect(at(0)).toMatchObject({ xanchor: 'center' });
  });

  it('says that there are no losses yet', () => {
    expect(() => renderLossCurves({})).toThrow('missing array: train_losses');
  });

  it('keeps NaN and infinity in memory', () => {
    const odd = { train_losses: [1, Number.NaN], test_losses: [Number.POSITIVE_INFINITY, 1] };
    const [train, test] = scatters(renderLossCurves(odd));
    expect(train?.y[1]).toBeNaN();
    expect(test?.y[0]).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('neuron_heatmap', () => {
  const activations = [0, 1, 2].map((n) => [
    [n, -2 * n],
    [3 * n, 0]
  ]);

  it('shows a down and b across on a scale symmetric about 0', () => {
    const figure = renderNeuronHeatmap({ activations }, { neuron: 2, epoch: 400 });
    const map = heatmap(figure);
    expect(map.z.map((row) => Array.from(row))).toEqual([
      [2, -4],
      [6, 0]
    ]);
    expect([map.zmin, map.zmax]).toEqual([-6, 6]);
    expect(figure.layout.yaxis).toMatchObject({ title: { text: 'a' }, autorange: 'reversed' });
    expect(figure.layout.xaxis).toMatchObject({ title: { text: 'b' } });
    expect(figure.layout.title?.text).toBe('Neuron 2 · Epoch 400');
  });

  it('refuses a neuron out of range and names the range', () => {
    const refused = expect.objectContaining({
      message: 'neuron out of range: 3',
      hint: 'expected a neuron from 0 to 2'
    });
    expect(() => renderNeuronHeatmap({ activations }, { neuron: 3 })).toThrow(refused);
    const map = [[1]];
    expect(() => renderNeuronHeatmap({ map, neurons: 3 }, { neuron: 3 })).toThrow(refused);
    expect(() => renderNeuronHeatmap({ map }, { neuron: -1 })).toThrow('invalid neuron: -1');
  });

  it('takes one neuron’s map with the colour range of the run', () => {
    const map = heatmap(renderNeuronHeatmap({ map: [[1, 2]], limit: 5 }));
    expect([map.zmin, map.zmax]).toEqual([0, 5]);
  });

  it('has a sequential scale from 0, a diverging one where an activation is below 0', () => {
    expect(heatmap(renderNeuronHeatmap({ map: [[0, 2]] })).colorscale).toBe(viridis);
    const signed = heatmap(renderNeuronHeatmap({ map: [[-1, 2]] }));
    expect([signed.colorscale, signed.zmin, signed.zmax]).toEqual([diverging, -2, 2]);
  });

  it('has a range also for a dead neuron', () => {
    expect(heatmap(renderNeuronHeatmap({ map: [[0, 0]] })).zmax).toBe(1);
  });
});

describe('dominant_frequencies', () => {
  const coefficients = [0.5, 2, 0.2, 0.3, 1, 0.1, 3];

  it('names row 2k-1 sin k and row 2k cos k', () => {
    const [series] = bars(renderDominantFrequencies({ coefficients }));
    expect(series?.customdata).toEqual([
      'const',
      'sin 1',
      'cos 1',
      'sin 2',
      'cos 2',
      'sin 3',
      'cos 3'
    ]);
  });

  it('shows coefficients above the threshold opaque and names their frequencies', () => {
    const figure = renderDominantFrequencies({ coefficients }, { epoch: 500 });
    expect(bars(figure)[0]?.marker?.opacity).toEqual([0.4, 1, 0.4, 0.4, 0.4, 0.4, 1]);
    expect(shapesNamed(figure, 'threshold')).toMatchObject([{ y0: 1, y1: 1 }]);
    expect(figure.layout.title?.text).toBe('Fourier norms of W_E · Epoch 500 (k 1, 3)');
    const lower = renderDominantFrequencies({ coefficients }, { threshold: 0.25 });
    expect(lower.layout.title?.text).toContain('(k 1, 2, 3)');
  });

  it('marks each frequency between its sine and cosine', () => {
    expect(renderDominantFrequencies({ coefficients }).layout.xaxis).toMatchObject({
      tickvals: [0, 1.5, 3.5, 5.5],
      ticktext: ['0', '1', '2', '3']
    });
  });
});

describe('dimensionality_trajectory', () => {
  const summary = {
    epochs: [0, 10],
    pr_W_E: [14, 13],
    pr_W_pos: [3, 2.9],
    pr_W_in: [120, 30],
    pr_W_out: [120, 40],
    pr_W_U: [12, 11],
    pr_W_Q: [
      [10, 20],
      [30, 50]
    ]
  };
  const names = (options = {}, data: object = summary) =>
    scatters(renderDimensionalityTrajectory(data as typeof summary, options)).map((t) => t.name);

  it('draws the five matrices outside attention unless told otherwise', () => {
    expect(names()).toEqual(['W_E', 'W_pos', 'W_in', 'W_out', 'W_U']);
    expect(names({ matrices: 'W_in, W_Q' })).toEqual(['W_in', 'W_Q']);
  });

  it('averages attention matrices over their heads', () => {
    const [line] = scatters(renderDimensionalityTrajectory(summary, { matrices: 'attention' }));
    expect(Array.from(line.y)).toEqual([15, 40]);
  });

  it('leaves out matrices that a family does not have', () => {
    expect(names({}, { ...summary, pr_W_E: [], pr_W_pos: [], pr_W_U: [] })).toEqual([
      'W_in',
      'W_out'
    ]);
    expect(() => names({ matrices: 'W_E' }, { ...summary, pr_W_E: [] })).toThrow(
      'missing array: pr_W_E'
    );
    expect(() => names({}, { epochs: [0, 10] })).toThrow('missing array: pr_W_E');
  });

  it('shows a zero that was filled in for an epoch without a value as a gap', () => {
    const [line] = scatters(renderDimensionalityTrajectory({ epochs: [0, 1], pr_W_in: [0, 9] }));
    expect(Array.from(line.y)).toEqual([Number.NaN, 9]);
  });

  it('names the known matrices when one is unknown', () => {
    expect(() => names({ matrices: 'W_X' })).toThrow('unknown matrix: W_X');
  });
});

describe('singular_value_spectrum', () => {
  it('draws bars and gives the participation ratio with one decimal', () => {
    const figure = renderSingularValueSpectrum({ sv_W_in: [2, 1, 1] }, { epoch: 9 });
    expect(Array.from(bars(figure)[0].y)).toEqual([2, 1, 1]);
    expect(figure.layout.title?.text).toBe('Singular values of W_in · Epoch 9 (PR 2.7)');
  });

  it('agrees with the summary of the p=13 run', () => {
    const arrays = runP13('effective_dimensionality/epoch_00059');
    expect(renderSingularValueSpectrum(arrays).layout.title?.text).toContain('(PR 112.9)');
  });

  it('takes head 0 of attention matrices unless told otherwise, and refuses others', () => {
    const arrays = runP13('effective_dimensionality/epoch_00059');
    const of = (options: object) =>
      renderSingularValueSpectrum(arrays, { matrix: 'W_Q', ...options });
    expect(bars(of({}))[0]?.y).toEqual(arrays.sv_W_Q?.data.subarray(0, 32));
    expect(of({ head: 3 }).layout.title?.text).toContain('W_Q head 3');
    expect(() => of({ head: 4 })).toThrow('head out of range: 4');
    expect(() => of({ matrix: 'W_X' })).toThrow('unknown matrix: W_X');
  });
});

describe('attention_freq_heatmap', () => {
  it('shows frequencies from 1 by heads from 0', () => {
    const map = heatmap(renderAttentionFreqHeatmap(runP13('attention_freq/epoch_00059')));
    expect([map.x, map.y]).toEqual([
      [0, 1, 2, 3],
      [1, 2, 3, 4, 5, 6]
    ]);
    expect([map.zmin, map.zmax]).toEqual([0, 1]);
  });
});
