import { cached } from '../../array/cached.ts';
import { okabeIto } from '../../figure/colors.ts';
import { ink } from '../../figure/theme.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'pair_skills';
const skills = [
  ['mirrored', 'mirror trained', okabeIto.blue],
  ['unmirrored', 'mirror not trained', okabeIto.vermillion],
  ['doubles', 'doubles', okabeIto.green],
  ['wrap', 'beyond p', okabeIto.purple],
  ['all', 'all', ink.text]
] as const;

/**
 * Share of right answers of several kinds of test pairs over training; kinds that the run does not
 * have are absent. Takes the pair_skills summary `{epochs, all, mirrored, unmirrored, doubles,
 * wrap, …}` and the numbers of such pairs, `all_count` ….
 */
export default visualization({
  id: 'skills_over_epochs',
  title: 'Skills',
  about: 'Which kinds of pairs are learned first, and which last?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  figure(summary) {
    const lines = cached(summary, 'skills', () => {
      const { epochs, column } = epochTable(summary, analyzer);
      return skills.flatMap(([key, name, color]) => {
        const shares = column(key);
        const [count = 0] = column(`${key}_count`);
        const isKnown = Array.from(shares).some(Number.isFinite);
        return isKnown ? [epochLine(`${name} (${count})`, epochs, shares, color)] : [];
      });
    });
    return overEpochs(lines, 'right', { range: [-0.02, 1.02] });
  }
});
