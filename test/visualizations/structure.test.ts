import { describe, expect, it } from 'vitest';
import { bilinearMatrix } from '../../src/analyzers/neurons/bilinear.ts';
import {
  renderFourierBalance,
  renderHeadCoarseMap,
  renderHeadConsensus,
  renderInputTraceAttention,
  renderInputTraceLens,
  renderInputTraceNeurons,
  renderNeuronCoarseMap,
  renderNeuronScales,
  renderNeuronScalesTrajectory,
  renderSpectralGapTrajectory,
  renderTrajectoryCurvature,
  renderTrajectoryLoops,
  renderUnembeddingFrequencies
} from '../../src/visualizations/figures.ts';
import { headKind } from '../../src/visualizations/heads/heads.ts';
import { runP13 } from '../helpers/run-p13.ts';
import { bars, heatmap, scatters, shapesNamed } from '../helpers/traces.ts';

describe('kinds of heads', () => {
  it.each([
    [0.969, 0.094, 'coarse, smooth'],
    [0.014, 0.324, 'fine, edged'],
    [0.349, 0.241, 'mixed, edged'],
    [0.013, 0.334, 'fine, edged']
  ])('low-frequency share %d and gradient %d are %s', (lowFrequency, gradient, kind) => {
    expect(headKind({ lowFrequency, gradient, deviation: 0.3 })).toBe(kind);
  });

  it('are flat where attention hardly varies, whatever its grain', () => {
    expect(headKind({ lowFrequency: 0.9, gradient: 0, deviation: 0.01 })).toBe('flat');
    expect(headKind({ lowFrequency: 0.9, gradient: 0, deviation: Number.NaN })).toBe('flat');
  });
});

