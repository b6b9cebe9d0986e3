/**
 * Returns a text that is safe to show in a terminal: control characters (escapes, C1 codes, line and paragraph
 * separators, bidirectional overrides) become `\x1b` or `\u202e`. Names from disk are untrusted; show them through this.
 */
export function printable(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (character) => {
      const code = character.charCodeAt(0).toString(16);
      return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
    }
  );
}
