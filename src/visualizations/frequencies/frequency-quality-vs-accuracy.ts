import { axis, epochAxis, upFromZero } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

/**
 * Test accuracy beside what the strong frequencies of the embedding could reach at best, one above
 * the other (REQ_053). Takes `{accuracy, quality}`: the summaries of input_trace and
 * fourier_frequency_quality.
 */
export default visualization({
  id: 'frequency_quality_vs_accuracy',
  title: 'Frequency quality and accuracy',
  about: 'Does the accuracy on unseen pairs follow the quality of the embedding’s frequencies?',
  kind: 'run',
  overEpochs: true,
  needs: {
    accuracy: summaryOf('input_trace'),
    quality: summaryOf('fourier_frequency_quality')
  },
  aliases: ['input_trace.frequency_quality_vs_accuracy'],
  figure({ accuracy, quality }) {
    const answers = epochTable(accuracy, 'input_trace');
    const spectrum = epochTable(quality, 'fourier_frequency_quality');
    const reached = spectrum.column('quality_score');
    const of = (side: string) => answers.column(`${side}_overall_accuracy`);
    return {
      data: [
        epochLine('train accuracy', answers.epochs, of('train'), okabeIto.blue),
        epochLine('test accuracy', answers.epochs, of('test'), okabeIto.vermillion),
        epochLine('quality', spectrum.epochs, reached, okabeIto.green, {
          yaxis: 'y2',
          showlegend: false
        })
      ],
      layout: {
        xaxis: { ...epochAxis, anchor: 'y2' },
        yaxis: axis('accuracy', { domain: [0.42, 1], range: [-0.02, 1.05] }),
        yaxis2: axis('quality', { domain: [0, 0.34], anchor: 'x', range: upFromZero([reached]) })
      }
    };
  }
});
