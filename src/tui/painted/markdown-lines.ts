import { textWidth } from '../../text/width.ts';
import { type Segment, seg } from './segments.ts';

/**
 * Returns a text in Markdown as lines of at most a width: headings stand out, items of lists are
 * indented, signs of emphasis are left out.
 */
export function markdownLines(text: string, width: number): readonly (readonly Segment[])[] {
  const lines: Segment[][] = [];
  for (const source of text.replaceAll('\r', '').split('\n')) {
    const [, signs = '', heading] = /^(#{1,6})\s+(.*)$/.exec(source) ?? [];
    const [, space = '', item] = /^(\s*)[-*+]\s+(.*)$/.exec(source) ?? [];
    const tone = signs === '' ? 'plain' : 'title';
    const first = item === undefined ? '' : `${space}· `;
    const rest = ' '.repeat(first.length);
    const words = plain(heading ?? item ?? source.trim());
    wrapped(words, Math.max(1, width - first.length)).forEach((line, i) => {
      lines.push([seg(`${i === 0 ? first : rest}${line}`, tone)]);
    });
  }
  return lines;
}

function plain(text: string): string {
  return text
    .replace(/(\*\*|__|`)(.+?)\1/g, '$2')
    .replace(/(?<!\w)([*_])(\S.*?)\1(?!\w)/g, '$2')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}

function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trimStart();
    if (textWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
