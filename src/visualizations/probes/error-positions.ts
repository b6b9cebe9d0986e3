import { rowsOf } from '../../array/tensor.ts';
import { axis } from '../../figure/axes.ts';
import { ylOrRd } from '../../figure/colors.ts';
import { currentEpochOption } from '../parts/options.ts';
import { epochTable } from '../parts/read-arrays.ts';
import { stepMap } from '../parts/step-map.ts';
import { summaryOf, visualization } from '../visualization.ts';

const analyzer = 'probe_errors';

/**
 * Share of answers with an error at each position, by checkpoint: from the last character, over
 * answers that are numbers, or from the first one, over all. Takes the probe_errors summary
 * `{epochs, error_from_right, count_from_right, …}` [epoch, position].
 */
export default visualization({
  id: 'error_positions',
  title: 'Error positions',
  about: 'Where in the answers are errors, and which positions improve?',
  kind: 'run',
  time: 'step',
  needs: summaryOf(analyzer),
  options: {
    from: {
      type: 'choice',
      choices: ['auto', 'right', 'left'],
      default: 'auto',
      about:
        'Count from the units of numbers, or from the first character; auto: where there are any.'
    },
    currentEpoch: currentEpochOption
  },
  figure(summary, { from, currentEpoch }) {
    const { epochs, rows } = epochTable(summary, analyzer);
    const counts = (side: string) => rowsOf(rows(`count_from_${side}`))[0] ?? [];
    const side = from !== 'auto' ? from : counts('right').some((n) => n > 0) ? 'right' : 'left';
    const number = counts(side);
    const length = Array.from(number).findLastIndex((n) => n > 0) + 1;
    const shares = rowsOf(rows(`error_from_${side}`));
    const positions = Array.from({ length }, (_, at) => at);
    const map = stepMap(epochs, currentEpoch, {
      name: 'Errors',
      z: positions.map((at) => shares.map((row) => row[at])),
      colors: {
        ...{ colorscale: ylOrRd, zmin: 0, zmax: 1 },
        colorbar: { title: { text: 'errors' } }
      },
      rows: axis(side === 'right' ? 'position from the units' : 'position', {
        tickvals: positions,
        ticktext: positions.map(String)
      }),
      told: (at, step) => `position ${at}, ${step}<br>${number[at]} answers`,
      value: '%{z:.2f} wrong'
    });
    return {
      ...map,
      note: side === 'right' ? 'numbers, from the units' : 'from the first character'
    };
  }
});
