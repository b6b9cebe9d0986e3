import { cached } from '../../array/cached.ts';
import { upFromZero } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { ScatterTrace } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import { overSteps, stepLine } from '../parts/over-steps.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'probe_calibration';

/**
 * Expected calibration error with its bootstrap interval, mean confidence and share of right
 * answers over the steps, or Brier score and loss. Takes the probe_calibration summary `{epochs,
 * token_ece, token_ece_low, …}`.
 */
export default visualization({
  id: 'probe_calibration_trajectory',
  title: 'Calibration over steps',
  about: 'When is the model sure of wrong answers, and when does that end?',
  kind: 'run',
  time: 'step',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: {
    side: {
      type: 'choice',
      choices: ['token', 'answer'],
      default: 'token',
      about: 'Tokens of the expected answers, or whole answers.'
    },
    scores: { type: 'boolean', default: false, about: 'Brier score and loss in nats instead.' }
  },
  figure(summary, { side, scores }) {
    const lines = cached(summary, `calibration ${side} ${scores}`, () => {
      const { epochs, column } = epochTable(summary, analyzer);
      const of = (name: string) => column(`${side}_${name}`);
      if (scores)
        return [
          stepLine('Brier score', epochs, of('brier'), okabeIto.purple),
          stepLine('loss (nats)', epochs, of('nll'), okabeIto.vermillion)
        ];
      return [
        ...band(epochs, of('ece_low'), of('ece_high')),
        stepLine('ECE', epochs, of('ece'), okabeIto.vermillion),
        stepLine('mean confidence', epochs, of('mean_confidence'), okabeIto.orange),
        stepLine('right', epochs, of('accuracy'), okabeIto.blue),
        stepLine('sure and wrong', epochs, of('confident_wrong'), ink.muted)
      ];
    });
    const [count = 0] = epochTable(summary, analyzer).column(`${side}_count`);
    const range = scores ? upFromZero(lines.map(({ y }) => y)) : ([-0.02, 1.02] as const);
    return {
      ...overSteps(lines, scores ? 'score' : 'share', { range }),
      note: `${count} ${side}s`
    };
  }
});

/** The bootstrap interval of the error, as a band. */
function band(
  epochs: ArrayLike<number>,
  low: ArrayLike<number>,
  high: ArrayLike<number>
): readonly ScatterTrace[] {
  const edge = (values: ArrayLike<number>, more: Partial<ScatterTrace>): ScatterTrace => ({
    type: 'scatter',
    name: '5 to 95 % of resamples',
    mode: 'lines',
    x: epochs,
    y: values,
    line: { width: 0, color: okabeIto.vermillion },
    hovertemplate: 'step %{x}<br>%{y:.3~g} in resamples<extra></extra>',
    showlegend: false,
    ...more
  });
  return [edge(low, {}), edge(high, { fill: 'tonexty', fillcolor: 'rgba(213,94,0,0.18)' })];
}
