import { printable } from '../../text/printable.ts';
import { charWidth } from '../../text/width.ts';

const SUPERSCRIPT: Readonly<Record<string, string>> = {
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
  '-': '⁻',
  '+': '⁺',
  n: 'ⁿ'
};
const ENTITIES: Readonly<Record<string, string>> = {
  '#123': '{',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  times: '×',
  minus: '−'
};
const ASCII: Readonly<Record<string, string>> = {
  '×': 'x',
  '·': '-',
  '−': '-',
  '–': '-',
  '—': '-',
  '…': '...',
  '²': '^2',
  '³': '^3',
  '≥': '>=',
  '≤': '<=',
  '→': '->',
  '∞': 'Inf',
  π: 'pi',
  Δ: 'd',
  µ: 'u',
  '±': '+-',
  '°': 'deg',
  '◉': '*',
  '◆': '@',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'"
};

/**
 * Stands after a character of two columns, so that a label is as long as it is wide; grids skip it,
 * and texts lose it by `unspaced`.
 */
const SECOND = '\u2060';

/** Returns a text of labels as it is printed outside of a grid. */
export function unspaced(text: string): string {
  return text.replaceAll(SECOND, '');
}

/**
 * Returns Plotly's text (with its `<br>`, `<b>`, `<sup>` and entities) as one plain line that is as
 * long as it takes columns: control characters are escaped, after wide ones stands a sign of no
 * width, emoji are replaced. With `ascii` nothing above code 126 stays.
 */
export function plainLabel(text: string, ascii = false): string {
  const bare = unspaced(text)
    .replace(/<br\s*\/?>/gi, ' ')
    .replace(/<sup>([^<]*)<\/sup>/gi, (_, inner: string) => raised(inner))
    .replace(/<sub>([^<]*)<\/sub>/gi, '$1')
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/&(#123|\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
  return narrow(printable(bare), ascii);
}

function raised(text: string): string {
  return [...text].every((char) => char in SUPERSCRIPT)
    ? [...text].map((char) => SUPERSCRIPT[char]).join('')
    : `^${text}`;
}

function narrow(text: string, ascii: boolean): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  let out = '';
  for (const char of text.normalize('NFC')) {
    const code = char.codePointAt(0)!;
    if (code < 127) out += char;
    else if (charWidth(char) === 0) continue;
    else if (ascii) out += ASCII[char] ?? '?'.repeat(charWidth(char));
    else if (charWidth(char) < 2) out += char;
    else out += char.length === 1 ? char + SECOND : '?';
  }
  return out;
}

/** Returns the text cut to `width` columns, with … (or `.` in ASCII) where something is missing. */
export function cut(text: string, width: number, ascii = false): string {
  const chars = [...text];
  if (chars.length <= width) return text;
  if (width <= 0) return '';
  // half of a wide character is none
  const end = chars[width - 1] === SECOND ? width - 2 : width - 1;
  return chars.slice(0, end).join('') + (ascii ? '.' : '…');
}

/**
 * Returns a value for reading: whole numbers in full below 1e7, others with `digits` significant
 * digits and trailing zeros removed (`0.4123`, `6.1e-8`); `NaN`, `Inf`, `-Inf`.
 */
export function formatValue(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e7) return String(value);
  if (size < 1e-3 || size >= 1e7)
    return value
      .toExponential(digits - 1)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e');
  if (size >= 10 ** digits) return value.toFixed(1);
  const text = value.toPrecision(digits);
  return text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}
