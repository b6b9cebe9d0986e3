import { describe, expect, it } from 'vitest';
import type { Figure, ScatterTrace } from '../../src/figure/figure.ts';
import { findVariant, listFamilies, writeLosses } from '../../src/loader/index.ts';
import { findVisualization } from '../../src/visualizations/index.ts';
import { compareFigures } from '../../src/workbench/compare/compare-figures.ts';
import { compareRuns } from '../../src/workbench/compare/compare-runs.ts';
import { seedGroups } from '../../src/workbench/compare/seed-groups.ts';
import { readRun } from '../../src/workbench/run/run-data.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { scatters } from '../helpers/traces.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const epoch = { title: 'epoch' };
const at = (name: string, figure: Figure, origin = 0) => ({ name, figure, origin, unit: 1 });
const all = (values: ArrayLike<number>) => Array.from(values);

/** A figure of one line over epochs. */
function lineOf(x: readonly number[], y: readonly number[], type: 'linear' | 'log' = 'linear') {
  const trace: ScatterTrace = { type: 'scatter', name: 'Test', mode: 'lines', x, y };
  return {
    data: [trace],
    layout: { xaxis: { title: { text: 'epoch' } }, yaxis: { title: { text: 'loss' }, type } }
  } satisfies Figure;
}

/** The middle by sorting, the mean of two where their number is even. */
function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2;
}

describe('one line for the seeds of a group', () => {
  const curves = [3, 8, 5, 1].map((slope, seed) =>
    Array.from({ length: 40 }, (_, i) => Math.sin(i * slope + seed) + slope)
  );
  const x = Array.from({ length: 40 }, (_, i) => 10 * i);

  it.each([3, 4])('is the median with the range of %i seeds', (count) => {
    const compared = curves.slice(0, count).map((y, i) => at(`s${i}`, lineOf(x, y)));
    const groups = [{ name: 'p59', members: compared.map((_, i) => i) }];
    const [low, high, line] = scatters(compareFigures(compared, epoch, 'Loss', { groups })!);
    expect(line.name).toBe(`p59 · median of ${count} seeds, min–max`);
    expect(all(line.x)).toEqual(x);
    for (let i = 0; i < x.length; i++) {
      const values: number[] = [];
      for (let seed = 0; seed < count; seed++) values.push(curves[seed][i]);
      let [least, most] = [values[0], values[0]];
      for (const value of values) {
        if (value < least) least = value;
        if (value > most) most = value;
      }
      expect(line.y[i]).toBeCloseTo(middle(values), 12);
      expect([low.y[i], high.y[i]]).toEqual([least, most]);
    }
    expect([low.fill, high.fill]).toEqual([undefined, 'tonexty']);
  });

  it('reaches as far as every seed, at stored points, and says how far these lie apart', () => {
    const short = at('short', lineOf([0, 10, 20], [1, 2, 3]));
    const long = at('long', lineOf([0, 4, 8, 12, 16, 20, 24], [0, 1, 2, 3, 4, 5, 6]));
    const groups = [{ name: 'p59', members: [0, 1] }];
    const figure = compareFigures([short, long], epoch, 'Loss', { groups })!;
    const [low, high, line] = scatters(figure);
    expect(all(line.x)).toEqual([0, 10, 20]);
    // 10 lies between 8 and 12: the earlier counts.
    expect(all(line.y)).toEqual([0.5, 2, 4]);
    expect([all(low.y), all(high.y)]).toEqual([
      [0, 2, 3],
      [1, 2, 5]
    ]);
    expect(figure.layout.title?.text).toBe('Loss (test) · nearest stored points, at most 2 apart');
  });

  it('leaves out what is not finite, and a variant alone keeps its line', () => {
    const compared = [
      at('s1', lineOf([0, 1], [1, Number.NaN])),
      at('s2', lineOf([0, 1], [3, 5])),
      at('other', lineOf([0, 1], [7, 8]))
    ];
    const groups = [
      { name: 'p59', members: [0, 1] },
      { name: 'p61', members: [2] }
    ];
    const traces = scatters(compareFigures(compared, epoch, 'Loss', { groups })!);
    expect(traces.map(({ name }) => name)).toEqual([
      ...['p59 · min', 'p59 · max', 'p59 · median of 2 seeds, min–max', 'p61']
    ]);
    expect(all(traces[2].y)).toEqual([2, 5]);
    expect(traces[2].customdata).toEqual(['1 … 3', '5 … 5 of 1']);
    expect(all(traces[3].y)).toEqual([7, 8]);
  });
});

