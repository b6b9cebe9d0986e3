import type { BarTrace, Figure, HeatmapTrace, ScatterTrace, Series } from '../figure/figure.ts';
import { plain } from '../figure/text.ts';
import { nearestStop } from './zoom.ts';

/**
 * Returns the numbers that a panel's lower border shows: for a figure over epochs the value of every curve at the
 * epoch, else the note in its title (`120/512 blob neurons`), the size of every stack of bars, or a matrix's range.
 */
export function keyNumbers(figure: Figure, epoch: number | null): string {
  const isOverEpochs = figure.layout.shapes?.some(({ name }) => name === 'cursor') ?? false;
  const found = isOverEpochs && epoch !== null ? curveValues(figure, epoch) : [];
  if (found.length > 0) return found.join('  ');
  const note = /\(([^()]*)\)$/.exec(plain(figure.layout.title?.text ?? ''))?.[1];
  const stacks = figure.layout.barmode === 'stack' ? barTotals(figure) : [];
  if (stacks.length > 1) return stacks.join(' · ');
  return (
    note ??
    figure.data
      .flatMap((trace) => (trace.type === 'heatmap' ? [matrixRange(trace)] : []))
      .join('  ')
  );
}

/** Returns a number in at most 3 significant digits: `0.412`, `6.1e-8`, `1.2e+4`. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Inf' : '-Inf';
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 10_000)) return value.toExponential(1);
  return String(Number(value.toPrecision(3)));
}

function curveValues(figure: Figure, epoch: number): string[] {
  return figure.data
    .filter((trace): trace is ScatterTrace => trace.type === 'scatter' && isCurve(trace))
    .flatMap(({ name = '', x, y }) => {
      const at = nearestStop(x, epoch);
      const value = y[at];
      return value === undefined ? [] : [`${plain(name)} ${shortNumber(value)}`];
    });
}

function isCurve({ name, mode, showlegend, hoverinfo }: ScatterTrace): boolean {
  return (
    name !== undefined &&
    showlegend !== false &&
    hoverinfo !== 'skip' &&
    (mode ?? 'lines').includes('lines')
  );
}

function barTotals(figure: Figure): string[] {
  return figure.data
    .filter((trace): trace is BarTrace => trace.type === 'bar' && trace.name !== undefined)
    .map(({ name = '', y }) => `${plain(name).toLowerCase()} ${shortNumber(sum(y))}`);
}

function sum(values: Series): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}

function matrixRange({ name = '', z }: HeatmapTrace): string {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of z) {
    for (let i = 0; i < row.length; i++) {
      const value = row[i]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? '' : `${plain(name)} ${shortNumber(low)} … ${shortNumber(high)}`;
}
