import { reliability } from '../parts/reliability.ts';
import { epochOf, visualization } from '../visualization.ts';

const analyzer = 'calibration';

/**
 * Share of right answers by confidence, with the diagonal of a calibrated model (above), and how
 * many answers each bin holds (below); bins without answers stay empty. Takes `{test_bin_count,
 * test_bin_accuracy, test_bin_confidence, test_ece, …}` of one epoch.
 */
export default visualization({
  id: 'reliability_diagram',
  title: 'Reliability',
  about: 'Is the model right as often as it is confident?',
  kind: 'epoch',
  needs: epochOf(analyzer),
  options: {
    side: { type: 'choice', choices: ['test', 'train'], default: 'test', about: 'Rows to count.' }
  },
  figure(artifact, { side }) {
    return reliability(artifact, side, analyzer);
  }
});
