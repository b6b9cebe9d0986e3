import type { Figure } from '../../figure/figure.ts';

/** Returns about how many bytes the arrays of a figure take. */
export function figureBytes({ data }: Figure): number {
  let bytes = 1;
  for (const trace of data) for (const value of Object.values(trace)) bytes += bytesOf(value);
  return bytes;
}

/** Rows of a matrix are of one length. */
function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  return Array.isArray(value) ? value.length * Math.max(8, bytesOf(value[0])) : 0;
}
