import { cached } from '../../array/cached.ts';
import { countRange } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { ink } from '../../figure/theme.ts';
import { overSteps, stepLine } from '../parts/over-steps.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'probe_learning';

/**
 * How many probes became right and wrong since the checkpoint before. Takes probe_learning
 * `{epochs, gained, lost}` [epoch].
 */
export default visualization({
  id: 'probes_learned_and_forgotten',
  title: 'Learned and forgotten',
  about: 'When are probes learned, and when are they lost again?',
  kind: 'run',
  time: 'step',
  overEpochs: true,
  needs: acrossOf(analyzer),
  figure(found) {
    const lines = cached(found, 'gained and lost', () => {
      const { epochs, column } = epochTable(found, analyzer);
      const [gained, lost] = [column('gained'), column('lost')];
      let sum = 0;
      const balance = Float64Array.from(gained, (n, t) => {
        sum += n - lost[t];
        return sum;
      });
      return [
        stepLine('became right', epochs, gained, okabeIto.blue),
        stepLine('became wrong', epochs, lost, okabeIto.vermillion),
        stepLine('more right than at first', epochs, balance, ink.muted, { mode: 'lines' })
      ];
    });
    const [, high] = countRange(lines.map(({ y }) => y));
    const low = Math.min(0, ...lines.flatMap(({ y }) => Array.from(y).filter(Number.isFinite)));
    return overSteps(lines, 'probes', { range: [low * 1.06, high] });
  }
});
