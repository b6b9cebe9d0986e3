import { describe, expect, it } from 'vitest';
import transientCohorts from '../../src/analyzers/frequencies/transient-cohorts.ts';
import { float32, float64, int32, type NamedArrays } from '../../src/array/tensor.ts';
import {
  renderTransientPc1Cohesion,
  renderTransientPeakScatter
} from '../../src/visualizations/figures.ts';
import { fakeRun } from '../helpers/fake-run.ts';
import { scatters } from '../helpers/traces.ts';

const whole = (...values: readonly number[]) => int32(Int32Array.from(values), [values.length]);

/** W_in [d_model, d_mlp] of six neurons with the given input vectors. */
const weights = (vectors: readonly (readonly number[])[]): NamedArrays => ({
  'blocks.0.mlp.W_in': float32(
    Float32Array.from([0, 1, 2, 3].flatMap((row) => vectors.map((vector) => vector[row] ?? 0))),
    [4, vectors.length]
  )
});
const other = [[9], [-9]];

/** Neurons 0 to 3 follow frequency 3 at epoch 10, where they lie on a ring; before on a line, later along a new axis too. */
const run = fakeRun({
  across: {
    transient_frequency: {
      ever_qualified_freqs: whole(2),
      is_final: { dtype: 'bool', shape: [1], data: Uint8Array.of(0) },
      peak_epoch: whole(10),
      peak_members_flat: whole(0, 1, 2, 3),
      peak_members_offsets: whole(0, 4),
      epochs: whole(0, 10, 20),
      _neuron_threshold: float64(Float64Array.of(0.7), [])
    },
    neuron_dynamics: {
      dominant_freq: float64(Float64Array.of(0, 0, 0, 0, 0, 0, 2, 2, 4, 2, 5, 5), [2, 6]),
      max_frac: float32(Float32Array.of(0, 0, 0, 0, 0, 0, 0.7, 0.8, 0.9, 0.6, 1, 1), [2, 6])
    }
  },
  checkpoints: {
    0: weights([[1], [2], [3], [6], ...other]),
    10: weights([[5, 7, 0, 0.1], [3, 7, 0, 0.1], [4, 8, 0, -0.1], [4, 6, 0, -0.1], ...other]),
    20: weights([[2], [-2], [0, 0, 4], [0, 0, -4], ...other])
  }
});

describe('transient_cohorts', () => {
  const made = transientCohorts.across!(run, {});

  it('a line has one component, a ring two equal ones and what it tilts, of its own and in those of the peak', async () => {
    const { pc1_share_own, pc1_share_peak, peak_pc_var } = await made;
    expect(Array.from(pc1_share_own.data, (share) => share.toFixed(5))).toEqual([
      ...['1.00000', '0.49505', '0.80000']
    ]);
    // At epoch 20 only the first axis lies in the components of the peak.
    expect(Array.from(pc1_share_peak.data, (share) => share.toFixed(5))).toEqual([
      ...['1.00000', '0.49505', '1.00000']
    ]);
    expect(Array.from(peak_pc_var.data, (share) => share.toFixed(5))).toEqual([
      ...['0.49505', '0.49505', '0.00990']
    ]);
  });

  it('members lie about their centre, at the distances of their weights', async () => {
    const { peak_projections } = await made;
    const points = peak_projections.data;
    for (let i = 0; i < 4; i++)
      expect(Math.hypot(points[i * 3], points[i * 3 + 1])).toBeCloseTo(1, 6);
    expect(Math.hypot(points[0] - points[3], points[1] - points[4])).toBeCloseTo(2, 6);
  });

  it('know the frequency with which each member ends, if its share is large enough', async () => {
    const { member_final_freq } = await made;
    expect([...member_final_freq.data]).toEqual([2, 2, 4, -1]);
  });

  it('are drawn by what becomes of them', async () => {
    const figure = renderTransientPeakScatter(await made, { prime: 13 });
    expect(figure.layout.title?.text).toBe('Peak of k 3 · Epoch 10 (4 neurons, lost again)');
    expect(scatters(figure).map(({ name }) => name)).toEqual([
      'ends on k 3 (2)',
      'ends on k 5 (1)',
      'ends on none (1)'
    ]);
    const [line] = scatters(renderTransientPc1Cohesion(await made, { basis: 'peak' }));
    expect(line).toMatchObject({ name: 'k 3', line: { dash: 'dash' } });
    expect(line.y[2]).toBeCloseTo(1, 6);
  });

  it('are refused for a frequency that never had enough neurons', async () => {
    const data = await made;
    expect(() => renderTransientPeakScatter(data, { frequency: 1 })).toThrow(
      'frequency without a cohort: 1'
    );
  });

  it('are none where no frequency ever gathered enough neurons', async () => {
    const none = await transientCohorts.across!(
      fakeRun({
        across: {
          transient_frequency: {
            ...(await run.across('transient_frequency')),
            ever_qualified_freqs: whole(),
            is_final: { dtype: 'bool', shape: [0], data: new Uint8Array(0) },
            peak_epoch: whole(),
            peak_members_flat: whole(),
            peak_members_offsets: whole(0)
          },
          neuron_dynamics: await run.across('neuron_dynamics')
        }
      }),
      {}
    );
    expect(none.pc1_share_own.shape).toEqual([3, 0]);
    expect(renderTransientPeakScatter(none).layout.title?.text).toContain('No frequency');
  });
});
