import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import type { Tensor } from '../../array/tensor.ts';
import { diverging } from '../../figure/colors.ts';
import { taskOption } from '../parts/options.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { arrayOf, epochTable } from '../parts/read-arrays.ts';
import { againstOption, inputOption } from '../parts/trace-options.ts';
import { tracedName } from '../parts/traced-name.ts';
import { sourceOf, visualization } from '../visualization.ts';

const source = 'input_trace_lens';

/**
 * What the strongest neurons add to the right answer's logit, beyond the mean over all answers,
 * through training. Takes the trace of an input `{epochs, tokens, subject_rows,
 * subject_contribution}` [epoch, neuron].
 */
export default visualization({
  id: 'input_trace_neurons',
  title: 'Neurons for an input',
  about: 'Which neurons bring the right answer to this input, and since when?',
  kind: 'run',
  overEpochs: true,
  needs: sourceOf(source),
  options: {
    task: taskOption,
    input: inputOption,
    against: againstOption,
    count: {
      type: 'number',
      default: 24,
      min: 1,
      integer: true,
      about: 'Neurons to show: those with the largest contribution at any checkpoint.'
    }
  },
  figure(data, { input, count, task }) {
    const { epochs } = epochTable(data, source);
    const contribution = arrayOf(data, 'subject_contribution', 2, source); // [epoch, neuron]
    const shown = strongest(contribution, count);
    const [length = 0, neurons = 0] = contribution.shape;
    const rows = shown.map((neuron) =>
      Float64Array.from({ length }, (_, e) => contribution.data[e * neurons + neuron])
    );
    const limit = Math.max(...rows.map((row) => Math.max(...sizes(row))), 0) || 1;
    return {
      ...overEpochs(
        [
          {
            type: 'heatmap',
            name: 'contribution',
            z: rows,
            x: epochs,
            y: shown.map(String),
            colorscale: diverging,
            zmin: -limit,
            zmax: limit,
            colorbar: { title: { text: 'logit' } },
            hovertemplate: 'epoch %{x}<br>neuron %{y}<br>adds %{z:.4~g}<extra></extra>'
          }
        ],
        'neuron',
        { type: 'category', autorange: 'reversed' }
      ),
      heading: `Neurons for ${tracedName(data, 'subject', input, task)}`
    };
  }
});

/** The neurons with the largest contributions at any epoch, the largest first. */
function strongest({ data, shape }: Tensor, count: number): readonly number[] {
  const [epochs = 0, neurons = 0] = shape;
  const most = Float64Array.from({ length: neurons }, (_, neuron) => {
    const row = Float64Array.from({ length: epochs }, (__, e) => data[e * neurons + neuron]);
    return Math.max(...sizes(row));
  });
  return Array.from(most.keys())
    .sort((one, other) => most[other] - most[one])
    .slice(0, count);
}

/** Sizes of the smallest and the largest finite value. */
function sizes(values: ArrayLike<number>): readonly number[] {
  return (finiteExtent(values) ?? [0, 0]).map(Math.abs);
}
