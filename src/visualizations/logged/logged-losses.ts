import { logAxis } from '../../figure/axes.ts';
import { isLoss, loggedScalars, toldBy } from '../parts/logged.ts';
import { overSteps, stepLine } from '../parts/over-steps.ts';
import { shown } from '../parts/probe-texts.ts';
import { seriesColor, seriesLine } from '../parts/series-style.ts';
import { sourceOf, visualization } from '../visualization.ts';

/**
 * The losses that another program logged, as they are called there. Takes the source logged_run
 * `{names, counts, steps, values}`.
 */
export default visualization({
  id: 'logged_losses',
  title: 'Logged losses',
  about: 'How did the losses fall, as another program logged them?',
  kind: 'run',
  time: 'step',
  overEpochs: true,
  needs: sourceOf('logged_run'),
  figure(found) {
    const losses = loggedScalars(found).filter(isLoss);
    const lines = losses.map(({ name, steps, values }, i) =>
      stepLine(shown(name, 40), steps, values, seriesColor(i), {
        mode: steps.length > 30 ? 'lines' : 'lines+markers',
        line: seriesLine(i)
      })
    );
    const note = lines.length > 0 ? toldBy(found, losses) : 'no loss was logged';
    return { ...overSteps(lines, 'loss', logAxis(lines.map(({ y }) => y))), note };
  }
});
