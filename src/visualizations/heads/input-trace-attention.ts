import { viridis } from '../../figure/colors.ts';
import { taskOption } from '../parts/options.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { arrayOf, epochTable } from '../parts/read-arrays.ts';
import { againstOption, inputOption } from '../parts/trace-options.ts';
import { tracedName } from '../parts/traced-name.ts';
import { sourceOf, visualization } from '../visualization.ts';

const source = 'input_trace_lens';
const keys = ['a', 'b', '='] as const;

/**
 * Attention of every head from "=" to a, b and itself through training, for one input or the mean
 * over a set. Takes the trace of an input `{epochs, tokens, subject_rows, subject_attention}`
 * [epoch, head, key].
 */
export default visualization({
  id: 'input_trace_attention',
  title: 'Attention for an input',
  about: 'Which of its two numbers does each head look at for this input, and since when?',
  kind: 'run',
  overEpochs: true,
  needs: sourceOf(source),
  options: {
    task: taskOption,
    input: inputOption,
    against: againstOption
  },
  figure(data, { input, task }) {
    const { epochs } = epochTable(data, source);
    const attention = arrayOf(data, 'subject_attention', 3, source); // [epoch, head, key]
    const [count = 0, heads = 0, width = 0] = attention.shape;
    const rows = Array.from({ length: heads * width }, (_, row) =>
      Float64Array.from({ length: count }, (__, e) => attention.data[e * heads * width + row])
    );
    const names = rows.map((_, row) => `${Math.floor(row / width)} to ${keys[row % width] ?? '?'}`);
    return {
      ...overEpochs(
        [
          {
            type: 'heatmap',
            name: 'attention',
            z: rows,
            x: epochs,
            y: names,
            colorscale: viridis,
            zmin: 0,
            zmax: 1,
            colorbar: { title: { text: 'attention' } },
            hovertemplate: 'epoch %{x}<br>head %{y}: %{z:.4~g}<extra></extra>'
          }
        ],
        'head',
        { type: 'category', autorange: 'reversed' }
      ),
      heading: `Attention for ${tracedName(data, 'subject', input, task)}`
    };
  }
});
