import type { Figure } from '../../figure/figure.ts';

const known = new WeakMap<Figure, Figure>();

/**
 * Returns the figure without its epoch cursor and the cursor's label; the same object for the same
 * figure.
 */
export function withoutCursor(figure: Figure): Figure {
  const found = known.get(figure);
  if (found) return found;
  const { shapes = [], annotations = [], ...layout } = figure.layout;
  const epochs = shapes.flatMap(({ name, x0 }) => (name === 'cursor' ? [x0] : []));
  const made: Figure =
    epochs.length === 0
      ? figure
      : {
          data: figure.data,
          layout: {
            ...layout,
            shapes: shapes.filter(({ name }) => name !== 'cursor'),
            annotations: annotations.filter(
              ({ x, text }) =>
                !epochs.includes(x) || (text !== `epoch ${x}` && text !== `step ${x}`)
            )
          }
        };
  known.set(figure, made);
  return made;
}
