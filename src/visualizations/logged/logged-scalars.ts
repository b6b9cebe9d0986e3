import { cached } from '../../array/cached.ts';
import {
  isShare,
  loggedLines,
  loggedScalars,
  namedScalars,
  nothingLogged,
  toldBy
} from '../parts/logged.ts';
import { overSteps } from '../parts/over-steps.ts';
import { sourceOf, visualization } from '../visualization.ts';

/**
 * Numbers that another program logged, each under its name: shares between 0 and 1 unless others
 * are named. Takes the source logged_run `{names, counts, steps, values}`.
 */
export default visualization({
  id: 'logged_scalars',
  title: 'Logged numbers',
  about: 'How did accuracy, skills or any other number go, as another program logged them?',
  kind: 'run',
  time: 'step',
  overEpochs: true,
  needs: sourceOf('logged_run'),
  options: {
    names: {
      type: 'text',
      default: 'shares',
      about: 'Names to draw or what they begin with, joined by commas; shares: all from 0 to 1.'
    }
  },
  figure(found, { names }) {
    const { chosen, lines } = cached(found, `logged scalars ${names}`, () => {
      const logged = loggedScalars(found);
      const all = names === 'shares' ? logged.filter(isShare) : namedScalars(logged, names);
      if (all.length === 0) throw nothingLogged('share', logged);
      return { chosen: all, lines: loggedLines(all) };
    });
    const scale = chosen.every(isShare) ? { range: [-0.02, 1.02] as const } : {};
    return { ...overSteps(lines, '', scale), note: toldBy(found, chosen) };
  }
});
