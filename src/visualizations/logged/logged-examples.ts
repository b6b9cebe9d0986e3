import { rowsOf } from '../../array/tensor.ts';
import { textsIn } from '../../array/text-array.ts';
import { UserError } from '../../error/user-error.ts';
import { axis } from '../../figure/axes.ts';
import { programOf } from '../parts/logged.ts';
import { currentEpochOption } from '../parts/options.ts';
import { shown } from '../parts/probe-texts.ts';
import { arrayOf } from '../parts/read-arrays.ts';
import { rightScale } from '../parts/right-scale.ts';
import { stepMap } from '../parts/step-map.ts';
import { sourceOf, visualization } from '../visualization.ts';

const source = 'logged_run';

/**
 * Which examples were answered rightly when, as another program judged it; those that were right
 * least often, the hardest on top. Takes the source logged_run `{board_ids, board_prompts,
 * board_steps, board_right}` [column, example].
 */
export default visualization({
  id: 'logged_examples',
  title: 'Logged examples',
  about: 'Which examples were answered rightly when, as another program judged it?',
  kind: 'run',
  time: 'step',
  needs: sourceOf(source),
  options: {
    most: {
      ...{ type: 'number', default: 40, min: 1, max: 1000, integer: true },
      about: 'How many examples to draw: those that were right least often.'
    },
    currentEpoch: currentEpochOption
  },
  figure(found, { most, currentEpoch }) {
    const right = rowsOf(arrayOf(found, 'board_right', 2, source));
    const count = arrayOf(found, 'board_right', 2, source).shape[1];
    if (count === 0) throw new UserError('no examples were logged', 'see logged_scalars');
    const texts = (key: string) => textsIn(arrayOf(found, key, 1, source), count);
    const [ids, prompts] = [texts('board_ids'), texts('board_prompts')];
    const share = ids.map((_, i) => {
      const tried = right.map((row) => row[i]).filter((one) => !Number.isNaN(one));
      return tried.length > 0 ? tried.reduce((sum, one) => sum + one, 0) / tried.length : 2;
    });
    const shownOnes = [...ids.keys()]
      .sort((a, b) => share[a] - share[b] || a - b)
      .slice(0, most)
      .reverse();
    const map = stepMap(arrayOf(found, 'board_steps', 1, source).data, currentEpoch, {
      name: 'Right',
      z: shownOnes.map((i) => right.map((row) => row[i])),
      colors: rightScale,
      rows: axis('', {
        tickvals: shownOnes.map((_, row) => row),
        ticktext: shownOnes.map((i) => shown(ids[i], 24))
      }),
      told: (row, step) =>
        [shown(ids[shownOnes[row]]), shown(prompts[shownOnes[row]]), step]
          .filter((text) => text !== '')
          .join('<br>'),
      value: 'right: %{z}'
    });
    const left = count > shownOnes.length ? `, ${shownOnes.length} hardest of ${count}` : '';
    return { ...map, note: `${programOf(found)}${left}` };
  }
});
