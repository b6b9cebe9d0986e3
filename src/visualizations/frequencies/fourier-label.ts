/**
 * Returns the name of a row of the Fourier basis of an odd prime: `const`, then `sin k` in row 2k-1
 * and `cos k` in row 2k. (The Python workbench's views have the two swapped.)
 */
export function fourierLabel(row: number): string {
  if (row === 0) return 'const';
  return row % 2 === 1 ? `sin ${(row + 1) / 2}` : `cos ${row / 2}`;
}
