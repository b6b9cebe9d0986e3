import { axis, epochAxis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import { ink } from '../../figure/theme.ts';
import { epochLine } from '../parts/epoch-line.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'landscape_flatness';
const metrics = {
  mean_delta_loss: 'mean rise of the loss',
  median_delta_loss: 'median rise of the loss',
  max_delta_loss: 'largest rise of the loss',
  std_delta_loss: 'spread of the rise',
  p90_delta_loss: '90th percentile of the rise',
  flatness_ratio: 'share of flat directions'
} as const;
type Metric = keyof typeof metrics;

/**
 * How much random steps raise the loss over training, above; the loss itself below (REQ_031).
 * Takes the landscape_flatness summary `{epochs, mean_delta_loss, …, baseline_loss}`.
 */
export default visualization({
  id: 'flatness_trajectory',
  title: 'Loss landscape flatness',
  about: 'When does training reach a flat or a sharp place of the loss landscape?',
  kind: 'run',
  overEpochs: true,
  needs: summaryOf(analyzer),
  options: {
    metric: {
      type: 'choice',
      choices: Object.keys(metrics) as Metric[],
      default: 'mean_delta_loss',
      about: 'Number that sums up the random directions.'
    }
  },
  aliases: ['loss_landscape.flatness_trajectory'],
  figure(summary, { metric }) {
    const { epochs, column } = epochTable(summary, analyzer);
    const name = metrics[metric as Metric];
    const isShare = metric === 'flatness_ratio';
    return {
      data: [
        epochLine(name, epochs, column(metric), okabeIto.blue, { showlegend: false }),
        epochLine('loss over all pairs', epochs, column('baseline_loss'), ink.muted, {
          yaxis: 'y2',
          line: { color: ink.muted, width: 1.5, dash: 'dash' },
          showlegend: false
        })
      ],
      heading: `Flatness: ${name}`,
      layout: {
        xaxis: { ...epochAxis, anchor: 'y2' },
        yaxis: axis(isShare ? 'share' : 'rise of loss', {
          domain: [0.42, 1],
          ...(isShare && { range: [-0.02, 1.05] as const })
        }),
        yaxis2: axis('loss', { domain: [0, 0.34], anchor: 'x' })
      }
    };
  }
});
