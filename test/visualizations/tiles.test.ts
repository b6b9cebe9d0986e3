import { describe, expect, it } from 'vitest';
import { float32, vector } from '../../src/array/tensor.ts';
import type { HeatmapTrace } from '../../src/figure/figure.ts';
import {
  renderMultiStreamSpecialization,
  renderNeuronAcrossEpochs,
  renderNeuronGrid
} from '../../src/visualizations/figures.ts';
import { tiles } from '../../src/visualizations/neurons/tiles.ts';
import { runP13 } from '../helpers/run-p13.ts';
import { scatters } from '../helpers/traces.ts';

const heatmaps = (figure: ReturnType<typeof renderNeuronGrid>) =>
  figure.data.filter((trace): trace is HeatmapTrace => trace.type === 'heatmap');

describe('maps side by side', () => {
  it('neither touch nor overlap, in rows from the top left', () => {
    const five = float32(new Float32Array(5 * 9), [5, 3, 3]);
    const { data } = tiles(five, ['a', 'b', 'c', 'd', 'e']);
    const corners = data.map(({ x, y }) => [Number(x![0]), Number(y![0])] as const);
    expect(corners[0]).toEqual([0, 0]);
    expect(corners[1][0]).toBeGreaterThan(3);
    expect(corners[3]).toEqual([0, corners[3][1]]);
    expect(corners[3][1]).toBeGreaterThan(3);
  });

  it('share a colour scale, symmetric about 0', () => {
    const { data } = tiles(float32(Float32Array.of(-1, 4), [2, 1, 1]), ['a', 'b']);
    expect(data.map(({ zmin, zmax }) => [zmin, zmax])).toEqual([
      [-4, 4],
      [-4, 4]
    ]);
  });

  it('of neurons are named and no more than asked for', () => {
    const stored = runP13('neuron_maps/epoch_00059');
    const [first, second, ...others] = heatmaps(renderNeuronGrid(stored, { count: 2 }));
    expect(others).toEqual([]);
    expect(first.name).toBe(`neuron ${stored.chosen.data[0]}`);
    expect(second.z[12][12]).toBe(stored.maps.data[2 * 169 - 1]);
    expect(second.showscale).toBe(true);
    const titled = (neurons: string) => renderNeuronGrid(stored, { neurons }).layout.title?.text;
    expect([titled('k9'), titled('3,4')]).toEqual(['Neurons of k 9', 'Neurons 3,4']);
  });

  it('of one neuron are named by their epochs', () => {
    const figure = renderNeuronAcrossEpochs(runP13('neuron_epochs/run'), { neuron: 37 });
    const names = figure.layout.annotations?.map(({ text }) => text.replace(/, ≤.*/, ''));
    expect(names).toEqual(['epoch 0', 'epoch 20', 'epoch 40', 'epoch 59']);
    expect(figure.layout.title?.text).toBe('Neuron 37 through training');
  });

  it('of one neuron are drawn over their own largest, which is named, or on one scale', () => {
    const maps = float32(Float32Array.of(0, 2, 0, 16), [2, 1, 2]);
    const data = { maps, epochs: vector([0, 100]) };
    const own = renderNeuronAcrossEpochs(data, { neuron: 1 });
    expect(heatmaps(own).map(({ z }) => Array.from(z[0]))).toEqual([
      [0, 1],
      [0, 1]
    ]);
    expect(heatmaps(own).map(({ name }) => name)).toEqual(['epoch 0, ≤2', 'epoch 100, ≤16']);
    const shared = heatmaps(renderNeuronAcrossEpochs(data, { neuron: 1, scale: 'shared' }));
    expect(shared.map(({ z }) => z[0][1])).toEqual([2, 16]);
    expect(shared.map(({ name, zmax }) => [name, zmax])).toEqual([
      ['epoch 0', 16],
      ['epoch 100', 16]
    ]);
  });

  it('fill their rows: four as two by two', () => {
    const four = tiles(float32(new Float32Array(4), [4, 1, 1]), ['a', 'b', 'c', 'd']).data;
    expect(new Set(four.map(({ x }) => x![0])).size).toBe(2);
    expect(new Set(four.map(({ y }) => y![0])).size).toBe(2);
  });
});

describe('frequencies in all streams', () => {
  const streams = {
    neurons: {
      epochs: [0, 10],
      dominant_freq: [
        [0, 0, 1],
        [2, 2, 1]
      ],
      max_frac: [
        [0.9, 0.9, 0.1],
        [0.9, 0.7, 0.9]
      ],
      threshold: [1]
    },
    attention: {
      epochs: [0, 10],
      qk_mean_share: [
        [0.2, 0.3, 0.5],
        [0.1, 0.2, 0.7]
      ]
    },
    embedding: {
      epochs: [0, 10],
      embedding_share: [
        [0.2, 0.3, 0.5],
        [0.3, 0.3, 0.4]
      ]
    },
    weights: {
      epochs: [0, 10],
      pr_W_E: [9, 4],
      pr_W_O: [
        [2, 4],
        [1, 3]
      ]
    }
  };

  it('are those with most neurons at the end, the same in every stream', () => {
    const lines = scatters(renderMultiStreamSpecialization(streams, { frequencies: 2, prime: 7 }));
    const in_ = (yaxis: string | undefined) =>
      lines.filter((line) => line.yaxis === yaxis).map(({ name, y }) => [name, Array.from(y)]);
    expect(in_(undefined)).toEqual([
      ['k 3', [0, 2]],
      ['k 2', [0, 1]]
    ]);
    expect(in_('y2')).toEqual([
      ['k 3', [0.5, 0.7]],
      ['k 2', [0.3, 0.2]]
    ]);
    expect(in_('y3')[0]).toEqual(['k 3', [0.5, 0.4]]);
    expect(in_('y4')).toEqual([
      ['W_E', [9, 4]],
      ['W_O', [3, 2]]
    ]);
  });

  it('count neurons at any threshold', () => {
    const strict = renderMultiStreamSpecialization(streams, { threshold: 0.8, prime: 7 });
    expect(Array.from(scatters(strict).find(({ name }) => name === 'k 3')!.y)).toEqual([0, 1]);
  });

  it('have the names of the matrices apart, lowest first', () => {
    const { annotations } = renderMultiStreamSpecialization(streams, { prime: 7 }).layout;
    expect(annotations?.map(({ text }) => text)).toEqual(['W_O', 'W_E']);
    expect(annotations![1].y - annotations![0].y).toBeGreaterThan(1);
  });
});
