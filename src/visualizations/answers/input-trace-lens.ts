import type { Tensor } from '../../array/tensor.ts';
import { axis, epochAxis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { taskOption } from '../parts/options.ts';
import { arrayOf, columnsOf, epochTable, maybeScalar } from '../parts/read-arrays.ts';
import { againstOption, inputOption } from '../parts/trace-options.ts';
import { tracedColor, tracedName } from '../parts/traced-name.ts';
import { sourceOf, visualization } from '../visualization.ts';

const source = 'input_trace_lens';
const allStages = [
  { name: 'after embedding', color: okabeIto.sky },
  { name: 'after attention', color: okabeIto.orange },
  { name: 'after MLP', color: null }
] as const;
const ranks = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/**
 * Probability (above) and rank (below) of the right answer by the logit lens through training, of
 * one input or of a set. Takes the trace of an input `{epochs, tokens, subject_rows,
 * subject_probability, subject_rank, …}`.
 */
export default visualization({
  id: 'input_trace_lens',
  title: 'Logit lens of an input',
  about: 'Where in the model, and when, does the right answer to this input appear?',
  kind: 'run',
  overEpochs: true,
  needs: sourceOf(source),
  options: {
    task: taskOption,
    input: inputOption,
    against: againstOption
  },
  figure(data, { input, against, task }) {
    const { epochs, rows, maybeRows } = epochTable(data, source);
    const probability = columnsOf(rows('subject_probability'));
    const rank = columnsOf(rows('subject_rank'));
    // With a final norm only what comes after the last MLP can be read.
    const stages = allStages.slice(-probability.length);
    const final = stages.length - 1;
    const other = [maybeRows('partner_probability'), maybeRows('partner_rank')];
    const [otherProbability, otherRank] = other.map(last);
    const line = (
      y: ArrayLike<number>,
      stage: number,
      more: Partial<ScatterTrace>
    ): ScatterTrace => ({
      type: 'scatter',
      mode: 'lines',
      name: stages[stage].name,
      x: epochs,
      y,
      line: { color: stages[stage].color ?? tracedColor(data, 'subject'), width: 1.75 },
      hovertemplate: `${stages[stage].name}<br>epoch %{x}<br>%{y:.4~g}<extra></extra>`,
      ...more
    });
    const dashed = { color: tracedColor(data, 'partner'), width: 1.5, dash: 'dash' } as const;
    const held = { name: 'other, after MLP', line: dashed };
    const below = { yaxis: 'y2', showlegend: false };
    const subject = tracedName(data, 'subject', input, task);
    const partner = other[0] ? ` · against ${tracedName(data, 'partner', against, task)}` : '';
    const most = Math.max(2, maybeScalar(data, 'tokens') ?? 2);
    const shown = ranks.filter((place) => place <= most);
    arrayOf(data, 'subject_rows', 1, source);
    return {
      data: [
        ...probability.map((y, stage) => line(y, stage, {})),
        ...(otherProbability ? [line(otherProbability, final, held)] : []),
        ...rank.map((y, stage) => line(y, stage, below)),
        ...(otherRank ? [line(otherRank, final, { ...held, ...below })] : [])
      ],
      heading: `${subject}${partner}`,
      layout: {
        xaxis: { ...epochAxis, anchor: 'y2' },
        yaxis: axis('P(right answer)', { domain: [0.46, 1], range: [-0.02, 1.02] }),
        yaxis2: axis('rank', {
          domain: [0, 0.4],
          anchor: 'x',
          type: 'log',
          range: [Math.log10(most) + 0.05, -0.08],
          tickvals: shown,
          ticktext: shown.map(String)
        })
      }
    };
  }
});

/** The column of the last stage. */
function last(matrix: Tensor | null): Float64Array | undefined {
  return matrix === null ? undefined : columnsOf(matrix).at(-1);
}