describe('coarse maps', () => {
  it('of a neuron are its map times the bilinear weights along both axes', () => {
    const { map } = runP13('neuron_map/epoch_00059');
    const weights = bilinearMatrix(13, 5);
    const rows = heatmap(renderNeuronCoarseMap({ map }, { size: 5 })).z;
    const expected = (i: number, j: number) => {
      let sum = 0;
      for (let a = 0; a < 13; a++)
        for (let b = 0; b < 13; b++)
          sum += weights[i * 13 + a] * map.data[a * 13 + b] * weights[j * 13 + b];
      return sum;
    };
    rows.forEach((row, i) => {
      Array.from(row).forEach((value, j) => {
        expect(value).toBeCloseTo(expected(i, j), 6);
      });
    });
  });

  it('of the heads stand side by side with their kinds in the title', () => {
    const figure = renderHeadCoarseMap(runP13('multiscale_structure/epoch_00059'));
    const maps = figure.data.filter((trace) => trace.type === 'heatmap');
    expect(maps.map(({ z }) => [z.length, z[0].length])).toEqual(Array(4).fill([28, 28]));
    expect(maps.map(({ x }) => x![0])).toEqual([0, 29, 58, 87]);
    expect(figure.layout.title?.text).toMatch(/\(0 (flat|coarse|mixed|fine) · 1 /);
  });
});

describe('the trace of an input', () => {
  const data = runP13('input_trace_lens/run');

  it('names the pairs, their answer and their sides of the split', () => {
    const text = renderInputTraceLens(data, { input: '4+7' }).layout.title?.text;
    expect(text).toMatch(/^4\+7=11 \(test\) · against \d+\+\d+=11 \(train\)$/);
  });

  it('draws three stages and the other pair, the first place of the rank on top', () => {
    const figure = renderInputTraceLens(data);
    const names = scatters(figure).map(({ name }) => name);
    expect(names.slice(0, 4)).toEqual([
      ...['after embedding', 'after attention', 'after MLP'],
      'other, after MLP'
    ]);
    const [bottom, top] = figure.layout.yaxis2!.range!;
    expect(bottom).toBeGreaterThan(top);
  });

  it('has a row per head and key, and the strongest neurons first', () => {
    expect(heatmap(renderInputTraceAttention(data)).y).toHaveLength(12);
    const { z, y } = heatmap(renderInputTraceNeurons(data, { count: 5 }));
    const sizes = z.map((row) => Math.max(...Array.from(row, Math.abs)));
    expect(y).toHaveLength(5);
    expect(sizes).toEqual([...sizes].sort((one, other) => other - one));
  });
});

describe('figures of trajectories and spectra', () => {
  it('loops say what the walks do beside what the weights do', () => {
    const data = runP13('trajectory_loops/cross_epoch');
    const figure = renderTrajectoryLoops(data, { plane: '1-2', group: 'mlp', currentEpoch: 30 });
    expect(figure.layout.title?.text).toMatch(/^PC1\/PC2 of mlp \(crossings \d+, walks [\d–]+\)$/);
    expect(figure.layout.annotations?.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^roundness: loop \S+, walks \S+ · path [\d.]+, walks [\d.–]+ · ends apart 0\.\d\d, walks [\d.–]+$/
      ),
      '◆',
      'epoch 30'
    ]);
    const older = Object.fromEntries(Object.entries(data).filter(([key]) => !/loop_/.test(key)));
    const { annotations } = renderTrajectoryLoops(older, { plane: '1-2', group: 'mlp' }).layout;
    expect(annotations?.[0]?.text).toMatch(/^ends apart 0\.\d\d, walks [\d.–]+$/);
    expect(scatters(figure).map(({ name }) => name)).toEqual([
      'random walk',
      'weights',
      'crossing'
    ]);
  });

  it('turns are held against the 90 degrees of a random walk, curvature is not', () => {
    const data = runP13('trajectory_curvature/cross_epoch');
    expect(shapesNamed(renderTrajectoryCurvature(data), 'threshold')).toMatchObject([{ y0: 90 }]);
    const curved = renderTrajectoryCurvature(data, { measure: 'curvature' });
    expect(shapesNamed(curved, 'threshold')).toEqual([]);
    const speed = scatters(curved)[0];
    expect(speed.x).toHaveLength(6);
  });

  it('the gap averages heads and refuses unknown matrices', () => {
    const heads = {
      epochs: [0],
      W_Q__gap: [[1, 3]],
      W_Q__pr_sigma: [[2, 2]],
      W_Q__pr_sigma2: [[1, 1]]
    };
    const figure = renderSpectralGapTrajectory(heads, { matrix: 'W_Q' });
    expect(Array.from(scatters(figure)[2].y)).toEqual([2]);
    expect(figure.layout.title?.text).toBe('Spectral gap of W_Q'); // version 1 stored no rank
    const data = runP13('spectral_gap/cross_epoch');
    const full = renderSpectralGapTrajectory(data);
    expect(full.layout.title?.text).toBe('Spectral gap of W_in (r = 12)');
    expect(scatters(full).map(({ name }) => name)).toEqual([
      ...['σ', 'σ²', 'gap', 'pairs', 'between']
    ]);
    expect(full.layout.yaxis2?.title?.text).toBe('σ₁₂ / σ₁₃');
    expect(Array.from(scatters(full)[3].y)).toEqual(Array.from(data.W_in__pair_gap.data));
    expect(scatters(full)[2].customdata?.[0]).toMatch(/^\S+ σ₁, largest at r = \d+$/);
    expect(() => renderSpectralGapTrajectory(heads, { matrix: 'W_X' })).toThrow(
      'unknown matrix: W_X'
    );
  });

  it('the consensus is told in the title', () => {
    const one = {
      epochs: [0, 10],
      dominant_frequency: [
        [1, 1],
        [1, 2]
      ],
      share: [
        [1, 1],
        [1, 1]
      ],
      similarity: [1, 0],
      divergence: [0, 1]
    };
    const title = (events: object) => renderHeadConsensus({ ...one, ...events }).layout.title?.text;
    expect(title({ consensus_epoch: 0, diversification_epoch: 10 })).toBe(
      'Frequencies of the heads (agree at 0, part at 10)'
    );
    expect(title({ consensus_epoch: -1, diversification_epoch: -1 })).toContain('never agree');
  });

  it('the balance follows the strongest frequencies of the last epoch', () => {
    const figure = renderFourierBalance({
      epochs: [0, 1],
      embedding_share: [
        [0.5, 0.1, 0.1, 0.1, 0.1, 0.1],
        [0, 0.2, 0.3, 0.1, 0.35, 0.05]
      ],
      embedding_circularity: [
        [0, 1, 2, 3, 4, 5],
        [0, 1, 2, 3, 4, 5]
      ]
    });
    expect(scatters(figure).map(({ name }) => name)).toEqual(['k 2', 'k 3', 'k 4', 'k 5']);
    expect(scatters(figure).map(({ y }) => y[0])).toEqual([1, 2, 3, 4]);
  });

  it('embedding and unembedding stand above each other', () => {
    const figure = renderUnembeddingFrequencies({ embedding: [1, 2, 3], unembedding: [3, 2, 1] });
    expect(bars(figure).map(({ name, yaxis }) => [name, yaxis])).toEqual([
      ['W_E', undefined],
      ['W_U', 'y2']
    ]);
  });

  it('the quartiles of the neurons stand above the number of coarse ones', () => {
    const data = runP13('multiscale_structure/summary');
    const lines = scatters(renderNeuronScalesTrajectory(data));
    expect(lines.map(({ yaxis }) => yaxis)).toEqual([undefined, undefined, undefined, 'y2']);
    Array.from(lines[1].y).forEach((median, epoch) => {
      expect(median).toBeGreaterThanOrEqual(lines[0].y[epoch]);
      expect(median).toBeLessThanOrEqual(lines[2].y[epoch]);
    });
  });

  it('the marked neuron lies over the others; coarse ones are counted', () => {
    const data = {
      neuron_low_frequency: Float32Array.of(0.7, 0.1),
      neuron_gradient: [1, 2],
      neuron_variance_kept: [0.5, 0.5]
    };
    const figure = renderNeuronScales(data, { neuron: 1 });
    expect(figure.layout.title?.text).toBe('Scales of the neurons (1 coarse)');
    expect(Array.from(scatters(figure)[1].y)).toEqual([2]);
    expect(scatters(renderNeuronScales(data, { neuron: 9 }))).toHaveLength(1);
  });
});
