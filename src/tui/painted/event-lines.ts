import { nearestIndex } from '../../array/statistics/nearest.ts';
import type { Figure, Shape } from '../../figure/figure.ts';
import type { EpochEvent } from '../../workbench/explorer/explorer-workbench.ts';

const known = new WeakMap<Figure, { readonly moments: unknown; readonly figure: Figure }>();

/**
 * Returns the figure with a thin line at each event and mark, in every subplot that has the epoch
 * cursor; where the figure has a line already there is no second one. The same object for the same
 * figure and moments.
 */
export function withEventLines(figure: Figure, moments: readonly EpochEvent[]): Figure {
  const before = known.get(figure);
  if (before?.moments === moments) return before.figure;
  const { shapes = [] } = figure.layout;
  const cursors = shapes.filter(({ name }) => name === 'cursor');
  const steps = figure.data
    .map((trace) => (trace.type === 'heatmap' ? trace.meta?.steps : undefined))
    .find((found) => found !== undefined);
  const lines = cursors.flatMap((cursor) =>
    moments.flatMap(({ epoch }): Shape[] => {
      const x = steps ? nearestIndex(steps, epoch) : epoch;
      const isThere = shapes.some(
        ({ name, xref, x0, x1 }) =>
          name !== 'cursor' && x0 === x1 && x0 === x && (xref ?? 'x') === (cursor.xref ?? 'x')
      );
      if (isThere) return [];
      const line = { color: '#808080', width: 1, dash: 'dot' } as const;
      return [{ ...cursor, name: 'event', x0: x, x1: x, line, opacity: 0.55, layer: 'below' }];
    })
  );
  const made: Figure =
    lines.length === 0
      ? figure
      : { data: figure.data, layout: { ...figure.layout, shapes: [...lines, ...shapes] } };
  known.set(figure, { moments, figure: made });
  return made;
}
