import { eastAsianWidth } from 'get-east-asian-width';
import { printable } from './printable.ts';

/** Characters that need no second look: ASCII, Latin, arrows, lines, blocks, braille. */
const simple =
  /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2190-\u2319\u2500-\u25fc\u2800-\u28ff]*$/;
/**
 * What takes no column of its own: marks, unseen characters, skin tones, vowels within a Korean
 * syllable.
 */
const widthless = /[\p{M}\p{DI}\p{Emoji_Modifier}\u1160-\u11ff\ud7b0-\ud7ff]/u;
const allWidthless = new RegExp(widthless, 'gu');

/** Returns the number of columns that a character takes in a terminal: 0, 1 or 2. */
export function charWidth(char: string): number {
  if (simple.test(char)) return 1;
  return widthless.test(char) ? 0 : eastAsianWidth(char.codePointAt(0)!);
}

/** Returns the number of columns that a text takes in a terminal. */
export function textWidth(text: string): number {
  if (simple.test(text)) return text.length;
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

/**
 * Returns a text for cells, of which each holds one character: safe to show (`printable`), without
 * what takes no column. A text that went through this stays as it is.
 */
export function cellText(text: string): string {
  if (simple.test(text)) return text;
  return printable(text).normalize('NFC').replace(allWidthless, '');
}

/** Returns the beginning of a text for cells that fits into a number of columns. */
export function fitting(text: string, width: number): string {
  let used = 0;
  let end = 0;
  for (const char of text) {
    used += charWidth(char);
    if (used > width) break;
    end += char.length;
  }
  return text.slice(0, end);
}
