import { expect, it } from 'vitest';
import { findAnalyzer } from '../../src/analyzers/index.ts';
import type { Tensor } from '../../src/array/tensor.ts';
import { findArchitecture } from '../../src/model/index.ts';
import { resolveOptions } from '../../src/option/option.ts';
import { measured } from '../helpers/measured.ts';
import { pairContext } from '../helpers/pair-context.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

// What the Python workbench gives on the initial weights of p=13, seed 999 (d_model 128, 4 heads, 512 neurons).
const sizes = { prime: 13, dModel: 128, heads: 4, dMlp: 512 };

async function initial(id: string) {
  const variant = await randomRun(temporaryFolder(), [0], sizes);
  const model = findArchitecture('transformer').build({ tokens: 13, ...sizes });
  const weights = () => ({ ...model.initial(999), ...model.frozen });
  const analyzer = findAnalyzer(id);
  const arrays = await measured(variant, analyzer, 0, weights);
  const parameters = resolveOptions(analyzer.parameters ?? {}, {});
  const context = { epoch: 0, ...pairContext(13) };
  const row: Record<string, Tensor | number> = {
    ...analyzer.summarize?.(arrays, context, parameters, {})
  };
  return { arrays, row };
}

function expectNear(found: ArrayLike<number>, expected: readonly number[], tolerance = 5e-5) {
  expected.forEach((value, i) => {
    expect(Math.abs(found[i] - value), `${found[i]} at ${i}, expected ${value}`).toBeLessThan(
      tolerance
    );
  });
}

it('embedding coefficients of the initial weights are known', async () => {
  const { arrays } = await initial('dominant_frequencies');
  expectNear(arrays.coefficients.data, [0.77386, 0.80322, 0.76458, 0.80421, 0.92901]);
});

it('neuron fractions and specialization of the initial weights are known', async () => {
  const { arrays, row } = await initial('neuron_freq_norm');
  const [, neurons] = arrays.norm_matrix.shape as [number, number];
  expectNear(
    [0, 1, 2].map((k) => arrays.norm_matrix.data[k * neurons]),
    [0.06527, 0.072, 0.32652]
  );
  expectNear(
    [row.mean_max_frac as number, row.median_max_frac as number],
    [0.23382722, 0.27280852]
  );
});

it('coarseness of the initial weights is known', async () => {
  const { arrays, row } = await initial('coarseness');
  expectNear(arrays.coarseness.data, [0.4638, 0, 0, 0.17697]);
  const keys = ['mean', 'std', 'median', 'p25', 'p75'].map(
    (key) => row[`${key}_coarseness`] as number
  );
  expectNear(keys, [0.29645011, 0.26436338, 0.27623433, 0, 0.51854396]);
  expect(row.blob_count).toBe(35);
  const bins = [169, 0, 27, 25, 23, 22, 25, 30, 32, 20, 28, 27, 23, 26, 11, 10, 8, 6, 0, 0];
  expect([...(row.coarseness_hist as Tensor).data]).toEqual(bins);
});

it('attention frequencies of the initial weights are known', async () => {
  const { arrays, row } = await initial('attention_freq');
  expectNear(arrays.freq_matrix.data, [0.20914, 0.17155, 0.12702, 0.14087]);
  expect([...(row.dominant_freq_per_head as Tensor).data]).toEqual([1, 5, 4, 1]);
});

it('participation ratios of the initial weights are known', async () => {
  const { row } = await initial('effective_dimensionality');
  const of = (name: string) => row[`pr_${name}`] as number;
  expectNear(
    ['W_E', 'W_pos', 'W_in', 'W_out', 'W_U'].map(of),
    [13.58743, 2.99106, 119.6461, 119.96618, 12.67234]
  );
  expectNear((row.pr_W_Q as Tensor).data, [29.86482, 29.97586, 29.69078, 30.07166]);
});

it('frequencies of the initial attention weights are known', async () => {
  const { arrays } = await initial('attention_fourier');
  expectNear(arrays.qk_freq_norms.data, [0.19504, 0.18184, 0.14803]);
  expectNear(arrays.v_freq_norms.data, [0.17525, 0.16334, 0.17039]);
});

it('geometry of the initial representations is known', async () => {
  const { row } = await initial('repr_geometry');
  const of = (name: string) => row[`resid_post_${name}`] as number;
  const names = ['mean_radius', 'mean_dim', 'center_spread', 'snr', 'circularity'];
  expectNear(names.map(of), [0.3039099, 5.3338414, 0.0090734, 0.0008913, 0.220995]);
  expectNear(
    ['fourier_alignment', 'fisher_mean', 'fisher_min'].map(of),
    [0.1618049, 0.0009663, 0.0006081]
  );
  expect(['fisher_argmin_r', 'fisher_argmin_s', 'fisher_argmin_diff'].map(of)).toEqual([4, 5, 1]);
});

it('the initial weights answer 13 pairs right; the split has 50 train pairs; the loss is known', async () => {
  const { arrays } = await initial('input_trace');
  const ones = (name: string) => [...arrays[name].data].filter((value) => value === 1).length;
  expect([ones('correct'), ones('split')]).toEqual([13, 50]);
  const { arrays: flatness } = await initial('landscape_flatness');
  expectNear(flatness.baseline_loss.data, [2.577991], 5e-6);
});
