import type { Figure } from '../figure/figure.ts';
import type { Cursor } from '../render-terminal/index.ts';
import type { Kind } from '../visualizations/visualization.ts';
import { type Segment, seg } from './segments.ts';

/** Returns the lines under the maximised plot: exact values at the value cursor, or how to get one. */
export function readoutLines(
  _figure: Figure,
  cursor: Cursor | null,
  _height: number,
  kind: Kind
): readonly (readonly Segment[])[] {
  if (!cursor)
    return [
      [
        seg(' arrows', 'key'),
        seg(` read exact values${kind === 'run' ? ' · o goes to the epoch there' : ''}`, 'dim')
      ]
    ];
  return [];
}
