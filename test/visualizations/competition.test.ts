import { describe, expect, it } from 'vitest';
import { rankCorrelation } from '../../src/array/statistics/rank-correlation.ts';
import {
  renderBandConcentration,
  renderBandRankAlignment,
  renderFrequencyQualityVsAccuracy,
  renderGraduationByAnswer,
  renderPerBandSpecialization
} from '../../src/visualizations/figures.ts';
import { runP13 } from '../helpers/run-p13.ts';
import { heatmap, scatters } from '../helpers/traces.ts';

/** neuron_dynamics of neurons that follow the given frequencies (from 0) with one share. */
const dynamics = (rows: readonly (readonly number[])[], share = 0.9) => ({
  epochs: rows.map((_, row) => 100 * row),
  dominant_freq: rows,
  max_frac: {
    data: new Float32Array(rows.flat().length).fill(share),
    shape: [rows.length, rows[0].length],
    dtype: 'float32' as const
  }
});
const values = (figure: Parameters<typeof scatters>[0]) =>
  scatters(figure).map(({ y }) => Array.from(y));

describe('rank correlation', () => {
  it('is 1 for one order, -1 for the reverse, and shares the ranks of ties', () => {
    expect(rankCorrelation([1, 5, 9], [0.1, 0.2, 7])).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 5, 9], [3, 2, 1])).toBeCloseTo(-1, 12);
    expect(rankCorrelation([1, 2, 2, 3], [1, 3, 2, 4])).toBeCloseTo(4.5 / Math.sqrt(22.5), 12);
  });

  it('is not a number for fewer than two values and for equal ones', () => {
    for (const [one, other] of [
      [[], []],
      [[1], [1]],
      [
        [1, 2],
        [3, 3]
      ]
    ] as const)
      expect(rankCorrelation(one, other)).toBeNaN();
  });
});

describe('concentration', () => {
  it('of neurons evenly on n frequencies is 1/n, and n are effective', () => {
    const even = renderBandConcentration(dynamics([[0, 1, 2, 3]]), { prime: 13 });
    expect(values(even)).toEqual([[0.25], [0.25], [4], [4]]);
  });

  it('of neurons on one frequency is 1', () => {
    expect(values(renderBandConcentration(dynamics([[2, 2, 2, 2]]), { prime: 13 }))).toEqual([
      [1],
      [1],
      [1],
      [1]
    ]);
  });

  it('counts stored float32 shares at the threshold, and begins with the first neuron', () => {
    const at = (threshold: number) =>
      values(renderBandConcentration(dynamics([[0, 0, 0, 1]], 0.7), { prime: 13, threshold }));
    expect(at(0.7)).toEqual([[0.625], [0.75], [2], [1.6]]);
    expect(at(0.71)).toEqual([[], [], [0], []]);
  });
});

describe('neurons per frequency', () => {
  it('are counted for every frequency that ever has one', () => {
    const figure = renderPerBandSpecialization(
      dynamics([
        [1, 1, 2, 2, 2],
        [2, 2, 2, 2, 2]
      ]),
      { prime: 17 }
    );
    expect(scatters(figure).map(({ name }) => name)).toEqual(['k 2', 'k 3']);
    expect(values(figure)).toEqual([
      [2, 0],
      [3, 5]
    ]);
  });

  it('are none above every share', () => {
    const figure = renderPerBandSpecialization(dynamics([[1, 1]], 0.3), {
      prime: 17,
      threshold: 0.5
    });
    expect(scatters(figure).map(({ name }) => name)).toEqual(['no frequency']);
  });
});

describe('neurons against the embedding', () => {
  const neurons = dynamics([
    [0, 0, 0, 1, 1, 2],
    [0, 1, 1, 2, 2, 2],
    [0, 0, 0, 0, 0, 0]
  ]);
  const spectrum = {
    epochs: [0, 100, 200],
    embedding_share: [
      [0.5, 0.3, 0.1, 0.1],
      [0.5, 0.3, 0.1, 0.1],
      [0.5, 0.3, 0.1, 0.1]
    ]
  };

  it('rank alike, in reverse, or not at all where one frequency has them all', () => {
    const [correlation] = values(renderBandRankAlignment({ neurons, spectrum }, { prime: 9 }));
    expect(correlation[0]).toBeCloseTo(1, 12);
    expect(correlation[1]).toBeCloseTo(-1, 12);
    expect(correlation[2]).toBeNaN();
  });

  it('are matched by epoch; one without a spectrum has no value', () => {
    const later = { epochs: [100], embedding_share: [[0.5, 0.3, 0.1, 0.1]] };
    const data = { neurons, spectrum: later };
    const [correlation] = values(renderBandRankAlignment(data, { prime: 9 }));
    expect(correlation[0]).toBeNaN();
    expect(correlation[1]).toBeCloseTo(-1, 12);
  });
});

describe('graduation by answer', () => {
  // p = 3; the answers of the rows (a, b) are 0 1 2 1 2 0 2 0 1.
  const data = {
    graduation_epochs: [10, 400, 20, 600, 30, 10, 40, -1, 500],
    split: [0, 0, 0, 0, 0, 1, 0, 0, 0],
    epochs: [0, 10, 20]
  };

  it('orders the answers by their median and leaves out what is not learned', () => {
    const figure = renderGraduationByAnswer(data, {});
    expect(figure.layout.title?.text).toBe('Graduation by answer (7/8 test pairs)');
    expect(figure.layout.xaxis?.ticktext).toEqual(['0', '2', '1']);
    expect(values(figure).at(-1)).toEqual([10, 30, 500]);
  });

  it('has a cell per pair, the earliest first, and gaps behind', () => {
    const { z } = heatmap(renderGraduationByAnswer(data, { show: 'pairs' }));
    expect(z.map((row) => Array.from(row))).toEqual([
      [10, Number.NaN, Number.NaN],
      [20, 30, 40],
      [400, 500, 600]
    ]);
  });

  it('counts the pairs of one side or of both', () => {
    const title = (side: 'train' | 'all') =>
      renderGraduationByAnswer(data, { side }).layout.title?.text;
    expect(title('train')).toBe('Graduation by answer (1/1 train pairs)');
    expect(title('all')).toBe('Graduation by answer (8/9 pairs)');
  });
});

describe('frequency quality and accuracy', () => {
  it('are drawn as they are stored, each over its own epochs', () => {
    const accuracy = runP13('input_trace/summary');
    const quality = { epochs: [0, 59], quality_score: [0.1, 0.25] };
    const [train, test, third] = scatters(renderFrequencyQualityVsAccuracy({ accuracy, quality }));
    expect(Array.from(train.y)).toEqual([...accuracy.train_overall_accuracy.data]);
    expect(Array.from(test.y)).toEqual([...accuracy.test_overall_accuracy.data]);
    expect(Array.from(third.x)).toEqual([0, 59]);
    expect(Array.from(third.y)).toEqual([0.1, 0.25]);
  });
});
