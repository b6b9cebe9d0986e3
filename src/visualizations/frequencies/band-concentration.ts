import { cached } from '../../array/cached.ts';
import type { Numbers } from '../../array/tensor.ts';
import { axis, epochAxis, upFromZero } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { primeOption } from '../parts/options.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { commitmentOption, committedNeurons } from './committed-neurons.ts';

/**
 * How unevenly the committed neurons share the frequencies (above) and how many frequencies have
 * some (below; REQ_058). Takes neuron_dynamics `{epochs, dominant_freq, max_frac}` as
 * concentration on few frequencies.
 */
export default visualization({
  id: 'band_concentration',
  title: 'Concentration on frequencies',
  about: 'Do the neurons spread over many frequencies, or crowd into few?',
  kind: 'run',
  overEpochs: true,
  needs: acrossOf('neuron_dynamics'),
  options: {
    threshold: commitmentOption,
    prime: primeOption
  },
  aliases: ['analysis.band_concentration.trajectory'],
  figure(data, { threshold, prime }) {
    const { epochs, counts, totals } = committedNeurons(data, threshold, prime);
    const { since, index, largest, active, effective } = cached(
      data,
      `concentration ${threshold} ${prime}`,
      () => concentration(epochs, counts, totals)
    );
    const lower = { yaxis: 'y2' } as const;
    return {
      data: [
        epochLine('HHI', since, index, okabeIto.blue),
        epochLine('largest share', since, largest, okabeIto.vermillion),
        epochLine('active', epochs, active, okabeIto.green, lower),
        epochLine('effective', since, effective, okabeIto.orange, lower)
      ],
      heading: 'Concentration',
      note: `share ≥ ${threshold}`,
      layout: {
        xaxis: { ...epochAxis, anchor: 'y2' },
        yaxis: axis('share', { domain: [0.5, 1], range: [-0.02, 1.05] }),
        yaxis2: axis('frequencies', {
          domain: [0, 0.4],
          anchor: 'x',
          range: upFromZero([active])
        })
      }
    };
  }
});

/**
 * Per epoch the Herfindahl index Σ share² of the committed neurons, the largest share and the
 * number of equally shared frequencies that would give the same index, 1 / Σ share², all since the
 * first epoch that has such neurons; and at every epoch the number of frequencies that have some.
 */
function concentration(epochs: Numbers, counts: readonly Float64Array[], totals: Float64Array) {
  const begun = totals.findIndex((total) => total > 0);
  const first = begun < 0 ? totals.length : begun;
  const of = (measure: (shares: readonly number[]) => number) =>
    totals.subarray(first).map((total, e) => measure(counts.map((own) => own[first + e] / total)));
  const index = of((shares) => shares.reduce((sum, share) => sum + share ** 2, 0));
  return {
    since: epochs.subarray(first),
    index,
    largest: of((shares) => Math.max(...shares)),
    active: totals.map((_, e) => counts.filter((own) => own[e] > 0).length),
    effective: index.map((value) => 1 / value)
  };
}
