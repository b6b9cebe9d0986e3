/**
 * Returns the (at most four) values nearest to one, ascending, joined by commas; '' when there are
 * none.
 */
export function nearestTo(value: number, sorted: readonly number[]): string {
  return [...sorted]
    .sort((a, b) => Math.abs(a - value) - Math.abs(b - value))
    .slice(0, 4)
    .sort((a, b) => a - b)
    .join(', ');
}
