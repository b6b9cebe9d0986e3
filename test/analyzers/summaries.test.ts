import { describe, expect, it } from 'vitest';
import attentionFreq from '../../src/analyzers/heads/attention-freq.ts';
import coarseness from '../../src/analyzers/neurons/coarseness.ts';
import neuronDynamics from '../../src/analyzers/neurons/neuron-dynamics.ts';
import neuronFreqNorm from '../../src/analyzers/neurons/neuron-freq-norm.ts';
import { float32, type NamedArrays, type Tensor } from '../../src/array/tensor.ts';
import { resolveOptions } from '../../src/option/option.ts';
import { pairContext } from '../helpers/pair-context.ts';

const context = (epoch = 0) => ({ epoch, ...pairContext(13) });
const numbers = (value: Tensor | number | undefined) =>
  typeof value === 'object' ? [...value.data] : value;

/** A matrix [frequency, neuron] from one list of fractions per neuron. */
function matrix(neurons: readonly (readonly number[])[]): Tensor {
  const frequencies = neurons[0].length;
  const data = new Float32Array(frequencies * neurons.length);
  neurons.forEach((column, n) => {
    column.forEach((value, k) => {
      data[k * neurons.length + n] = value;
    });
  });
  return float32(data, [frequencies, neurons.length]);
}

const peak = (k: number, value: number, frequencies = 6) =>
  Array.from({ length: frequencies }, (_, i) => (i === k ? value : 0));

describe('the specialization summary', () => {
  const summary = (columns: readonly (readonly number[])[], set = {}) => {
    const parameters = resolveOptions(neuronFreqNorm.parameters!, set);
    const row = neuronFreqNorm.summarize!(
      { norm_matrix: matrix(columns) },
      context(),
      parameters,
      {}
    );
    return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, numbers(value)]));
  };
  const ranges = (found: Record<string, unknown>) =>
    ['low', 'mid', 'high', 'total'].map((range) => found[`specialized_count_${range}`]);

  it('has exactly the declared keys', () => {
    expect(Object.keys(summary([peak(0, 0.95)]))).toEqual(Object.keys(neuronFreqNorm.summary!));
  });

  it('counts eight neurons of the lowest frequency there', () => {
    const found = summary(Array.from({ length: 8 }, () => peak(0, 0.95)));
    expect(found.specialized_count_per_freq).toEqual([8, 0, 0, 0, 0, 0]);
    expect(ranges(found)).toEqual([8, 0, 0, 8]);
  });

  it('splits nine frequencies into three ranges', () => {
    const found = summary(Array.from({ length: 9 }, (_, k) => peak(k, 0.95, 9)));
    expect(ranges(found)).toEqual([3, 3, 3, 9]);
  });

  it('splits 56 frequencies (p=113) after 18 and 37', () => {
    const at = (k: number) => ranges(summary([peak(k - 1, 0.95, 56)])).indexOf(1);
    expect([1, 18, 19, 37, 38, 56].map(at)).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('counts a float32 0.9 and not 0.89', () => {
    expect(summary([peak(2, 0.9), peak(2, 0.89)]).specialized_count_total).toBe(1);
  });

  it('takes another threshold', () => {
    const columns = [0.8, 0.7, 0.6, 0.4].map((value) => peak(1, value));
    expect(summary(columns, { specialization_threshold: 0.5 }).specialized_count_total).toBe(3);
  });

  it('takes another number of ranges; low and high are the outer ones', () => {
    const columns = Array.from({ length: 8 }, (_, k) => peak(k, 0.95, 8));
    const four = summary(columns, { n_range_buckets: 4 });
    expect(four.specialized_count_per_range).toEqual([2, 2, 2, 2]);
    expect(ranges(four)).toEqual([2, 4, 2, 8]);
    expect(ranges(summary(columns, { n_range_buckets: 1 }))).toEqual([8, 0, 0, 8]);
  });

  it('of dead neurons is all zero; the first of equal frequencies wins', () => {
    const dead = summary([peak(0, 0), peak(0, 0)]);
    expect(ranges(dead)).toEqual([0, 0, 0, 0]);
    expect([dead.mean_max_frac, dead.median_max_frac]).toEqual([0, 0]);
    const tie = summary([[0, 0.95, 0.95, 0, 0, 0]]);
    expect(tie.specialized_count_per_freq).toEqual([0, 1, 0, 0, 0, 0]);
  });
});

