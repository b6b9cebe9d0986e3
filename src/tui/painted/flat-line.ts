import type { Figure, Trace } from '../../figure/figure.ts';
import { plain } from '../../figure/text.ts';

/**
 * Returns what a figure says in one line where all its values are 0 (no blobs, nothing
 * specialized): `neurons: 0 throughout`; null for others. Points and colours that stand for kinds
 * are no such values.
 */
export function flatLine({ data, layout }: Figure): string | null {
  let values = 0;
  for (const trace of data) {
    if (isOfPlaces(trace)) return null;
    const rows = trace.type === 'heatmap' ? trace.z : [trace.y];
    for (const row of rows)
      for (let i = 0; i < row.length; i++) {
        // NaN is no value
        if (Math.abs(row[i]) > 0) return null;
        if (row[i] === 0) values++;
      }
  }
  if (values === 0) return null;
  const [first] = data;
  const axis = first.type === 'heatmap' ? undefined : layout.yaxis?.title?.text;
  const measure = plain(axis ?? first.name ?? '');
  return `${measure === '' ? '' : `${measure}: `}0 throughout`;
}

function isOfPlaces(trace: Trace): boolean {
  if (trace.type === 'heatmap') return trace.colorbar?.ticktext !== undefined;
  return trace.type === 'scatter' && !(trace.mode ?? 'lines').includes('lines');
}
