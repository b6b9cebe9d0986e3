import { describe, expect, it } from 'vitest';
import {
  renderNeuronFreqClusters,
  renderSpecializationByFrequency,
  renderSpecializationTrajectory
} from '../../src/visualizations/figures.ts';
import { followersOf } from '../../src/visualizations/parts/neuron-order.ts';
import { keyFrequencies } from '../../src/workbench/run/facts.ts';
import { runP13 } from '../helpers/run-p13.ts';
import { heatmap, scatters, shapesNamed } from '../helpers/traces.ts';

const summary = {
  epochs: [0, 100, 500],
  specialized_count_per_freq: [
    [0, 0, 0, 0, 0, 0],
    [1, 0, 2, 0, 0, 0],
    [1, 2, 3, 4, 5, 6]
  ],
  specialized_count_low: [0, 1, 3],
  specialized_count_mid: [0, 2, 7],
  specialized_count_high: [0, 0, 11],
  specialized_count_total: [0, 3, 21]
};

describe('REQ_027 renderers', () => {
  it('renderSpecializationTrajectory draws a multi-line figure with epoch indicator', () => {
    const figure = renderSpecializationTrajectory(summary, { currentEpoch: 100 });
    const lines = scatters(figure);
    expect(lines.map(({ name }) => name)).toEqual(['Total', 'Low freq', 'Mid freq', 'High freq']);
    expect(lines.map(({ y }) => [...(y as Float64Array)])).toEqual([
      [0, 3, 21],
      [0, 1, 3],
      [0, 2, 7],
      [0, 0, 11]
    ]);
    expect(new Set(lines.map(({ line }) => line?.color)).size).toBe(4);
    expect(shapesNamed(figure, 'cursor')).toMatchObject([{ x0: 100, x1: 100 }]);
    expect(figure.layout.title?.text).toContain('Specialization');
    expect(figure.layout.height).toBe(300);
  });

  it('renderSpecializationByFrequency draws a heat map of frequencies by epochs', () => {
    const figure = renderSpecializationByFrequency(summary);
    const map = heatmap(figure);
    expect(map.z.map((row) => Array.from(row))).toEqual([
      [0, 1, 1],
      [0, 0, 2],
      [0, 2, 3],
      [0, 0, 4],
      [0, 0, 5],
      [0, 0, 6]
    ]);
    expect(Array.from(map.x as number[])).toEqual([0, 100, 500]);
    expect(map.y).toEqual([1, 2, 3, 4, 5, 6]);
    expect(map.colorscale?.[0]).toEqual([0, '#ffffcc']);
    expect([map.zmin, map.zmax]).toEqual([0, 6]);
    expect(figure.layout.title?.text).toContain('Specialized');
    expect(figure.layout).toMatchObject({ width: 900, height: 400 });
    expect(shapesNamed(figure, 'cursor')).toEqual([]);
  });

  it('both accept a title override', () => {
    for (const render of [renderSpecializationTrajectory, renderSpecializationByFrequency])
      expect(render(summary, { title: 'Mine' }).layout.title?.text).toBe('Mine');
  });

  it('hover text names the frequencies of each range', () => {
    const templates = scatters(renderSpecializationTrajectory(summary)).map(
      ({ hovertemplate }) => hovertemplate
    );
    expect(templates[1]).toContain('Low freq (k 1–2): %{y} neurons');
    expect(templates[3]).toContain('High freq (k 5–6): %{y} neurons');
  });
});

