import { epochLine } from '../parts/epoch-line.ts';
import { matrixColors } from '../parts/matrices.ts';
import { overEpochs } from '../parts/over-epochs.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'fourier_sparsity';

/**
 * Gini index of the frequencies of W_E and of W_L = W_out·W_U over training: 0 all equal, 1 a
 * single one. Takes the fourier_sparsity summary `{epochs, gini_W_E, gini_W_L}`.
 */
export default visualization({
  id: 'gini_trajectory',
  title: 'Fourier sparsity',
  about: 'When do few frequencies take over the embedding and the way to the answers?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  figure(summary) {
    const { epochs, column } = epochTable(summary, analyzer);
    return {
      ...overEpochs(
        [
          epochLine('W_E', epochs, column('gini_W_E'), matrixColors.W_E),
          epochLine('W_out·W_U', epochs, column('gini_W_L'), matrixColors.W_U)
        ],
        'Gini index',
        { range: [-0.02, 1.02] }
      ),
      heading: 'Gini index of the frequencies'
    };
  }
});
