import { axis, epochAxis, upFromZero } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'fourier_frequency_quality';

/**
 * How much of the answer tensor the strong components of the embedding can express, and how many
 * they are (REQ_052). Takes the fourier_frequency_quality summary `{epochs, quality_score, k}`.
 */
export default visualization({
  id: 'fourier_quality_trajectory',
  title: 'Fourier quality',
  about: 'When do the strong frequencies of the embedding suffice for the task?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  aliases: ['activations.mlp.fourier_quality_trajectory'],
  figure(summary) {
    const { epochs, column } = epochTable(summary, analyzer);
    const k = column('k');
    const quality = column('quality_score'); // 2m/p for m whole frequencies: small for large primes
    return {
      data: [
        epochLine('quality', epochs, quality, okabeIto.blue, { showlegend: false }),
        epochLine('strong components', epochs, k, okabeIto.orange, {
          yaxis: 'y2',
          showlegend: false
        })
      ],
      heading: 'Fourier quality of the embedding',
      layout: {
        xaxis: { ...epochAxis, anchor: 'y2' },
        yaxis: axis('quality', { domain: [0.42, 1], range: upFromZero([quality]) }),
        yaxis2: axis('components', { domain: [0, 0.34], anchor: 'x', range: upFromZero([k]) })
      }
    };
  }
});
