import { describe, expect, test } from 'vitest';
import { axis } from '../../src/figure/axes.ts';
import type { Figure, ScatterTrace } from '../../src/figure/figure.ts';
import { labelMargin } from '../../src/figure/marks.ts';
import { endNames } from '../../src/visualizations/parts/end-names.ts';
import { allFigures } from './all-figures.ts';
import {
  cellFaults,
  colorBarFaults,
  drawnPage,
  exported,
  tickFaults,
  ticksOf
} from './exported.ts';
import { said, smallFaults } from './small.ts';

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

test.each([
  [31, 30, 24, 11],
  [60, 59, 12, 2],
  [5, 4, 3, 2]
])(
  'names of lines that end at %i, %i, %i and %i all stand there, in their order',
  async (...ends) => {
    const lines = ends.map(
      (end, i): ScatterTrace => ({
        ...{ type: 'scatter', name: `W_${i}`, x: [0, 1], y: [50, end] },
        ...{ yaxis: 'y4', showlegend: false }
      })
    );
    const above = ['y', 'y2', 'y3'].map(
      (yaxis): ScatterTrace => ({ type: 'scatter', name: 'k 22', x: [0, 1], y: [0, 9], yaxis })
    );
    const panel = (at: number, name: string) => ({
      ...axis(name, { domain: [0.765 - 0.255 * at, 1 - 0.255 * at] }),
      ...(at > 0 && { anchor: 'x' })
    });
    const figure: Figure = {
      data: [...above, ...lines],
      layout: {
        title: { text: 'Four panels' },
        margin: labelMargin,
        xaxis: axis('epoch', { anchor: 'y4' }),
        yaxis: panel(0, 'neurons'),
        yaxis2: panel(1, 'QK share'),
        yaxis3: panel(2, 'W_E share'),
        yaxis4: { ...panel(3, 'directions'), range: [0, 63] },
        annotations: endNames(lines, 'y4', 63)
      }
    };
    for (const [width, height] of [
      [450, 220],
      [600, 220],
      [317, 260],
      [450, 300],
      [600, 400]
    ]) {
      expect(await smallFaults(figure, { width, height })).toEqual([]);
      const { graph } = await drawnPage(figure, { width, height });
      const names = [...graph.querySelectorAll('.annotation text')].map(said);
      expect(names.sort()).toEqual(['W_0', 'W_1', 'W_2', 'W_3']);
    }
  }
);
