import { blankGrid, type CellGrid, putText } from '../../cells/cells.ts';
import { cellText, charWidth, fitting, textWidth } from '../../text/width.ts';
import type { Look } from '../state/look.ts';
import { penOf, styled, type Tone } from './theme.ts';

/** A piece of a line with its tone. */
export interface Segment {
  readonly text: string;
  readonly tone: Tone;
}

/**
 * Returns a segment. All text of the explorer's chrome goes through here, which makes it safe to
 * show (`cellText`).
 */
export function seg(text: string, tone: Tone = 'plain'): Segment {
  return { text: cellText(text), tone };
}

/** Returns the number of columns of a line. */
export function widthOf(line: readonly Segment[]): number {
  return line.reduce((sum, { text }) => sum + textWidth(text), 0);
}

/** Returns the line cut to a width, the last piece marked where something is missing. */
export function cut(line: readonly Segment[], width: number, more = '…'): readonly Segment[] {
  if (widthOf(line) <= width) return line;
  const kept: Segment[] = [];
  let left = Math.max(0, width - 1);
  for (const { text, tone } of line) {
    const part = fitting(text, left);
    kept.push({ text: part, tone });
    left -= textWidth(part);
    if (part !== text) break;
  }
  return width <= 0 ? [] : [...kept, { text: more, tone: kept.at(-1)?.tone ?? 'plain' }];
}

/** Returns the line filled with spaces, or cut, to exactly a width. */
export function fitted(line: readonly Segment[], width: number, more = '…'): readonly Segment[] {
  const short = cut(line, width, more);
  const gap = width - widthOf(short);
  return gap > 0 ? [...short, seg(' '.repeat(gap))] : short;
}

/** Returns the line as text with SGR codes, for Ink. */
export function lineText(line: readonly Segment[], look: Look): string {
  return spelledLine(line, look)
    .map(({ text, tone }) => styled(text, tone, look))
    .join('');
}

/**
 * Returns a line with its texts in ASCII where marks are: what gets longer takes its columns from
 * the next run of spaces or of a border, so that what stands behind keeps its place.
 */
export function spelledLine(line: readonly Segment[], look: Look): readonly Segment[] {
  if (look.marks !== 'ascii') return line;
  let debt = 0;
  return line.map(({ text, tone }) => {
    const shown = spelled(text, look);
    debt += textWidth(shown) - textWidth(text);
    if (debt === 0) return { text: shown, tone };
    return {
      text: shown.replace(/ {2,}|-{3,}/g, (run) => {
        const taken = Math.min(debt, run.length - 1);
        debt -= taken;
        return run.slice(taken);
      }),
      tone
    };
  });
}

const spellings: Readonly<Record<string, string>> = {
  '←': '<',
  '→': '>',
  '↑': '^',
  '↓': 'v',
  '±': '+-',
  '×': 'x',
  '≥': '>=',
  '≤': '<=',
  '≈': '~',
  '…': '~',
  '·': '-',
  '–': '-'
};

/** Returns the text in ASCII where marks are; ± and ≥ need a column more. */
export function spelled(text: string, { marks }: Look): string {
  return marks === 'ascii'
    ? text.replace(/[^\x00-\x7f]/gu, (char) => spellings[char] ?? '?'.repeat(charWidth(char)))
    : text;
}

/** Returns the lines broken between words to a width; words that are longer stand alone. */
export function flowed(
  lines: readonly (readonly Segment[])[],
  width: number
): readonly (readonly Segment[])[] {
  return lines.flatMap((line) => {
    const rows: Segment[][] = [[]];
    for (const { text, tone } of line)
      for (const word of text.match(/ *[^ ]+| +$/g) ?? []) {
        const row = rows.at(-1)!;
        if (row.length === 0 || widthOf(row) + textWidth(word) <= width) row.push(seg(word, tone));
        else if (word.trim() !== '') rows.push([seg(` ${word.trimStart()}`, tone)]);
      }
    return rows;
  });
}

/** Returns lines as cells of exactly this size, for the painter. */
export function linesGrid(
  lines: readonly (readonly Segment[])[],
  width: number,
  height: number,
  look: Look
): CellGrid {
  const grid = blankGrid(width, height);
  lines.slice(0, height).forEach((line, row) => {
    let column = 0;
    for (const { text, tone } of spelledLine(cut(line, width), look)) {
      const { fg, style } = penOf(tone, look);
      column += putText(grid, column, row, text, fg, style);
    }
  });
  return grid;
}
