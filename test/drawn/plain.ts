import type { Figure } from '../../src/figure/figure.ts';
import { plainText } from '../../src/render-terminal/index.ts';
import { dataAt, scaleOf } from '../../src/render-terminal/plan/scale.ts';
import { axesOf } from './names.ts';
import { numberOf } from './tick-text.ts';

/**
 * Returns what is wrong with the numbers beside lines that are printed as text, of figures with one pair of axes. (Other
 * text is painted as panels are.)
 */
export function lineFaults(figure: Figure, width: number): string[] {
  if (axesOf(figure).length > 2 || figure.data.some(({ type }) => type !== 'scatter')) return [];
  const height = 16;
  const lines = plainText(figure, { width, height }).split('\n');
  const chart = lines.flatMap((line) => /^( *\S*) ([┤│])/.exec(line) ?? []).length / 3;
  // painted charts have an axis line; the rows of these are the places of the numbers
  if (chart !== height || lines.some((line) => line.includes('└'))) return [];
  const rows = lines.filter((line) => /^( *\S*) [┤│]/.test(line));
  const y = scaleOf(figure, 'y');
  const numbers = rows.flatMap((line, row) => {
    const text = /^ *(\S+) ┤/.exec(line)?.[1];
    return text ? [{ text, at: 1 - row / (height - 1) }] : [];
  });
  const half = 0.51 / (height - 1);
  const faults = numbers.flatMap(({ text, at }) => {
    const ends = [dataAt(y, at - half), dataAt(y, at + half)].sort((a, b) => a - b) as [
      number,
      number
    ];
    const value = numberOf(text);
    return value >= ends[0] && value <= ends[1] ? [] : [`y says ${text} at ${dataAt(y, at)}`];
  });
  return numbers.length < 2 ? [`y has ${numbers.length} numbers`, ...faults] : faults;
}
