/**
 * Controls (escapes, C1), line separators, what steers direction or joining without being seen, and
 * halves of characters.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Returns a text that is safe to show in a terminal: characters that are not seen but do something
 * (escapes, C1 codes, line separators, overrides of direction, zero widths, lone surrogates) become
 * `\x1b`, `\u202e` or `\u{e0001}`. Names from disk are untrusted; show them through this.
 */
export function printable(text: string): string {
  return text.replace(unseen, (character) => {
    const code = character.codePointAt(0)!.toString(16);
    if (code.length > 4) return `\\u{${code}}`;
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
  });
}

/**
 * Returns a value as JSON that is safe to show in a terminal: it holds the same strings, with
 * `\u009b` where `printable` would write a code. Typed arrays become lists, NaN and infinities
 * null.
 * @param indent spaces per level; 0 for one line
 */
export function jsonText(value: unknown, indent = 0): string {
  const text = JSON.stringify(
    value,
    (_key, entry) =>
      ArrayBuffer.isView(entry) ? Array.from(entry as unknown as ArrayLike<number>) : entry,
    indent
  );
  // JSON has no control characters but the line ends between its parts.
  return text.replace(unseen, (character) =>
    character === '\n'
      ? character
      : Array.from(
          { length: character.length },
          (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`
        ).join('')
  );
}