describe('specialization ranges', () => {
  it('can be counted anew in any number', () => {
    const lines = scatters(renderSpecializationTrajectory(summary, { nRangeBuckets: 2 }));
    expect(lines.map(({ name }) => name)).toEqual(['Total', 'k 1–3', 'k 4–6']);
    expect(lines.map(({ y }) => y[2])).toEqual([21, 6, 15]);
  });

  it('are those of the analysis where it made more than three', () => {
    const counted = { ...summary, specialized_count_per_range: [0, 1, 2].map(() => [0, 0, 0, 0]) };
    expect(scatters(renderSpecializationTrajectory(counted)).map(({ name }) => name)).toEqual([
      'Total',
      'k 1',
      'k 2–3',
      'k 4',
      'k 5–6'
    ]);
  });

  it('agree with the counts per frequency in thirds, also when F is not a multiple of 3', () => {
    const row = Array.from({ length: 56 }, (_, k) => k + 1);
    const figure = renderSpecializationTrajectory(
      { epochs: [0], specialized_count_per_freq: [row] },
      { nRangeBuckets: 3 }
    );
    const sum = (from: number, to: number) => ((to - from + 1) * (from + to)) / 2;
    expect(scatters(figure).map(({ y }) => y[0])).toEqual([
      sum(1, 56),
      sum(1, 18),
      sum(19, 37),
      sum(38, 56)
    ]);
  });
});

describe('old specialization summaries', () => {
  it('draw the lines that they have', () => {
    const { specialized_count_mid: _, ...old } = summary;
    expect(scatters(renderSpecializationTrajectory(old)).map(({ name }) => name)).toEqual([
      'Total',
      'Low freq',
      'High freq'
    ]);
  });

  it('name the missing key and the remedy when they have none', () => {
    const none = { epochs: [0, 1], mean_max_frac: [0.1, 0.2] };
    expect(() => renderSpecializationTrajectory(none)).toThrow(
      'missing array: specialized_count_per_freq'
    );
    expect(() => renderSpecializationByFrequency(none)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('--analyzer neuron_freq_norm') })
    );
  });
});

describe('neuron_freq_clusters', () => {
  const matrix = runP13('neuron_freq_norm/epoch_00059');

  it('is one heat map from 0 to 1 with frequencies counted from 1', () => {
    const map = heatmap(renderNeuronFreqClusters(matrix, { epoch: 59 }));
    expect([map.z.length, map.z[0]?.length, map.zmin, map.zmax]).toEqual([6, 512, 0, 1]);
    expect(map.y).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('labels every fifth frequency of many', () => {
    const norm_matrix = Array.from({ length: 56 }, () => [0.1]);
    const { yaxis } = renderNeuronFreqClusters({ norm_matrix }).layout;
    expect(yaxis?.ticktext?.slice(0, 4)).toEqual(['1', '5', '10', '15']);
    expect(yaxis?.tickvals?.slice(0, 4)).toEqual([1, 5, 10, 15]);
  });

  it('groups the neurons by frequency on request', () => {
    const norm_matrix = [
      [0.1, 0.9, 0.2],
      [0.8, 0.0, 0.7]
    ];
    const map = heatmap(renderNeuronFreqClusters({ norm_matrix }, { sortedByFrequency: true }));
    expect(map.x).toEqual(['neuron 1', 'neuron 0', 'neuron 2']);
    expect(map.z.map((row) => Array.from(row))).toEqual([
      [0.9, 0.1, 0.2],
      [0.0, 0.8, 0.7]
    ]);
  });

  it('marks the selected neuron', () => {
    const figure = renderNeuronFreqClusters(matrix, { neuron: 37 });
    expect(shapesNamed(figure, 'neuron')).toMatchObject([{ x0: 37, x1: 37 }]);
  });
});

describe('what follows a frequency', () => {
  it('is one rule for clusters and key frequencies, at a share of 0.7 as the file holds it', () => {
    const least = Math.fround(0.7);
    const norm_matrix = {
      dtype: 'float32',
      shape: [2, 4],
      data: Float32Array.of(least, 0.2, least, 0.1, 0.1, 0.69, 0.1, 0.9)
    } as const;
    expect(Array.from(followersOf(norm_matrix))).toEqual([2, 1]);
    expect(keyFrequencies({ norm_matrix })).toEqual([1, 2]);
    const clusters = renderNeuronFreqClusters({ norm_matrix });
    expect(clusters.layout.title?.text).toContain('(k 1: 2 · k 2: 1, share ≥ 0.7)');
  });
});
