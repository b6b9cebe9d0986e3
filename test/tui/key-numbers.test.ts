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

  it('are of no line before its first point and after its last', () => {
    const line = (name: string, x: number[]) =>
      ({ type: 'scatter', mode: 'lines', name, x, y: x.map((at) => at / 100) }) as const;
    const place = {
      type: 'line',
      xref: 'x',
      yref: 'paper',
      x0: 200,
      x1: 200,
      y0: 0,
      y1: 1
    } as const;
    const { data, layout } = titled('Logged', [
      line('whole', [100, 200, 300]),
      line('late', [300, 400])
    ]);
    const cursor = { name: 'cursor', ...place, line: { color: '#000', width: 1 } } as const;
    const figure: Figure = { data, layout: { ...layout, shapes: [cursor] } };
    expect(keyNumbers(figure, 200, 60)).toBe('whole 2');
    expect(keyNumbers(figure, 300, 60)).toBe('whole 3  late 3');
    expect(keyNumbers(figure, 400, 60)).toBe('late 4');
  });

  it('are short', () => {
    expect(
      [0.41234, 6.1e-8, 12345, 12345.6, 3e6, Number.NaN].map((value) => shortNumber(value))
    ).toEqual(['0.412', '6.1e-8', '12345', '1.2e+4', '3.0e+6', 'NaN']);
  });
});

describe('the numbers where a figure is of more', () => {
  const titled = (text: string, data: Figure['data'] = []): Figure => ({
    data,
    layout: { title: { text } }
  });

  it('are no single map of several, and no pair that a trace is of', () => {
    const map = { type: 'heatmap', name: 'Epoch', z: [[0, 3]] } as const;
    expect(keyNumbers(titled('Maps', [map, map]), null, 40)).toBe('');
    expect(keyNumbers(titled('Lens · 4+29=33 (test)', [map]), null, 40)).toBe('Epoch: 0 … 3');
    expect(keyNumbers(titled('Lens · a&lt;b (60 of train)'), null, 40)).toBe('');
  });

  it('are as many parts of the note as fit', () => {
    const figure = titled('Clusters · Epoch 4 (k 15: 144 · k 5: 36)');
    expect(keyNumbers(figure, 4, 40)).toBe('k 15: 144 · k 5: 36');
    expect(keyNumbers(figure, 4, 14)).toBe('k 15: 144 …');
  });
});
