import { describe, expect, it } from 'vitest';
import {
  renderCosineFitTrajectory,
  renderGiniTrajectory,
  renderNeuronClusterSizes,
  renderProgressMeasures,
  renderWeightNorms
} from '../../src/visualizations/figures.ts';
import { scatters } from '../helpers/traces.ts';

const epochs = [0, 100, 200];
const named = (figure: Parameters<typeof scatters>[0]) =>
  Object.fromEntries(scatters(figure).map(({ name, y }) => [name, Array.from(y)]));

describe('progress_measures', () => {
  const kinds = ['clean', 'restricted', 'excluded', 'restricted_block', 'excluded_block'];
  const sides = ['train', 'test', 'all'];
  const summary = Object.fromEntries(
    [...kinds, 'restricted_own', 'excluded_own'].flatMap((kind, i) =>
      sides.map((side, j) => [`${kind}_${side}`, [4, 10 ** -i, 10 ** -(i + j)]])
    )
  );

  it('draws train, test, restricted and excluded loss on a log axis', () => {
    const figure = renderProgressMeasures({ epochs, ...summary }, { currentEpoch: 100 });
    expect(figure.layout.yaxis?.type).toBe('log');
    expect(named(figure)).toEqual({
      Train: summary.clean_train,
      Test: summary.clean_test,
      Restricted: summary.restricted_all,
      Excluded: summary.excluded_train
    });
  });

  it('takes blocks, own key frequencies and another side by its options', () => {
    const block = renderProgressMeasures({ epochs, ...summary }, { keys: 'block' });
    expect(named(block)).toMatchObject({ Restricted: summary.restricted_block_all });
    const own = renderProgressMeasures(
      { epochs, ...summary },
      { keys: 'own', restrictedTo: 'test' }
    );
    expect(named(own)).toMatchObject({
      Restricted: summary.restricted_own_test,
      Excluded: summary.excluded_own_train
    });
    expect(own.layout.title?.text).toContain('each checkpoint’s own key frequencies');
  });

  it('names the array that is missing and the command that makes it', () => {
    const { excluded_train: _, ...rest } = summary;
    expect(() => renderProgressMeasures({ epochs, ...rest })).toThrow(
      'missing array: excluded_train'
    );
  });
});

describe('figures of few frequencies', () => {
  const rows = [
    [0, 0, 0.1, 0],
    [0, 0.3, 0.2, 0],
    [0, 0.5, 0.4, 0]
  ];

  it('draw those that are strongest in the end, and all together', () => {
    const fit = renderCosineFitTrajectory({ epochs, explained: rows, total: [0.1, 0.5, 0.9] });
    expect(named(fit)).toEqual({
      all: [0.1, 0.5, 0.9],
      'k 2': [0, 0.3, 0.5],
      'k 3': [0.1, 0.2, 0.4]
    });
    const one = renderCosineFitTrajectory(
      { epochs, explained: rows, total: [0.1, 0.5, 0.9] },
      { frequencies: 1 }
    );
    expect(Object.keys(named(one))).toEqual(['all', 'k 2']);
  });

  it('draw the neurons that belong to none beside the largest clusters', () => {
    const sizes = rows.map((row) => row.map((value) => 10 * value));
    const figure = renderNeuronClusterSizes({
      epochs,
      cluster_sizes: sizes,
      unclustered: [9, 5, 1]
    });
    expect(Object.keys(named(figure))).toEqual(['none', 'k 2', 'k 3']);
  });

  it('draw the Gini indices from 0 to 1', () => {
    const figure = renderGiniTrajectory({
      epochs,
      gini_W_E: [0, 0.2, 0.5],
      gini_W_L: [0, 0.4, 0.8]
    });
    expect(named(figure)).toEqual({ W_E: [0, 0.2, 0.5], W_out·W_U: [0, 0.4, 0.8] });
    expect(figure.layout.yaxis?.range).toEqual([-0.02, 1.02]);
  });
});

describe('weight_norms', () => {
  const summary = { epochs, norm_total: [3, 5, 4], norm_W_E: [1, 2, 1], norm_biases: [0, 0, 0] };

  it('draws the norms that are named', () => {
    const figure = renderWeightNorms(summary, { matrices: 'total, biases' });
    expect(named(figure)).toEqual({ total: [3, 5, 4], biases: [0, 0, 0] });
  });

  it('refuses an unknown name and lists the known ones', () => {
    const refused = expect.objectContaining({
      message: 'unknown matrix: W_X',
      hint: expect.stringContaining('total, W_E')
    });
    expect(() => renderWeightNorms(summary, { matrices: 'W_X' })).toThrow(refused);
  });
});
