import { axis, logAxis } from '../../figure/axes.ts';
import { okabeIto } from '../../figure/colors.ts';
import type { Layout, ScatterTrace } from '../../figure/figure.ts';
import { ink } from '../../figure/theme.ts';
import { stepAxis, stepLine } from '../parts/over-steps.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { acrossOf, visualization } from '../visualization.ts';

const analyzer = 'training_log';

/**
 * The losses that the trainer wrote down (above) and the learning rate (below). Takes training_log
 * `{steps, loss, validation_loss, learning_rate}` [row].
 */
export default visualization({
  id: 'training_log',
  title: 'Training log',
  about: 'How did the losses fall, and at which learning rate?',
  kind: 'run',
  time: 'step',
  overEpochs: true,
  needs: acrossOf(analyzer),
  figure(found) {
    const of = (key: string) => arrayOf(found, key, 1, analyzer).data;
    const steps = of('steps');
    const series = (
      key: string,
      name: string,
      color: string,
      more: Partial<ScatterTrace> = {}
    ): readonly ScatterTrace[] => {
      const values = of(key);
      const known = Array.from(steps.keys()).filter((i) => Number.isFinite(values[i]));
      const [x, y] = [known.map((i) => steps[i]), known.map((i) => values[i])];
      return known.length > 0 ? [stepLine(name, x, y, color, more)] : [];
    };
    const losses = [
      ...series('loss', 'train loss', okabeIto.blue, { mode: 'lines' }),
      ...series('validation_loss', 'validation loss', okabeIto.vermillion)
    ];
    const rates = series('learning_rate', 'learning rate', ink.muted, {
      mode: 'lines',
      yaxis: 'y2'
    });
    const isRated = rates.length > 0;
    const scale = logAxis(losses.map(({ y }) => y));
    const layout: Layout = {
      xaxis: isRated ? { ...stepAxis, anchor: 'y2' } : stepAxis,
      yaxis: axis('loss (nats)', isRated ? { ...scale, domain: [0.34, 1] } : scale),
      ...(isRated && { yaxis2: axis('rate', { domain: [0, 0.26], anchor: 'x', nticks: 3 }) })
    };
    const note = losses.length === 0 ? 'no trainer_state.json beside the checkpoints' : '';
    return { data: [...losses, ...rates], note, layout };
  }
});
