import { cached } from '../../array/cached.ts';
import { finiteExtent } from '../../array/statistics/finite-extent.ts';
import { axis, sparseTicks } from '../../figure/axes.ts';
import { okabeIto, viridis } from '../../figure/colors.ts';
import type { ScatterTrace, Series } from '../../figure/figure.ts';
import { thresholdLine } from '../../figure/marks.ts';
import { ink, label } from '../../figure/theme.ts';
import { currentEpochOption, taskOption } from '../parts/options.ts';
import { acrossOf, visualization } from '../visualization.ts';
import { type GraduatedAnswer, graduatedAnswers } from './graduated-answers.ts';

/**
 * The epochs from which the pairs of each answer are right for good: their spread, or pair by
 * pair. Takes input_trace_graduation `{graduation_epochs, split}` [pair] by answer.
 */
export default visualization({
  id: 'graduation_by_answer',
  title: 'Graduation by answer',
  about: 'Are all pairs of an answer learned together, and which answers come first?',
  kind: 'run',
  needs: acrossOf('input_trace_graduation'),
  options: {
    currentEpoch: currentEpochOption,
    task: taskOption,
    show: {
      type: 'choice',
      choices: ['spread', 'pairs'],
      default: 'spread',
      about: 'Median, 25–75 % and 5–95 % of the pairs of each answer, or one cell per pair.'
    },
    side: {
      type: 'choice',
      choices: ['test', 'train', 'all'],
      default: 'test',
      about: 'Pairs to count.'
    }
  },
  aliases: ['neuron_group.graduation_spread'],
  presets: { 'neuron_group.graduation_cohesion': { show: 'pairs' } },
  figure(data, { currentEpoch, show, side, task }) {
    const answers = cached(data, `graduation ${side} ${task}`, () =>
      graduatedAnswers(data, side, task)
    );
    const total = answers.reduce((sum, { pairs }) => sum + pairs, 0);
    const learned = answers.reduce((sum, { epochs }) => sum + epochs.length, 0);
    const pairs = side === 'all' ? 'pairs' : `${side} pairs`;
    const note = `${learned}/${total} ${pairs}`;
    const ticks = sparseTicks(answers.length, 0);
    const ranks = { ...ticks, ticktext: ticks.tickvals.map((r) => String(answers[r].answer)) };
    const axisName = 'answer, earliest first';
    return show === 'pairs'
      ? {
          data: [cells(answers)],
          note,
          layout: {
            plot_bgcolor: ink.gap,
            xaxis: axis('pair, earliest first', { showgrid: false }),
            yaxis: axis(axisName, { ...ranks, autorange: 'reversed', showgrid: false })
          }
        }
      : {
          data: spread(answers),
          note,
          layout: {
            xaxis: axis(axisName, ranks),
            yaxis: axis('epoch', { exponentformat: 'none' }),
            ...(currentEpoch !== null && epochAcross(currentEpoch))
          }
        };
  }
});

/** The epoch as a line across, named above its left end. */
function epochAcross(epoch: number) {
  const place = { x: 0, y: epoch, xref: 'paper', yref: 'y' } as const;
  return {
    shapes: [thresholdLine('y', epoch)],
    annotations: [label(`epoch ${epoch}`, { ...place, xanchor: 'left', yanchor: 'bottom' })]
  };
}

function spread(answers: readonly GraduatedAnswer[]): readonly ScatterTrace[] {
  const rank = answers.map((_, r) => r);
  const line = (name: string, y: Series, more: Partial<ScatterTrace>): ScatterTrace => ({
    type: 'scatter',
    name,
    x: rank,
    y,
    mode: 'lines',
    text: answers.map(({ answer }) => String(answer)),
    hovertemplate: `answer %{text}<br>${name}: epoch %{y:.0f}<extra></extra>`,
    ...more
  });
  const at = (percent: number) => answers.map(({ percentile }) => percentile(percent));
  const band = (lower: number, upper: number, name: string, opacity: number) => [
    line(`${lower} %`, at(lower), { line: { width: 0 }, showlegend: false }),
    line(name, at(upper), {
      line: { width: 0 },
      fill: 'tonexty',
      fillcolor: `rgba(0,114,178,${opacity})`
    })
  ];
  return [
    ...band(5, 95, '5–95 %', 0.1),
    ...band(25, 75, '25–75 %', 0.2),
    line('median', at(50), {
      mode: 'lines+markers',
      line: { color: okabeIto.blue, width: 1.75 },
      marker: { color: okabeIto.blue, size: 4 }
    })
  ];
}

function cells(answers: readonly GraduatedAnswer[]) {
  const most = Math.max(0, ...answers.map(({ pairs }) => pairs));
  const z = answers.map(({ epochs }) =>
    Float64Array.from({ length: most }, (_, i) => epochs[i] ?? Number.NaN)
  );
  const [low, high] = finiteExtent(answers.flatMap(({ epochs }) => [...epochs])) ?? [0, 1];
  return {
    type: 'heatmap',
    name: 'Epoch',
    z,
    colorscale: viridis,
    zmin: low,
    zmax: high > low ? high : low + 1,
    colorbar: { title: { text: 'epoch' } },
    customdata: z.map((row, r) => Array.from(row, () => answers[r].answer)),
    hoverongaps: false,
    hovertemplate: 'answer %{customdata}<br>pair %{x}<br>right from epoch %{z}<extra></extra>'
  } as const;
}
