import { axis } from '../../figure/axes.ts';
import { viridis } from '../../figure/colors.ts';
import {
  loggedScalars,
  namedScalars,
  nothingLogged,
  programOf,
  shortNames
} from '../parts/logged.ts';
import { currentEpochOption } from '../parts/options.ts';
import { shown } from '../parts/probe-texts.ts';
import { stepMap } from '../parts/step-map.ts';
import { sourceOf, visualization } from '../visualization.ts';

/** Columns and rows that a map has room for. */
const [MOST, MOST_ROWS] = [400, 60];

/**
 * Numbers that another program logged, each row from its least to its largest value: what moved
 * when. What never changed has the colour in the middle. Between two of its points a row holds the
 * earlier one; before its first and after its last it is empty. Takes the source logged_run
 * `{names, counts, steps, values}`.
 */
export default visualization({
  id: 'logged_map',
  title: 'All logged numbers',
  about: 'What was logged, and which numbers moved when?',
  kind: 'run',
  time: 'step',
  needs: sourceOf('logged_run'),
  options: {
    names: {
      type: 'text',
      default: 'all',
      about: 'Names to draw or what they begin with, joined by commas; all: the first 60.'
    },
    currentEpoch: currentEpochOption
  },
  figure(found, { names: asked, currentEpoch }) {
    const logged = loggedScalars(found);
    const chosen = asked === 'all' ? logged : namedScalars(logged, asked);
    if (chosen.length === 0) throw nothingLogged('number', logged);
    const scalars = chosen.slice(0, MOST_ROWS).toReversed();
    const all = [...new Set(scalars.flatMap(({ steps }) => Array.from(steps)))].sort(
      (a, b) => a - b
    );
    const every = Math.ceil(all.length / MOST);
    const steps = all.filter((_, i) => i % every === 0 || i === all.length - 1);
    const values = scalars.map((scalar) => {
      const last = scalar.steps[scalar.steps.length - 1];
      let at = -1;
      return steps.map((step) => {
        while (at + 1 < scalar.steps.length && scalar.steps[at + 1] <= step) at++;
        return at >= 0 && step <= last ? scalar.values[at] : Number.NaN;
      });
    });
    const z = values.map((row) => {
      const finite = row.filter(Number.isFinite);
      const [least, most] = [Math.min(...finite), Math.max(...finite)];
      // What never changes has no least and no most.
      const place = (value: number) => (most > least ? (value - least) / (most - least) : 0.5);
      return row.map((value) => (Number.isFinite(value) ? place(value) : Number.NaN));
    });
    const names = shortNames(scalars);
    const map = stepMap(steps, currentEpoch, {
      name: 'Place in its range',
      z,
      colors: {
        ...{ colorscale: viridis, zmin: 0, zmax: 1 },
        colorbar: { title: { text: 'in its range' } }
      },
      rows: axis('', {
        tickvals: scalars.map((_, i) => i),
        ticktext: names
      }),
      told: (row, step, t) =>
        `${names[row]}<br>${shown(scalars[row].name, 60)}<br>${step}: ${values[row][t].toPrecision(4)}`,
      value: 'in its range %{z:.2f}'
    });
    const left = every > 1 ? `, ${steps.length} of ${all.length} steps` : '';
    const rows = chosen.length > MOST_ROWS ? `, ${MOST_ROWS} of ${chosen.length} numbers` : '';
    return { ...map, note: `${programOf(found)}${rows}${left}` };
  }
});
