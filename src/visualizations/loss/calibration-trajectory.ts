import { cached } from '../../array/cached.ts';
import { upFromZero } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'calibration';

/**
 * Expected calibration error of test and training rows over training, and the share of test answers
 * that are wrong with a confidence of at least 0.9. Takes the calibration summary `{epochs,
 * test_ece, train_ece, test_confident_wrong}`.
 */
export default visualization({
  id: 'calibration_trajectory',
  title: 'Calibration',
  about: 'When is the model sure of wrong answers, and when does that end?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  figure(summary) {
    const { lines, range } = cached(summary, 'calibration lines', () => {
      const { epochs, column } = epochTable(summary, analyzer);
      const columns = ['test_ece', 'train_ece', 'test_confident_wrong'].map(column);
      const [test, train, wrong] = columns;
      return {
        range: upFromZero(columns),
        lines: [
          epochLine('test ECE', epochs, test, okabeIto.vermillion),
          epochLine('train ECE', epochs, train, okabeIto.blue),
          epochLine('sure and wrong', epochs, wrong, okabeIto.purple)
        ]
      };
    });
    return overEpochs(lines, 'share', { range });
  }
});
