import { nearestIndex } from '../../array/statistics/nearest.ts';
import type { BarTrace, Figure, HeatmapTrace, ScatterTrace, Series } from '../../figure/figure.ts';
import { plain } from '../../figure/text.ts';
import { shortNumber } from '../../text/format.ts';

/**
 * Returns the numbers that a panel's lower border shows in a width: for a figure over epochs the
 * value of every curve at the epoch (null where the legend carries them), else the size of every
 * stack of bars, the note in the title (`120/512 blob neurons`), or a single matrix's range. What
 * does not fit is left out whole.
 */
export function keyNumbers(figure: Figure, epoch: number | null, width: number): string {
  const isOverEpochs = figure.layout.shapes?.some(({ name }) => name === 'cursor') ?? false;
  const values = isOverEpochs && epoch !== null ? curveValues(figure, epoch) : [];
  if (values.length > 0) return fitting(values, '  ', width);
  const stacks = figure.layout.barmode === 'stack' ? barTotals(figure).join(' · ') : '';
  const note = titleNote(figure);
  const maps = figure.data.filter((trace) => trace.type === 'heatmap');
  const range = maps.length === 1 && !maps[0].colorbar?.ticktext ? matrixRange(maps[0]) : '';
  return (
    [stacks, fitting(note.split(' · '), ' · ', width), range].find(
      (text) => text !== '' && text.length <= width
    ) ?? ''
  );
}

/** Returns the note in a figure's title, '' without one: which pairs a trace is of is no note. */
export function titleNote(figure: Figure): string {
  const title = plain(figure.layout.title?.text ?? '');
  const note = /\(([^()]*)\)(?: · [^()]*)?$/.exec(title)?.[1] ?? '';
  return /^(\d+ of )?(train|test|all)$/.test(note) ? '' : note;
}

function fitting(parts: readonly string[], between: string, width: number): string {
  for (let count = parts.length; count > 0; count--) {
    const text = parts.slice(0, count).join(between);
    if (text.length <= width)
      return count < parts.length && text.length + 2 <= width ? `${text} …` : text;
  }
  return '';
}

/** The curves in order, the edges of bands after them. */
function curveValues(figure: Figure, epoch: number): string[] {
  const isEdge = (index: number) =>
    [index, index + 1].some(
      (at) => (figure.data[at] as ScatterTrace | undefined)?.fill === 'tonexty'
    );
  const curves: string[] = [];
  const edges: string[] = [];
  figure.data.forEach((trace, index) => {
    if (trace.type !== 'scatter' || !isCurve(trace)) return;
    // Before its first point and after its last one a line has no value.
    const [first, last] = [trace.x[0], trace.x[trace.x.length - 1]];
    const value = trace.y[nearestIndex(trace.x, epoch)];
    if (value === undefined || epoch < first || epoch > last) return;
    // curves of one name in several plots are told apart by what those measure
    const isRepeated = figure.data.some(
      ({ name, yaxis }) => name === trace.name && yaxis !== trace.yaxis
    );
    const axis = `yaxis${trace.yaxis?.slice(1) ?? ''}` as 'yaxis';
    const measure = isRepeated ? `${plain(figure.layout[axis]?.title?.text ?? '')} ` : '';
    (isEdge(index) ? edges : curves).push(
      `${measure}${plain(trace.name ?? '')} ${shortNumber(value)}`
    );
  });
  return [...curves, ...edges];
}

function isCurve({ name, mode, hoverinfo }: ScatterTrace): boolean {
  return name !== undefined && hoverinfo !== 'skip' && (mode ?? 'lines').includes('lines');
}

function barTotals(figure: Figure): string[] {
  return figure.data
    .filter((trace): trace is BarTrace => trace.type === 'bar' && trace.name !== undefined)
    .map(({ name = '', y }) => `${plain(name).toLowerCase()} ${shortNumber(sum(y))}`);
}

function sum(values: Series): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

function matrixRange({ name = '', z }: HeatmapTrace): string {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of z) {
    for (let i = 0; i < row.length; i++) {
      const value = row[i];
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? '' : `${plain(name)}: ${shortNumber(low)} … ${shortNumber(high)}`;
}
