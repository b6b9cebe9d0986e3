import { describe, expect, it } from 'vitest';
import { gridLines } from '../../src/cells/cells.ts';
import type { Figure } from '../../src/figure/figure.ts';
import { type DrawOptions, drawPanel } from '../../src/render-terminal/index.ts';
import { cursorAt, lines, picture } from './figures.ts';

const x = [0, 100, 200];
const two = (epoch: number): Figure =>
  lines(
    { Train: [x, [4, 0.5, 0.001]], Test: [x, [5, 6, 0.0625]] },
    { shapes: [cursorAt(epoch)], yaxis: { title: { text: 'loss' } } }
  );
const drawn = (figure: Figure, more: Partial<DrawOptions> = {}) => {
  const { grid, hasValues } = drawPanel(figure, {
    width: 60,
    height: 12,
    colors: 'true',
    ...more
  });
  return { rows: gridLines(grid), hasValues };
};

describe('the legend in a panel', () => {
  it('carries the values at the epoch cursor', () => {
    expect(drawn(two(100))).toMatchObject({ hasValues: true });
    expect(drawn(two(100)).rows[0]).toMatch(/── Train 0\.5 {2}── Test 6$/);
    expect(drawn(two(200)).rows[0]).toMatch(/── Train 0\.001 {2}── Test 0\.0625$/);
  });

  it('carries those at the value cursor where there is one', () => {
    expect(drawn(two(100), { cursor: { x: 0 } }).rows[0]).toMatch(/── Train 4 {2}── Test 5$/);
  });

  it('does without them where they do not fit, and in figures outside of panels', () => {
    const narrow = drawn(two(100), { width: 24 });
    expect(narrow.rows[0]).toMatch(/─ Train +─+ Test$/);
    expect(narrow.hasValues).toBe(false);
    expect(picture(two(100), 60, 12, { colors: 'true' })[0]).toMatch(/── Train {2}── Test$/);
  });

  it('leaves the values of several plots to their headers, each with its measure', () => {
    const { data, layout } = two(100);
    const [train, test] = data;
    const ranks = { ...test, y: [30, 20, 1], yaxis: 'y2' };
    const figure: Figure = {
      data: [train!, test!, ranks as typeof test],
      layout: {
        ...layout,
        yaxis: { title: { text: 'loss' }, domain: [0.5, 1] },
        yaxis2: { title: { text: 'rank' }, domain: [0, 0.5] }
      }
    };
    const { rows, hasValues } = drawn(figure, { height: 20 });
    expect(hasValues).toBe(true);
    expect(rows[0]).toMatch(/── Train {2}── Test$/);
    expect(rows.find((row) => row.startsWith('loss'))).toMatch(/── 0\.5 {2}── 6$/);
    expect(rows.find((row) => row.startsWith('rank'))).toMatch(/── 20$/);
  });
});

describe('stacked plots over one axis', () => {
  it('number it once, under the lowest, and keep their titles', () => {
    const part = (yaxis: string) => ({ type: 'scatter', x, y: [1, 2, 3], yaxis }) as const;
    const figure: Figure = {
      data: [part('y'), part('y2'), part('y3')],
      layout: {
        xaxis: { title: { text: 'epoch' } },
        yaxis: { title: { text: 'first' }, domain: [0.7, 1] },
        yaxis2: { title: { text: 'second' }, domain: [0.35, 0.65] },
        yaxis3: { title: { text: 'third' }, domain: [0, 0.3] }
      }
    };
    const rows = drawn(figure, { height: 18 }).rows;
    expect(rows.filter((row) => /\b100\b/.test(row))).toHaveLength(1);
    expect(rows.filter((row) => /^(first|second|third)/.test(row))).toHaveLength(3);
  });
});
