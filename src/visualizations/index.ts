import { didYouMean } from '../error/did-you-mean.ts';
import { usageError } from '../error/user-error.ts';
import { printable } from '../text/printable.ts';
import * as answers from './answers/index.ts';
import * as frequencies from './frequencies/index.ts';
import * as groups from './groups/index.ts';
import * as heads from './heads/index.ts';
import * as logged from './logged/index.ts';
import * as loss from './loss/index.ts';
import * as neurons from './neurons/index.ts';
import * as probes from './probes/index.ts';
import * as trajectory from './trajectory/index.ts';
import { type Visualization, withDefaults } from './visualization.ts';

export {
  type ArtifactInput,
  type DataOf,
  isSingle,
  type Kind,
  type Need,
  type Needs,
  needsOf,
  type Renderer,
  type VariantData,
  type Visualization
} from './visualization.ts';

const rooms = [loss, neurons, groups, heads, trajectory, answers, frequencies, probes, logged];

/** All visualizations, room by room, losses first, and by id in each. */
export const visualizations: readonly Visualization[] = rooms.flatMap((room) =>
  [...new Set(Object.values<unknown>(room) as Visualization[])].sort((a, b) =>
    a.id < b.id ? -1 : 1
  )
);

/**
 * Returns the visualization of that id, or of that id in the Python workbench's family.json or
 * catalog (`-` may stand for `_`): there its presets are the defaults of its options. Throws a
 * usage UserError that names the known ones.
 */
export function findVisualization(idOrAlias: string): Visualization {
  const requested = idOrAlias.replaceAll('-', '_');
  const found =
    visualizations.find(({ id }) => id === requested) ??
    visualizations.find(({ aliases }) => aliases?.includes(requested));
  if (found) return found;
  const meant = visualizations.find(({ presets }) => Object.hasOwn(presets ?? {}, requested));
  if (meant) return withDefaults(meant, meant.presets?.[requested] ?? {});
  const ids = visualizations.map(({ id }) => id);
  const names = visualizations.flatMap(({ aliases = [], presets = {} }) => [
    ...aliases,
    ...Object.keys(presets)
  ]);
  throw usageError(
    `unknown figure: ${printable(idOrAlias)}`,
    didYouMean(idOrAlias, [...ids, ...names], `known figures: ${ids.join(', ')}`)
  );
}
