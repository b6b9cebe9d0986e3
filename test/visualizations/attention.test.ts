import { describe, expect, it } from 'vitest';
import attentionFourier from '../../src/analyzers/heads/attention-fourier.ts';
import type { NamedArrays } from '../../src/array/tensor.ts';
import type { HeatmapTrace, Series } from '../../src/figure/figure.ts';
import { resolveOptions } from '../../src/option/option.ts';
import {
  renderAttentionSpecialization,
  renderDominantFrequenciesOverTime,
  renderGradientConvergence,
  renderGradientHeatmap,
  renderHeadAlignment,
  renderNucleationGains
} from '../../src/visualizations/figures.ts';
import { findVisualization } from '../../src/visualizations/index.ts';
import { runP13 } from '../helpers/run-p13.ts';
import { bars, scatters } from '../helpers/traces.ts';

describe('maps of the heads', () => {
  const heads = findVisualization('attention_heads');
  const titles = (more: Readonly<Record<string, NamedArrays>>, set = {}) => {
    const options = resolveOptions(heads.options, set, {});
    const patterns = runP13('attention_patterns/epoch_00059');
    const { layout } = heads.figure(patterns as never, options as never, more);
    return layout.annotations?.map(({ text }) => text);
  };
  const frequencies = runP13('attention_freq/epoch_00059');
  const scales = runP13('multiscale_structure/epoch_00059');

  it('are titled by the frequency, its share and the scale of each head, where they are measured', () => {
    const { data, shape } = frequencies.freq_matrix;
    const shares = Array.from({ length: shape[0] }, (_, k) => data[k * shape[1]]);
    const most = Math.max(...shares);
    const follows = `head 0 · k ${shares.indexOf(most) + 1} · ${Math.round(100 * most)} %`;
    expect(titles({ frequencies })?.[0]).toBe(follows);
    expect(titles({ frequencies, scales })?.[0]).toMatch(/ % · (coarse|mixed|fine|flat)$/);
    expect(titles({ frequencies, scales })).toHaveLength(4);
    expect(titles({})).toEqual(['head 0', 'head 1', 'head 2', 'head 3']);
  });

  it('of other positions are not: what is measured is the attention from "=" to a', () => {
    expect(titles({ frequencies, scales }, { from: 1 })?.[0]).toBe('head 0');
  });
});

describe('the heads through training', () => {
  it('are drawn with frequencies from 1 where the file counts from 0', () => {
    const stored = runP13('attention_freq/summary');
    const [first] = scatters(renderAttentionSpecialization(stored));
    expect(first.y[0]).toBe(stored.dominant_freq_per_head.data[0] + 1);
    expect(first.line?.shape).toBe('hv');
  });

  it('have their shares below their frequencies', () => {
    const stored = runP13('attention_freq/summary');
    const below = scatters(renderAttentionSpecialization(stored)).filter((line) => line.yaxis);
    expect(below).toHaveLength(4);
    expect(below[3].y[6]).toBe(stored.max_frac_per_head.data[6 * 4 + 3]);
  });

  it('align by what they pass on, if asked', () => {
    const stored = runP13('attention_fourier/summary');
    const figure = renderHeadAlignment(stored, { part: 'v' });
    expect(figure.layout.title?.text).toBe('Frequencies of value weights');
    expect(scatters(figure)[1].y[0]).toBe(stored.v_dominant_frequency.data[1]);
  });
});

describe('the summary of attention_fourier', () => {
  const summaryOf = attentionFourier.summarize!;

  it('holds the strongest frequency of each head from 1, its share, and means over the heads', () => {
    const arrays = runP13('attention_fourier/epoch_00059');
    const row = summaryOf(arrays, {} as never, {} as never, {}) as NamedArrays;
    const shares = Array.from(arrays.qk_freq_norms!.data).slice(6, 12);
    expect(row.qk_dominant_share!.data[1]).toBe(Math.max(...shares));
    expect(row.qk_dominant_frequency!.data[1]).toBe(shares.indexOf(Math.max(...shares)) + 1);
    const means = Array.from(row.qk_mean_share.data);
    expect(means.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
  });
});

describe('gains by nucleation', () => {
  it('are the last energy less the first, the largest first', () => {
    const figure = renderNucleationGains(
      {
        aggregate_energy: [
          [0.5, 1, 0.2],
          [0.9, 0.9, 0.9],
          [0.4, 1, 0.6]
        ]
      },
      { count: 2 }
    );
    const [gains] = bars(figure);
    expect(gains.x).toEqual(['k 3', 'k 2']);
    expect(gains.y[0]).toBeCloseTo(0.4);
    expect(gains.y[1]).toBe(0);
    expect(figure.layout.title?.text).toBe('Gains by 2 iterations');
  });
});

describe('embedding frequencies over time', () => {
  it('are the strongest of the last epoch, strongest first', () => {
    const epochs = [0, 1];
    const embedding_share = [
      [0.7, 0.2, 0.1],
      [0.1, 0.3, 0.6]
    ];
    const lines = scatters(
      renderDominantFrequenciesOverTime({ epochs, embedding_share }, { frequencies: 2 })
    );
    expect(lines.map(({ name }) => name)).toEqual(['k 3', 'k 2']);
    expect(Array.from(lines[0].y)).toEqual([0.1, 0.6]);
  });
});

describe('the gradient by frequency', () => {
  const stored = runP13('gradient_site/cross_epoch');

  it('is followed over all epochs, or over the samples of a file that has only these', () => {
    const all = scatters(renderGradientConvergence(stored));
    expect(all[0].x).toHaveLength(7);
    const old = Object.fromEntries(
      Object.entries(stored).filter(([key]) => !key.startsWith('course_'))
    );
    const samples = scatters(renderGradientConvergence(old));
    expect(Array.from(samples[0].x)).toEqual([0, 20, 40, 59]);
    expect(samples[0].y[1]).toBe(all[0].y[2]);
    expect(samples[5].y[3]).toBe(all[5].y[6]);
  });

  it('has a column per part and sample, with a gap between the parts', () => {
    const figure = renderGradientHeatmap(stored);
    const maps = figure.data as readonly HeatmapTrace[];
    expect(maps.map(({ name, x }) => [name, ...Array.from(x as Series)])).toEqual([
      ['embedding', 0, 1, 2, 3],
      ['attention', 5, 6, 7, 8],
      ['mlp', 10, 11, 12, 13]
    ]);
    expect(maps[1].z[2][1]).toBe(stored.energy_attention.data[1 * 6 + 2]);
    expect(figure.layout.title?.text).toBe('Gradient by frequency (epochs 0, 20, 40, 59)');
  });

  it('names the learned frequencies where there are some', () => {
    const learned = { ...stored, key_frequencies: [2, 5] };
    expect(renderGradientHeatmap(learned).layout.yaxis?.ticktext).toEqual(['2', '5']);
    expect(renderGradientHeatmap(stored).layout.yaxis?.title?.text).toBe('frequency');
  });
});
