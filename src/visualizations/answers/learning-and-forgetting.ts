import { cached } from '../../array/cached.ts';
import { countRange } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'learning_events';

/**
 * How many test pairs became right, and wrong, since the checkpoint before. Takes learning_events
 * `{epochs, gained, lost}`.
 */
export default visualization({
  id: 'learning_and_forgetting',
  title: 'Learning and forgetting',
  about: 'When are many pairs learned at once, and when are some lost again?',
  kind: 'run',
  overEpochs: true,
  needs: acrossOf(analyzer),
  figure(data) {
    const { lines, range } = cached(data, 'learning events', () => {
      const { epochs, column } = epochTable(data, analyzer);
      const [gained, lost] = [column('gained'), column('lost')];
      return {
        range: countRange([gained, lost]),
        lines: [
          epochLine('became right', epochs, gained, okabeIto.blue),
          epochLine('became wrong', epochs, lost, okabeIto.vermillion)
        ]
      };
    });
    return overEpochs(lines, 'test pairs', { range });
  }
});
