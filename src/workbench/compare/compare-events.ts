import { colorAt, okabeIto, viridis } from '../../figure/colors.ts';
import type { Figure } from '../../figure/figure.ts';
import type { Marks } from '../../figure/marks.ts';
import { rangesOf } from '../../figure/ranges.ts';
import { fontSize, label } from '../../figure/theme.ts';

/** One variant's figure over epochs and where its epochs go: `(epoch - origin) / unit`. */
export interface ComparedFigure {
  /** As figure text: `verbatim` of the variant's name. */
  readonly name: string;
  readonly figure: Figure;
  readonly origin: number;
  readonly unit: number;
}

/** Labels stand apart by this share of the axis. */
const apart = 0.11;

/**
 * Returns the events of all figures in the colours of their variants, labelled above the plot where
 * there is room: an event beside a labelled one has its colour alone.
 * @param marked where the common axis has a line of its own, null without
 */
export function comparedEvents(compared: readonly ComparedFigure[], marked: number | null): Marks {
  const events = compared
    .flatMap(({ figure: { layout }, origin, unit }, i) =>
      (layout.shapes ?? [])
        .filter(({ name }) => name === 'event')
        .map((shape) => ({
          shape,
          color: colorOf(i, compared.length),
          x: (shape.x0 - origin) / unit,
          text: layout.annotations?.find(({ x, xref }) => x === shape.x0 && xref === 'x')?.text
        }))
    )
    .filter(({ x }) => x !== marked)
    .sort((a, b) => a.x - b.x);
  const ends = compared.flatMap(({ figure, origin, unit }) =>
    (rangesOf(figure).axes.xaxis ?? []).map((end) => (end - origin) / unit)
  );
  const room = apart * (Math.max(...ends) - Math.min(...ends));
  let last = -Infinity;
  const annotations = events.flatMap(({ x, text, color }) => {
    if (text === undefined || x - last < room) return [];
    last = x;
    const place = {
      x,
      y: 1,
      xref: 'x',
      yref: 'paper',
      xanchor: 'center',
      yanchor: 'bottom'
    } as const;
    return [{ ...label(text, place), font: { size: fontSize.label, color } }];
  });
  return {
    shapes: events.map(({ shape, color, x }) => ({
      ...shape,
      x0: x,
      x1: x,
      line: { ...shape.line, color }
    })),
    annotations
  };
}

/** Returns the colour of a variant among some. */
export function colorOf(variant: number, count: number): string {
  const few = Object.values(okabeIto);
  return count <= few.length ? few[variant] : colorAt(viridis, (0.95 * variant) / (count - 1));
}
