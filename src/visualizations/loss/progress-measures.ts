import { cached } from '../../array/cached.ts';
import { logAxis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'progress_measures';

const suffixes = { last: '', block: '_block', own: '_own' } as const;
const notes = {
  last: '',
  block: 'blocks of the key frequencies',
  own: 'each checkpoint’s own key frequencies'
} as const;

/**
 * Restricted and excluded loss beside train and test loss over training (arXiv:2301.05217, figure
 * 7). Takes the progress_measures summary `{epochs, clean_train, clean_test, restricted_all,
 * excluded_train, …}`.
 */
export default visualization({
  id: 'progress_measures',
  title: 'Progress measures',
  about: 'When does the circuit form, and when is the memorised rest cleaned up?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: {
    keys: {
      type: 'choice',
      choices: ['last', 'block', 'own'],
      default: 'last',
      about:
        'Key frequencies of the last checkpoint, their 2×2 blocks instead of sums, or each checkpoint’s own.'
    },
    restrictedTo: {
      type: 'choice',
      choices: ['all', 'test', 'train'],
      default: 'all',
      about: 'Pairs on which the restricted loss is taken; the excluded loss is that of training.'
    }
  },
  figure(summary, { keys, restrictedTo }) {
    const { traces, loss } = cached(summary, `progress ${keys} ${restrictedTo}`, () => {
      const { epochs, column } = epochTable(summary, analyzer);
      const suffix = suffixes[keys];
      const lines = [
        ['Train', column('clean_train'), okabeIto.blue],
        ['Test', column('clean_test'), okabeIto.vermillion],
        ['Restricted', column(`restricted${suffix}_${restrictedTo}`), okabeIto.green],
        ['Excluded', column(`excluded${suffix}_train`), okabeIto.purple]
      ] as const;
      return {
        traces: lines.map(([name, y, color]) => epochLine(name, epochs, y, color)),
        loss: logAxis(lines.map(([, y]) => y))
      };
    });
    return { ...overEpochs(traces, 'loss', loss), note: notes[keys] };
  }
});
