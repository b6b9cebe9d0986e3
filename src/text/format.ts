import { printable } from './printable.ts';
import { textWidth } from './width.ts';

/** Returns a duration in words: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown';
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/**
 * Returns a number in few characters: whole numbers below a million in full, others with three
 * digits, below `small` and from `large` on as powers of ten (`6.1e-8`); `NaN`, `Inf`, `-Inf`.
 */
export function shortNumber(value: number, small = 0.001, large = 10_000): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Inf' : '-Inf';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return String(value);
  if (size < small || size >= large) return value.toExponential(1);
  return String(Number(value.toPrecision(3)));
}

/** Returns a loss as people write it: `2.57`, `0.0312`, `6.1e-8`; `–` for nothing. */
export function formatLoss(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : shortNumber(value, 0.01, Infinity);
}

/**
 * Returns rows as an aligned text table under a header, each on one line; columns that hold only
 * numbers are right-aligned.
 */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[]
): string {
  const shown = rows.map((row) => row.map(printable));
  const widths = header.map((title, i) =>
    Math.max(textWidth(title), ...shown.map((row) => textWidth(row[i] ?? '')))
  );
  const isNumeric = header.map((_, i) =>
    rows.every((row) => /^[-–\d.,e+×% ]*$/.test(row[i] ?? ''))
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => {
        const gap = ' '.repeat(Math.max(0, (widths[i] ?? 0) - textWidth(cell)));
        return isNumeric[i] ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd();
  return [line(header), ...shown.map(line)].join('\n');
}
