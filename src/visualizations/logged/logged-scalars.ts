import { cached } from '../../array/cached.ts';
import { didYouMean } from '../../error/did-you-mean.ts';
import { usageError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { isShare, type LoggedScalar, loggedLines, loggedScalars, toldBy } from '../parts/logged.ts';
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
      const all = chosenOf(loggedScalars(found), names);
      return { chosen: all, lines: loggedLines(all) };
    });
    const isOfShares = chosen.length > 0 && chosen.every(isShare);
    const note = chosen.length > 0 ? toldBy(found, chosen) : 'no shares were logged';
    return { ...overSteps(lines, '', isOfShares ? { range: [-0.02, 1.02] } : {}), note };
  }
});

function chosenOf(all: readonly LoggedScalar[], asked: string): readonly LoggedScalar[] {
  if (asked === 'shares') return all.filter(isShare);
  const chosen = asked.split(',').flatMap((part) => {
    const word = part.trim();
    const found = all.filter(({ name }) => name === word);
    const begun = found.length > 0 ? found : all.filter(({ name }) => name.startsWith(word));
    if (begun.length > 0) return begun;
    const known = all.map(({ name }) => printable(name));
    throw usageError(
      `nothing logged begins with: ${printable(word)}`,
      didYouMean(word, known, `there are: ${known.join(', ')}`)
    );
  });
  return [...new Set(chosen)];
}
