import { reliability } from '../parts/reliability.ts';
import { epochOf, visualization } from '../visualization.ts';

const analyzer = 'probe_calibration';

/**
 * Share of right tokens, or answers, of a language model by confidence, with the diagonal of a
 * calibrated model, and how many each bin holds. Takes probe_calibration `{token_bin_count,
 * token_bin_accuracy, token_bin_confidence, token_ece, …}` of one step.
 */
export default visualization({
  id: 'probe_reliability',
  title: 'Reliability',
  about: 'Is the model right as often as it is confident?',
  kind: 'epoch',
  time: 'step',
  needs: epochOf(analyzer),
  options: {
    side: {
      type: 'choice',
      choices: ['token', 'answer'],
      default: 'token',
      about: 'Tokens of the expected answers, or whole answers.'
    }
  },
  figure(artifact, { side }) {
    return reliability(artifact, side, analyzer, side === 'token' ? 'tokens' : 'answers');
  }
});
