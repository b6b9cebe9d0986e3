import { rowsOf } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { ColorScale } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import { currentEpochOption } from '../parts/options.ts';
import { probeTexts } from '../parts/probe-texts.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { sourceOf, summaryOf, visualization } from '../visualization.ts';

const analyzer = 'probe_answers';
const signs = ['✗', '✓'];
const scale: ColorScale = [
  [0, okabeIto.vermillion],
  [0.5, okabeIto.vermillion],
  [0.5, okabeIto.green],
  [1, okabeIto.green]
];

/**
 * Which hard examples are answered right at each checkpoint, grouped by category; without hard
 * examples, none. Takes the probe_answers summary `{epochs, correct}` [epoch, probe] and the source
 * probe_list.
 */
export default visualization({
  id: 'hard_example_board',
  title: 'Hard examples',
  about: 'Which of the hard examples does each checkpoint get right?',
  kind: 'run',
  time: 'step',
  needs: { answers: summaryOf(analyzer), probes: sourceOf('probe_list') },
  options: { currentEpoch: currentEpochOption },
  figure({ answers, probes }, { currentEpoch }) {
    const { epochs, rows } = epochTable(answers, analyzer);
    const texts = probeTexts(probes);
    const correct = rowsOf(rows('correct'));
    const hard = Array.from({ length: texts.count }, (_, i) => i)
      .filter(texts.isHard)
      .sort((a, b) => (texts.categories[a] < texts.categories[b] ? -1 : 1) || a - b)
      .reverse();
    const z = hard.map((probe) =>
      correct.map((row) => (row[probe] === 0 || row[probe] === 1 ? row[probe] : Number.NaN))
    );
    const last = correct.at(-1);
    const right = hard.filter((probe) => last?.[probe] === 1).length;
    const steps = Array.from(epochs, String);
    const here = steps.indexOf(String(currentEpoch));
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Right',
          x: steps.map((_, i) => i),
          y: hard.map((_, i) => i),
          z,
          colorscale: scale,
          zmin: 0,
          zmax: 1,
          showscale: false,
          hoverongaps: false,
          text: z.map((row) => row.map((value) => signs[value] ?? '–')),
          customdata: hard.map((probe) => steps.map(() => texts.prompts[probe])),
          hovertemplate: 'step %{x}<br>%{customdata}<br>%{text}<extra></extra>'
        }
      ],
      note:
        hard.length > 0 ? `${right}/${hard.length} right at the end` : 'none given: import --hard',
      layout: {
        plot_bgcolor: ink.gap,
        xaxis: axis('step', { tickvals: steps.map((_, i) => i), ticktext: steps }),
        yaxis: axis('', {
          tickvals: hard.map((_, i) => i),
          ticktext: hard.map((i) => texts.ids[i])
        }),
        ...(here >= 0 && {
          shapes: [
            {
              type: 'line',
              name: 'cursor',
              xref: 'x',
              yref: 'paper',
              x0: here,
              x1: here,
              y0: 0,
              y1: 1,
              line: { color: ink.text, width: 1 }
            }
          ]
        })
      }
    };
  }
});
