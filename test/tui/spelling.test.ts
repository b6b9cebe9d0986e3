import { describe, expect, it } from 'vitest';
import { seg, spelledLine } from '../../src/tui/painted/segments.ts';

const ascii = { marks: 'ascii', colors: 'none', background: 'dark' } as const;
const text = (parts: readonly string[]) =>
  spelledLine(
    parts.map((part) => seg(part)),
    ascii
  )
    .map((part) => part.text)
    .join('');

describe('chrome in ASCII', () => {
  it('keeps what ±, ≤, ≥ and ≈ mean', () => {
    expect(text(['turn 437 ±258, share ≥ 0.7, loss ≤ 0.01, ≈ 3×3'])).toBe(
      'turn 437 +-258, share >= 0.7, loss <= 0.01, ~ 3x3'
    );
  });

  it('takes the columns from the next space or border, so that corners stay', () => {
    expect(text(['+-', ' 5 ±2 ', '---------', '+'])).toBe('+- 5 +-2 --------+');
    expect(text(['a ≥ b', '     ', 'end'])).toBe('a >= b    end');
  });
});
