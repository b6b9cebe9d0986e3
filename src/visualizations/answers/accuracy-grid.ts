import { okabeIto } from '../../figure/colors.ts';
import type { ColorScale } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import { gridSide, pairGrid, pairGridLayout } from '../parts/pair-grid.ts';
import { arrayOf, missingArray } from '../parts/read-arrays.ts';
import { epochOf, visualization } from '../visualization.ts';

const analyzer = 'input_trace';
const kinds = ['train, wrong', 'train, right', 'test, wrong', 'test, right'];
const colors = ['#ffffff', '#9aa5b1', '#c6dcec', okabeIto.blue];
const scale: ColorScale = colors.flatMap((color, i) => [
  [i / 4, color] as const,
  [(i + 1) / 4, color] as const
]);

/**
 * Which pairs the model answers right, trained on and not: a down, b across (REQ_075). Takes
 * `{correct, split}` [pair] of one epoch over a and b.
 */
export default visualization({
  id: 'accuracy_grid',
  title: 'Right answers by pair',
  about: 'Which pairs does the model answer right at this epoch, trained on and not?',
  kind: 'epoch',
  square: true,
  needs: epochOf(analyzer),
  aliases: ['input_trace.accuracy_grid'],
  figure(artifact) {
    const { data: correct } = arrayOf(artifact, 'correct', 1, analyzer);
    const { data: split } = arrayOf(artifact, 'split', 1, analyzer);
    const side = gridSide(correct.length, 'correct', analyzer);
    if (split.length !== correct.length)
      throw missingArray('split', analyzer, 'has not one value for each pair');
    const { predictions } = artifact;
    const isSeen = (pair: number) => (predictions?.data[pair] ?? 0) >= 0; // -1 outside a probe set
    const kind = (pair: number) =>
      isSeen(pair) ? (split[pair] ? 0 : 2) + (correct[pair] ? 1 : 0) : Number.NaN;
    const z = pairGrid(side, kind);
    const right = z.flatMap((row) => [...row]).filter((value) => value === 3).length;
    const tests = Array.from(split).filter((value, pair) => !value && isSeen(pair)).length;
    return {
      data: [
        {
          type: 'heatmap',
          name: 'Answers',
          z,
          colorscale: scale,
          zmin: -0.5,
          zmax: 3.5,
          colorbar: {
            tickvals: [0, 1, 2, 3],
            ticktext: kinds,
            outlinewidth: 1, // white on white paper
            outlinecolor: ink.line
          },
          hoverongaps: false,
          text: z.map((row) => Array.from(row, (value) => kinds[value] ?? '')),
          hovertemplate: 'a %{y}, b %{x}<br>%{text}<extra></extra>'
        }
      ],
      heading: 'Right answers',
      note: `${right}/${tests} of the test pairs`,
      layout: pairGridLayout
    };
  }
});
