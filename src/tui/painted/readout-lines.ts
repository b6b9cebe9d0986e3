import type { Figure } from '../../figure/figure.ts';
import { type Cursor, readings } from '../../render-terminal/index.ts';
import { firstKey, type KeyTable } from '../state/keys.ts';
import { type Segment, seg, widthOf } from './segments.ts';

type Line = readonly Segment[];

/**
 * Returns the lines under the maximised plot, at most `height` of them: the place of the value
 * cursor, where enter goes from there (`goal`) and the exact value of every trace; without a
 * cursor, how to get one.
 */
export function readoutLines(
  figure: Figure,
  cursor: Cursor | null,
  goal: string,
  width: number,
  height: number,
  keys: KeyTable
): readonly Line[] {
  const keysTo = (...names: readonly string[]) =>
    names.map((name) => `${firstKey(keys, 'plot', name)} `).join('');
  if (!cursor)
    return [
      [
        seg(` ${keysTo('cursor left', 'cursor right')}`, 'key'),
        seg('exact values', 'dim'),
        seg(`   ${keysTo('zoom in', 'zoom out', 'pan left', 'pan right', 'fit')}`, 'key'),
        seg('zoom, pan, fit', 'dim')
      ]
    ];
  const { place, measure, readings: found } = readings(figure, cursor);
  const head: Segment[] = [seg(` ${place}`, 'accent')];
  if (measure !== '') head.push(seg(`   ${measure}`, 'dim'));
  if (goal !== '') head.push(seg(`   ${keysTo('adopt')}`, 'key'), seg(goal, 'dim'));
  const lines: Segment[][] = [head];
  let line: Segment[] = [];
  for (const { name, text, note } of found) {
    const entry = [
      seg(` ${name} `, 'dim'),
      seg(text, 'title'),
      seg(note === '' ? '  ' : ` ${note}  `, 'dim')
    ];
    if (line.length > 0 && widthOf(line) + widthOf(entry) > width) {
      lines.push(line);
      line = [];
    }
    line.push(...entry);
  }
  if (line.length > 0) lines.push(line);
  if (lines.length <= height) return lines;
  return [...lines.slice(0, height - 1), [...(lines[height - 1] ?? []), seg('…', 'dim')]];
}
