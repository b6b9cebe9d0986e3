import { principalComponents, projected } from '../../array/linear/principal-components.ts';
import { float32, int32, type NamedArrays, type Numbers } from '../../array/tensor.ts';
import { analyzer } from '../analyzer.ts';
import { cohesionOf } from '../measures/group-cohesion.ts';
import { inputVectors, pick } from '../measures/neuron-groups.ts';

const SOURCE = 'transient_frequency';
const READ = 'block.mlp.W_in';

/**
 * What becomes of the neurons that a frequency had at its peak, in their input weights (REQ_084).
 */
export default analyzer({
  id: 'transient_cohorts',
  title: 'Cohorts of frequencies',
  about:
    'How the input weights of the neurons that a frequency had at its peak lie then and draw together through the run.',
  structure: 'cyclic',
  layered: true,
  version: 1,
  arrays: {},
  /**
   * Frequencies are 0-based; the members of frequency i lie from `peak_members_offsets[i]` to `[i +
   * 1]`. Their projections are on the cohort's principal components at its peak, signs arbitrary;
   * `member_final_freq` is -1 for neurons that end committed to nothing. PC1 shares: of the
   * variance along the components of each epoch (`own`), or within the three components of the peak
   * (`peak`).
   */
  acrossArrays: {
    ever_qualified_freqs: { dims: ['qualified'], dtype: 'int32' },
    is_final: { dims: ['qualified'], dtype: 'bool' },
    peak_epoch: { dims: ['qualified'], dtype: 'int32' },
    peak_members_flat: { dims: ['member'], dtype: 'int32' },
    peak_members_offsets: { dims: ['offset'], dtype: 'int32' },
    member_final_freq: { dims: ['member'], dtype: 'int32' },
    peak_projections: ['member', 'three'],
    peak_pc_var: ['qualified', 'three'],
    pc1_share_own: ['epoch', 'qualified'],
    pc1_share_peak: ['epoch', 'qualified'],
    epochs: { dims: ['epoch'], dtype: 'int32' }
  },
  reads: [SOURCE, 'neuron_dynamics'],
  weights: [READ],
  async across(run) {
    const found = await run.across(SOURCE);
    const { dominant_freq, max_frac } = await run.across('neuron_dynamics');
    const epochs = Array.from(found.epochs.data);
    const members = found.peak_members_flat.data;
    const offsets = found.peak_members_offsets.data;
    const cohorts = Array.from(found.peak_epoch.data, (peak, i) => ({
      peak,
      from: offsets[i],
      neurons: Array.from(members.subarray(offsets[i], offsets[i + 1]))
    }));
    const q = cohorts.length;
    const vectorsAt = async (epoch: number) => {
      const weight = (await run.checkpoint(epoch, [READ]))[READ];
      return { vectors: inputVectors(weight), width: weight.shape[0] };
    };

    const projections = new Float32Array(members.length * 3);
    const variances = new Float32Array(q * 3);
    const frames: Float64Array[] = [];
    for (const [i, { peak, from, neurons }] of cohorts.entries()) {
      const { vectors, width } = await vectorsAt(peak);
      const own = pick(vectors, width, neurons);
      const { axes, scores } = principalComponents(own, neurons.length, width, 3);
      const kept = axes.length / width;
      scores.forEach((score, k) => {
        projections[(from + Math.floor(k / kept)) * 3 + (k % kept)] = score;
      });
      variances.set(cohesionOf(own, neurons.length, width).shares, i * 3);
      frames.push(axes);
    }
    const shares = {
      own: new Float32Array(epochs.length * q),
      peak: new Float32Array(epochs.length * q)
    };
    for (const [row, epoch] of q === 0 ? [] : epochs.entries()) {
      const { vectors, width } = await vectorsAt(epoch);
      for (const [i, { neurons }] of cohorts.entries()) {
        const count = neurons.length;
        const own = pick(vectors, width, neurons);
        const seen = projected(own, count, width, frames[i]);
        shares.own[row * q + i] = cohesionOf(own, count, width).shares[0];
        shares.peak[row * q + i] = cohesionOf(seen, count, seen.length / count).shares[0];
      }
    }
    const { ever_qualified_freqs, is_final, peak_epoch } = found;
    const { peak_members_flat, peak_members_offsets, _neuron_threshold } = found;
    const final = finalOf(dominant_freq.data, max_frac.data, max_frac.shape[1]);
    const least = Math.fround(_neuron_threshold.data[0]);
    return {
      ever_qualified_freqs,
      is_final,
      peak_epoch,
      peak_members_flat,
      peak_members_offsets,
      member_final_freq: int32(
        Int32Array.from(members, (neuron) => final(neuron, least)),
        [members.length]
      ),
      peak_projections: float32(projections, [members.length, 3]),
      peak_pc_var: float32(variances, [q, 3]),
      pc1_share_own: float32(shares.own, [epochs.length, q]),
      pc1_share_peak: float32(shares.peak, [epochs.length, q]),
      epochs: int32(Int32Array.from(epochs), [epochs.length])
    } satisfies NamedArrays;
  }
});

/** The frequency that a neuron ends with, from 0; -1 below the share. */
function finalOf(dominant: Numbers, fractions: Numbers, neurons: number) {
  const from = fractions.length - neurons;
  return (neuron: number, least: number) =>
    fractions[from + neuron] >= least ? dominant[from + neuron] : -1;
}
