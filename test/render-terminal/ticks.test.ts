import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/figure/figure.ts';
import { plainText } from '../../src/render-terminal/index.ts';
import { cut, formatValue, plainLabel, unspaced } from '../../src/render-terminal/plan/text.ts';
import { linearTicks, logTicks } from '../../src/render-terminal/plan/ticks.ts';
import { textWidth } from '../../src/text/width.ts';
import { cursorAt, picture } from './figures.ts';

const texts = (ticks: readonly { text: string }[]) => ticks.map(({ text }) => text).join(' ');

describe('ticks', () => {
  it('are few round numbers with equal decimals', () => {
    expect(texts(linearTicks(0, 24999, 6))).toBe('0 5000 10000 15000 20000');
    expect(texts(linearTicks(0, 1, 6))).toBe('0 0.2 0.4 0.6 0.8 1.0');
    expect(texts(linearTicks(-0.31, 0.29, 5))).toBe('-0.2 0 0.2');
    expect(texts(linearTicks(2e-9, 9e-9, 4))).toBe('2e-9 4e-9 6e-9 8e-9');
    expect(texts(linearTicks(0, 3e7, 4))).toBe('0 1e7 2e7 3e7');
    expect(linearTicks(Number.NaN, Number.NaN, 4)).toEqual([]);
  });

  it('of a log axis are powers of ten', () => {
    expect(texts(logTicks(-7.3, 1.2, 3))).toBe('1e-4 1e0');
    expect(texts(logTicks(-7.3, 1.2, 5))).toBe('1e-6 1e-4 1e-2 1e0');
    expect(texts(logTicks(-3, 2, 10))).toBe('1e-3 1e-2 1e-1 1e0 1e1 1e2');
  });

  it('of less than a decade are 1, 2 and 5', () => {
    expect(texts(logTicks(0.9, 1.8, 5))).toBe('10 20 50');
    expect(texts(logTicks(-6.9, -6.2, 5))).toBe('2e-7 5e-7');
  });
});

describe('text', () => {
  it('of values is short and exact', () => {
    const values = [
      9500,
      0.41234567,
      6.1234567e-8,
      123456.789,
      1e9,
      0,
      -0.5,
      Number.NaN,
      Number.NEGATIVE_INFINITY
    ];
    expect(values.map((value) => formatValue(value)).join(' ')).toBe(
      '9500 0.4123 6.123e-8 123456.8 1e9 0 -0.5 NaN -Inf'
    );
  });

  it('of wide characters is as long as it takes columns, and is printed as it was', () => {
    for (const text of ['日本', 'k 日', 'ｆ']) {
      expect(plainLabel(text)).toHaveLength(textWidth(text));
      expect(unspaced(plainLabel(text))).toBe(text);
    }
    expect(textWidth(cut(plainLabel('日本語'), 4))).toBeLessThanOrEqual(4);
    expect(plainLabel('日本', true)).toBe('????');
    const names = { x: ['日本', '한국', 'k'], y: [1, 2, 3] };
    const figure: Figure = {
      data: [{ type: 'bar', name: '数', ...names }],
      layout: { title: { text: '図' }, yaxis: { title: { text: '単位' } } }
    };
    const drawn = plainText(figure, { width: 40, height: 8 });
    for (const word of ['図', '単位', '日本', '한국', '数']) expect(drawn).toContain(word);
    expect(drawn).not.toMatch(/\u2060|\?/);
  });

  it('of figures loses markup and escapes', () => {
    expect(plainLabel('<b>x</b><sup>2</sup><br>&amp; y')).toBe('x² & y');
    expect(plainLabel('a\x1b[31mb')).toBe('a\\x1b[31mb');
    expect(plainLabel('⌚ x')).not.toContain('\x1b');
    expect(plainLabel('π ≥ 2²', true)).toBe('pi >= 2^2');
    expect(cut('frequency', 5)).toBe('freq…');
  });
});

describe('the numbers under a plot', () => {
  const points = (x: readonly number[]): Figure => ({
    data: [{ type: 'scatter', x, y: x.map((_, i) => i), mode: 'lines+markers' }],
    layout: { xaxis: { title: { text: 'epoch' } } }
  });
  const bottom = (figure: Figure, width: number) =>
    picture(figure, width, 12).find((row) => /^ +\d/.test(row) && !row.includes('┤'))!;

  it('of one checkpoint are that checkpoint alone', () => {
    expect(
      bottom(points([49000]), 60)
        .trim()
        .split(/\s+/)[0]
    ).toBe('49000');
    expect(bottom(points([49000]), 60)).not.toMatch(/4[0-8]\d{3}|5\d{4}/);
  });

  it.each([20, 30, 40, 53, 80])('stand at least two columns apart, %i columns', (width) => {
    for (let at = 0; at <= 60; at++) {
      const figure = points([0, 60]);
      const marked = { ...figure, layout: { ...figure.layout, shapes: [cursorAt(at)] } };
      expect(bottom(marked, width)).not.toMatch(/\d \d/);
    }
  });
});
