import type { Figure } from '../../figure/figure.ts';
import { plain } from '../../figure/text.ts';
import { fontSize } from '../../figure/theme.ts';
import { textWidth } from './text-extent.ts';

/** Px left and right of a title that needs the whole width. */
const beside = 12;
/** Px of the lines after the first: their font, and how far they are apart. */
const further = { size: 12, apart: 16 };
/** Px from the top to where the first line stands. */
const baseline = 26;
/** Lines that a title takes at most. */
const most = 3;
/** Px above the plot, and left of it, as the theme has them. */
const theme = { top: 60, left: 64, right: 24 };

/**
 * Returns the figure with its title in as many lines as its width in px asks for, the first to end
 * where a part of the title does (`·`, a note in brackets); what three lines cannot hold is cut.
 */
export function withFittedTitle(
  figure: Figure,
  { width, height }: { readonly width: number; readonly height: number }
): Figure {
  const { title, margin } = figure.layout;
  const text = title?.text ?? '';
  if (text === '' || /<[^b]/.test(text)) return figure;
  const left = margin?.l ?? theme.left;
  if (widthOf(text, fontSize.title) <= width - left - (margin?.r ?? theme.right)) return figure;
  const room = width - 2 * beside;
  const [first, ...rest] = lines(text, room);
  const small = rest.map((line) => `<br><span style="font-size:${further.size}px">${line}</span>`);
  return {
    ...figure,
    layout: {
      ...figure.layout,
      title: {
        ...title,
        text: first + small.join(''),
        x: beside / width,
        xref: 'container',
        // by its first line: readers of SVG differ in where several begin that hang from the top
        y: 1 - baseline / height,
        yanchor: 'bottom',
        pad: { t: 0 }
      },
      margin: { ...margin, t: (margin?.t ?? theme.top) + further.apart * rest.length }
    } as Figure['layout']
  };
}

/** The lines of a title: the first in the font of titles, the others in a smaller one. */
function lines(text: string, room: number): string[] {
  const words = text.replaceAll('<br>', ' ').split(' ');
  const found: string[] = [];
  for (let line = 0; line < most && words.length > 0; line++) {
    const size = line === 0 ? fontSize.title : further.size;
    let count = 1;
    while (count < words.length && widthOf(words.slice(0, count + 1).join(' '), size) <= room)
      count++;
    if (line === 0) count = partEnd(words, count);
    const isCut = line === most - 1 && count < words.length;
    found.push(cut(words.splice(0, count).join(' '), size, room, isCut).replace(/ ·$/, ''));
    if (words[0] === '·') words.shift();
  }
  return found;
}

/** Where a part ends within so many words: before the note in brackets, else at the last dot. */
function partEnd(words: readonly string[], count: number): number {
  if (count === words.length) return count;
  const least = Math.ceil(count / 4);
  const note = words.findIndex((word, i) => i >= least && i <= count && word.startsWith('('));
  if (note > 0) return note;
  const dot = words.lastIndexOf('·', count);
  return dot >= least ? dot : count;
}

function cut(line: string, size: number, room: number, isCut: boolean): string {
  if (!isCut && widthOf(line, size) <= room) return line;
  // characters with their entities: a part of one would be other text
  const signs = line.match(/&[^;\s]+;|[^&]|&/gu) ?? [];
  while (signs.length > 1 && widthOf(`${signs.join('')} …`, size) > room) signs.pop();
  return `${signs.join('').trimEnd()} …`;
}

function widthOf(text: string, size: number): number {
  return textWidth(plain(text), { size, weight: 400, italic: false });
}
