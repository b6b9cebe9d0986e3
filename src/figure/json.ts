import { jsonText } from '../text/printable.ts';
import type { Figure } from './figure.ts';

/**
 * Returns Plotly JSON of a figure (one line): typed arrays as arrays, NaN and ±Infinity as null;
 * equal figures give equal text.
 */
export function figureJson(figure: Figure): string {
  return jsonText(figure);
}