describe('switches and commitment', () => {
  /** One neuron's frequency per epoch, null for below the threshold 3/F. */
  const course = (frequencies: readonly (number | null)[], epochs = [0, 100, 200, 300]) => {
    const state = {};
    const parameters = resolveOptions(neuronFreqNorm.parameters!, {});
    return frequencies.map((k, i) => {
      const column = k === null ? peak(0, 0.4) : peak(k, 0.6);
      const arrays = { norm_matrix: matrix([column]) };
      const row = neuronFreqNorm.summarize!(arrays, context(epochs[i]), parameters, state);
      return [row.switch_count, row.commitment_epoch].map((value) => (value as Tensor).data[0]);
    });
  };

  it('an epoch below the threshold is skipped: 0, none, 3 is one switch', () => {
    expect(course([0, null, 3]).at(-1)).toEqual([1, 200]);
    expect(course([0, null, 0]).at(-1)).toEqual([0, 200]);
  });

  it('0, 1, 2, 3 are three switches', () => {
    expect(course([0, 1, 2, 3]).at(-1)).toEqual([3, 300]);
  });

  it('0, 1, 1, 1 commits at the first 1', () => {
    expect(course([0, 1, 1, 1]).at(-1)).toEqual([1, 100]);
  });

  it('below the threshold at the end is no commitment', () => {
    expect(course([1, 1, null]).at(-1)).toEqual([0, Number.NaN]);
  });

  it('each row says what is known at its epoch', () => {
    expect(course([2, 2, null, 3])).toEqual([
      [0, 0],
      [0, 0],
      [0, Number.NaN],
      [1, 300]
    ]);
  });

  it('neuron_dynamics says the same of the whole run', async () => {
    const stored = [peak(2, 0.6), peak(2, 0.4), peak(5, 0.7)].map((column) => ({
      norm_matrix: matrix([column, peak(1, 0.9)])
    }));
    const run = {
      context: pairContext(13),
      checkpoints: [0, 7, 9],
      across: async () => ({}),
      epochs: () => [0, 7, 9],
      load: async (_: string, epoch: number): Promise<NamedArrays> =>
        stored[[0, 7, 9].indexOf(epoch)],
      checkpoint: async () => ({})
    };
    const found = await neuronDynamics.across!(run, { uncommittedThreshold: null });
    const listed = Object.fromEntries(
      Object.entries(found).map(([key, { data }]) => [key, [...data]])
    );
    expect(listed).toMatchObject({
      epochs: [0, 7, 9],
      dominant_freq: [2, 1, 2, 1, 5, 1],
      threshold: [0.5],
      switch_counts: [1, 0],
      commitment_epochs: [9, 0]
    });
    expect(found.max_frac.shape).toEqual([3, 2]);
  });
});

describe('the coarseness summary', () => {
  const summary = (values: readonly number[], set = {}) => {
    const arrays = { coarseness: float32(Float32Array.from(values), [values.length]) };
    const parameters = resolveOptions(coarseness.parameters!, set);
    return coarseness.summarize!(arrays, context(), parameters, {});
  };
  const ten = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

  it('counts a float32 0.7 as a blob', () => {
    expect(summary(ten).blob_count).toBe(4);
    expect(summary(ten, { blobThreshold: 0.9 }).blob_count).toBe(2);
  });

  it('has percentiles as NumPy interpolates them', () => {
    const found = summary([0, 0.25, 0.5, 1]);
    expect(found.p25_coarseness).toBeCloseTo(0.1875, 12);
    expect(found.median_coarseness).toBeCloseTo(0.375, 12);
    expect(found.p75_coarseness).toBeCloseTo(0.625, 12);
    expect(found.std_coarseness).toBeCloseTo(0.369755, 6);
  });

  it('has a histogram of 20 bins over [0, 1], the last closed, that holds every neuron', () => {
    const found = numbers(summary([0, 0.05, 0.0999, 0.95, 1, 1.0000001]).coarseness_hist);
    expect(found).toEqual([1, 2, ...Array.from({ length: 17 }, () => 0), 3]);
  });
});

describe('the attention summary', () => {
  it('has each head’s first strongest frequency, counted from 0', () => {
    const arrays = {
      freq_matrix: matrix([
        [0.1, 0.5, 0.5],
        [0.3, 0.2, 0.1]
      ])
    };
    const found = attentionFreq.summarize!(arrays, context(), {}, {});
    expect(numbers(found.dominant_freq_per_head)).toEqual([1, 0]);
    expect(found.mean_specialization).toBeCloseTo(0.4, 6);
  });
});
