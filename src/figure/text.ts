import { printable } from '../text/printable.ts';

/**
 * Returns plain text of a Plotly string: tags and control characters removed, `<br>` as a space,
 * entities decoded.
 */
export function plain(text: string): string {
  return text
    .replace(/<br\s*\/?>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#123;', '{')
    .replaceAll('&amp;', '&');
}

/**
 * Returns text that Plotly shows as it is, also in a hover template, whatever characters it holds:
 * every name of a variant, a family or a file that stands in a figure goes through this. Characters
 * that are not seen become codes.
 */
export function verbatim(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('%{', '%&#123;');
}