describe('lines minus a baseline', () => {
  it('are differences at the own points of each line, about 0', () => {
    const compared = [
      at('A', lineOf([0, 10, 20], [5, 5, 5])),
      at('B', lineOf([0, 10, 20], [6, 4, 5.5]))
    ];
    const figure = compareFigures(compared, epoch, 'Loss', { against: 0 })!;
    expect(scatters(figure).map(({ name, y }) => [name, ...all(y)])).toEqual([['B', 1, -1, 0.5]]);
    expect(figure.layout.yaxis).toEqual({
      title: { text: 'loss − A' },
      range: [-1.05, 1.05]
    });
    expect(figure.layout.title?.text).toBe('Loss (test)');
  });

  it('are taken at the nearest stored points, and not beyond the baseline', () => {
    const compared = [
      at('A', lineOf([0, 10, 20], [1, 2, 4])),
      at('B', lineOf([3, 13, 23], [1, 1, 1]))
    ];
    const figure = compareFigures(compared, epoch, 'Loss', { against: 0 })!;
    expect(all(scatters(figure)[0].y)).toEqual([0, -1, Number.NaN]);
    expect(figure.layout.title?.text).toContain('nearest stored points, at most 3 apart');
    const aligned = [compared[0], { ...compared[1], origin: 3 }];
    const exact = compareFigures(aligned, epoch, 'Loss', { against: 0 })!;
    expect(all(scatters(exact)[0].y)).toEqual([0, -1, -3]);
    expect(exact.layout.title?.text).not.toContain('nearest');
  });

  it('of a log axis are differences of powers of ten, and say so', () => {
    const compared = [
      at('A', lineOf([0, 1], [100, 10], 'log')),
      at('B', lineOf([0, 1], [1, 1000], 'log'))
    ];
    const figure = compareFigures(compared, epoch, 'Loss', { against: 0 })!;
    const [line] = scatters(figure);
    expect(line.y[0]).toBeCloseTo(-2, 12);
    expect(line.y[1]).toBeCloseTo(2, 12);
    expect(figure.layout.yaxis?.title?.text).toBe('log₁₀ loss − A');
    expect(figure.layout.yaxis?.type).toBeUndefined();
  });
});

describe('runs by their seeds', () => {
  const kinds = [
    [13, 1, 1],
    [13, 2, 4],
    [13, 3, 2],
    [17, 1, 8]
  ] as const;
  const runs = async () => {
    const results = temporaryFolder();
    return Promise.all(
      kinds.map(async ([prime, seed, scale]) => {
        const { path } = await randomRun(results, [0], { prime, seed });
        const test = Float64Array.from({ length: 20 }, (_, i) => scale * (1 + Math.cos(i)) + 0.1);
        await writeLosses(await findVariant(results, path), 0, { train: test, test });
        return readRun(await findVariant(results, path), []);
      })
    );
  };

  it('are in groups of what is equal but for the seeds', async () => {
    const variants = (await runs()).map(({ variant }) => variant);
    const families = await listFamilies();
    expect(seedGroups(variants, families)).toEqual([
      { name: 'p13', members: [0, 1, 2] },
      { name: 'p17', members: [3] }
    ]);
  });

  it('have one median line each in a comparison', async () => {
    const { figure } = await compareRuns(await runs(), findVisualization('loss_curves'), {
      seeds: 'median',
      lines: ['test']
    });
    const line = scatters(figure).find(({ name }) => name?.includes('median'))!;
    expect(line.name).toBe('p13 · median of 3 seeds, min–max');
    for (let i = 0; i < 20; i++) expect(line.y[i]).toBeCloseTo(2 * (1 + Math.cos(i)) + 0.1, 12);
  });

  it('refuse a baseline that is not among them', async () => {
    const made = await runs();
    const error = await userErrorOf(() =>
      compareRuns(made, findVisualization('loss_curves'), { against: 'x' })
    );
    expect([error.message, error.exitCode]).toEqual(['not among the variants: x', 2]);
  });
});
