import { printable } from '../text/printable.ts';
import type { Axis, Figure, Series, Trace } from './figure.ts';

/** Returns plain text of a Plotly string: tags and control characters removed, `<br>` as a space, entities decoded. */
export function plain(text: string): string {
  return text
    .replace(/<br\s*\/?>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#123;', '{')
    .replaceAll('&amp;', '&');
}

/**
 * Returns text that Plotly shows as it is, also in a hover template, whatever characters it holds: every name of a variant, a
 * family or a file that stands in a figure goes through this. Characters that are not seen become codes.
 */
export function verbatim(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('%{', '%&#123;');
}

/**
 * Returns a figure in words, one fact per line: title, axes, then each trace with its count, range and last value.
 * For screen readers and logs; values that are not finite are counted, not hidden.
 */
export function figureText(figure: Figure): string {
  const { title, xaxis, yaxis, annotations } = figure.layout;
  const lines = [
    plain(title?.text ?? 'figure'),
    axisText('x', xaxis),
    axisText('y', yaxis),
    ...figure.data.map(traceText),
    ...(annotations ?? []).map((note) => `mark: ${plain(note.text)}`)
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function axisText(name: string, axis: Axis = {}): string {
  if (!axis.title) return '';
  return `${name}: ${plain(axis.title.text)}${axis.type === 'log' ? ' (log scale)' : ''}`;
}

function traceText(trace: Trace): string {
  const name = trace.name ? plain(trace.name) : trace.type;
  if (trace.type !== 'heatmap') {
    const last = trace.y.length > 0 ? `, last ${short(trace.y[trace.y.length - 1])}` : '';
    return `${name}: ${trace.y.length} ${trace.type === 'bar' ? 'bars' : 'points'}${spread([trace.y])}${last}`;
  }
  return `${name}: ${trace.z.length} rows, ${trace.z[0]?.length ?? 0} columns${spread(trace.z)}`;
}

function spread(rows: readonly Series[]): string {
  let [low, high, odd] = [Infinity, -Infinity, 0];
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      if (!Number.isFinite(row[i])) odd++;
      else [low, high] = [Math.min(low, row[i]), Math.max(high, row[i])];
    }
  }
  const range = low <= high ? `, ${short(low)} to ${short(high)}` : '';
  return range + (odd > 0 ? `, ${odd} not finite` : '');
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
