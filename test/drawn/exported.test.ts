import { describe, expect, test } from 'vitest';
import type { Figure, ScatterTrace } from '../../src/figure/figure.ts';
import { labelMargin } from '../../src/figure/marks.ts';
import { endNames } from '../../src/visualizations/parts/end-names.ts';
import { allFigures } from './all-figures.ts';
import { cellFaults, colorBarFaults, exported, tickFaults, ticksOf } from './exported.ts';
import { smallFaults } from './small.ts';

/** What the axes and colours depend on: figures that differ in their data alone are drawn once. */
const lookOf = ({ data, layout }: Figure) =>
  JSON.stringify([
    data
      .map(({ type, xaxis, yaxis }) => [type, xaxis, yaxis])
      .filter(([type]) => type !== 'scatter'),
    Object.entries(layout).filter(([key]) => /^[xy]axis/.test(key)),
    data.flatMap((trace) => (trace.type === 'heatmap' ? [trace.colorbar, typeof trace.y?.[0]] : []))
  ]);
const looks = new Set<string>();
const figures = allFigures.filter(({ isDefault, figure }) => {
  const isNew = !looks.has(lookOf(figure));
  looks.add(lookOf(figure));
  return isDefault || isNew;
});

describe.each(figures.map(({ name, figure }) => [name, figure] as const))('%s', (_, figure) => {
  test('says at every tick what lies there, and has cells of the colours of their values', async () => {
    const { svg, axes, root } = await exported(figure, { width: 700, height: 460 });
    expect([
      ...axes.flatMap((axis) => tickFaults(figure, axis, ticksOf(root, axis.id))),
      ...colorBarFaults(figure, root),
      ...(await cellFaults(figure, svg, axes))
    ]).toEqual([]);
  });
});

const narrow = allFigures.filter(
  ({ isDefault, figure: { data, layout } }) =>
    isDefault &&
    (data.some(({ type }) => type === 'heatmap') || JSON.stringify(layout).includes('"log"'))
);

describe.each(narrow.map(({ name, figure }) => [name, figure] as const))('%s', (_, figure) => {
  test('says at every tick what lies there, 3.3 inches wide', async () => {
    const { axes, root } = await exported(figure, { width: 330, height: 220 });
    expect([
      ...axes.flatMap((axis) => tickFaults(figure, axis, ticksOf(root, axis.id))),
      ...colorBarFaults(figure, root)
    ]).toEqual([]);
  });
});

describe.each(
  allFigures.filter(({ isDefault }) => isDefault).map(({ name, figure }) => [name, figure] as const)
)('%s', (_, figure) => {
  test('can be read in a column of a paper, 3.3 inches wide', async () => {
    expect(await smallFaults(figure, { width: 317, height: 240 })).toEqual([]);
  });
});

test('names of lines that end close to each other stand in their order', async () => {
  const lines = [31, 30, 24, 11].map(
    (end, i): ScatterTrace => ({ type: 'scatter', name: `line ${i}`, x: [0, 1], y: [50, end] })
  );
  const figure: Figure = {
    data: lines,
    layout: {
      margin: labelMargin,
      yaxis: { domain: [0, 0.24], range: [0, 63] },
      showlegend: false,
      annotations: endNames(lines, 'y', 63)
    }
  };
  expect(await smallFaults(figure, { width: 600, height: 400 })).toEqual([]);
});
