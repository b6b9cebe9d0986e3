import type { Figure } from '../../figure/figure.ts';
import { verbatim } from '../../figure/text.ts';
import type { Variant } from '../../loader/index.ts';
import { shortened } from '../../text/shortened.ts';
import type { Visualization } from '../../visualizations/visualization.ts';
import { needsOf } from '../../visualizations/visualization.ts';
import { findSource } from './sources/index.ts';
import { withTitleNote } from './title-note.ts';

/** Returns a figure that says through which pairs it looks, if it does. */
export function withProbeTitle(
  figure: Figure,
  { probe }: Variant,
  visualization: Visualization
): Figure {
  if (!probe) return figure;
  const isThrough = needsOf(visualization).some((need) =>
    'analyzer' in need
      ? probe.analyzers.includes(need.analyzer)
      : need.from === 'source' && findSource(need.source).probed === true
  );
  if (!isThrough) return figure;
  return withTitleNote(figure, verbatim(shortened(probe.text, 40)));
}
