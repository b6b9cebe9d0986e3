import type { Figure } from '../../figure/figure.ts';
import { plain } from '../../figure/text.ts';
import { extentOf } from '../../render-terminal/index.ts';

/**
 * Returns what a figure of lines and bars says in one line where all its values are 0 (no blobs,
 * nothing specialized): `neurons: 0 throughout`; null for others.
 */
export function flatLine({ data, layout }: Figure): string | null {
  let values = 0;
  for (const trace of data) {
    if (trace.type === 'heatmap') return null;
    const isMarks = trace.type === 'scatter' && !(trace.mode ?? 'lines').includes('lines');
    const { low, high, nan, infinite } = extentOf(trace.y);
    if (isMarks || infinite > 0 || (trace.y.length > nan && (low !== 0 || high !== 0))) return null;
    values += trace.y.length - nan;
  }
  if (values === 0) return null;
  const measure = plain(layout.yaxis?.title?.text ?? data[0]?.name ?? '');
  return `${measure === '' ? '' : `${measure}: `}0 throughout`;
}
