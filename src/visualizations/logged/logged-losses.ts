import { cached } from '../../array/cached.ts';
import { logAxis } from '../../figure/axes.ts';
import { isLoss, loggedLines, loggedScalars, nothingLogged, toldBy } from '../parts/logged.ts';
import { overSteps } from '../parts/over-steps.ts';
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
    const { losses, lines } = cached(found, 'logged losses', () => {
      const logged = loggedScalars(found);
      const all = logged.filter(isLoss);
      if (all.length === 0) throw nothingLogged('loss', logged);
      return { losses: all, lines: loggedLines(all) };
    });
    const isPositive = losses.every(({ values }) => !Array.from(values).some((one) => one <= 0));
    const scale = isPositive ? logAxis(lines.map(({ y }) => y)) : {};
    return { ...overSteps(lines, 'loss', scale), note: toldBy(found, losses) };
  }
});
