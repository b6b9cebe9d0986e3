import { expect, test } from 'vitest';
import { printable } from '../../src/text/printable.ts';

test('control characters, escapes and direction overrides are shown as codes, all else stays', () => {
  expect(printable('\u001b[2Jp13\r\n\u0007')).toBe('\\x1b[2Jp13\\x0d\\x0a\\x07');
  expect(printable('a\u009bb\u202ec\u2028')).toBe('a\\x9bb\\u202ec\\u2028');
  expect(printable('modulo_addition p=113 é 𝜎 ◉')).toBe('modulo_addition p=113 é 𝜎 ◉');
});
