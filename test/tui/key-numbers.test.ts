import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { shortNumber } from '../../src/text/format.ts';
import { keyNumbers } from '../../src/tui/painted/key-numbers.ts';

describe('the numbers in the border of a panel', () => {
  const titled = (text: string, data: Figure['data'] = []): Figure => ({
    data,
    layout: { title: { text } }
  });

  it('are the note of the title, over chosen pairs too', () => {
    expect(keyNumbers(titled('Right answers · Epoch 4 (3/8 pairs)'), 4, 40)).toBe('3/8 pairs');
    expect(keyNumbers(titled('Right answers (3/8 pairs) · a&lt;b'), 4, 40)).toBe('3/8 pairs');
    expect(keyNumbers(titled('Right answers'), 4, 40)).toBe('');
  });

  it('are the range of a matrix, but not of kinds that have names', () => {
    const map = { type: 'heatmap', name: 'Epoch', z: [[0, 11300]] } as const;
    expect(keyNumbers(titled('Graduation', [map]), null, 40)).toBe('Epoch: 0 … 11300');
    const named = { ...map, colorbar: { tickvals: [0, 1], ticktext: ['wrong', 'right'] } };
    expect(keyNumbers(titled('Graduation', [named]), null, 40)).toBe('');
  });

  it('are short', () => {
    expect(
      [0.41234, 6.1e-8, 12345, 12345.6, 3e6, Number.NaN].map((value) => shortNumber(value))
    ).toEqual(['0.412', '6.1e-8', '12345', '1.2e+4', '3.0e+6', 'NaN']);
  });
});
