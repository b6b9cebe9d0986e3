import { describe, expect, it } from 'vitest';
import {
  findVariant,
  type Variant,
  writeAcross,
  writeLosses,
  writeSummary
} from '../../src/loader/index.ts';
import { findVisualization } from '../../src/visualizations/index.ts';
import { findAnomalies } from '../../src/workbench/compare/anomalies.ts';
import { anomalyMeasures } from '../../src/workbench/compare/anomaly-measures.ts';
import { extraNumbers } from '../../src/workbench/compare/anomaly-numbers.ts';
import { columns } from '../../src/workbench/table/variant-table-columns.ts';
import { curve, grokking } from '../helpers/curves.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const primes = [5, 7, 11, 13, 17, 19, 23, 29];

/** Variants that turn at these epochs of 2000 (null: never), with 40 blob neurons and 40 more for each `blobs`. */
async function runs(
  turns: readonly (number | null)[],
  blobs: readonly number[] = []
): Promise<readonly Variant[]> {
  const results = temporaryFolder();
  const variants: Variant[] = [];
  for (const [i, at] of turns.entries()) {
    const { path } = await randomRun(results, [0, 100], { prime: primes[i] });
    const variant = await findVariant(results, path);
    const losses = grokking(2000, { at: at ?? 1e6, width: 30, seed: i + 1 });
    const never = { train: losses.train, test: curve(2000, (e) => 5 + 0.01 * e) };
    await writeLosses(variant, 0, at === null ? never : losses);
    const count = 40 + i + 40 * (blobs[i] ?? 0);
    await writeSummary(variant, 'coarseness', [0, 100], {
      blob_count: { dtype: 'float64', shape: [2], data: Float64Array.of(0, count) }
    });
    variants.push(await findVariant(results, path));
  }
  return variants;
}

const usual = [900, 960, 1000, 1030, 1080, 980, 1010];

it('measures name columns of the table or other numbers, and figures that exist', () => {
  const ids = [...columns, ...extraNumbers].map(({ id }) => id);
  for (const { column, figure } of anomalyMeasures) {
    expect(ids).toContain(column);
    expect(findVisualization(figure).id).toBe(figure);
  }
});

describe('anomalies', () => {
  it('say how many deviations later, with the numbers and the figure', async () => {
    const all = await runs([...usual, 1500]);
    const { variants } = await findAnomalies(all, all);
    const late = variants.at(-1)!;
    expect(late).toMatchObject({ label: 'p29 s999', peers: 7 });
    const turn = late.anomalies.find(({ column }) => column === 'grokking_epoch')!;
    expect(turn).toMatchObject({ figure: 'loss_curves', value: expect.any(Number) });
    expect(turn.sentence).toMatch(
      /^turn \d+\.\d MADs later than its 7 peers: 14\d\d against 9\d\d$/
    );
    expect(turn.z).toBeCloseTo(0.6745 * turn.mads!, 9);
    const order = late.anomalies.map(({ mads }) => (mads === null ? Infinity : Math.abs(mads)));
    expect(order).toEqual(order.toSorted((a, b) => b - a));
  });

  it('are median absolute deviations from the median of the others', async () => {
    const all = await runs(usual, [0, 0, 0, 0, 0, 0, 3]);
    const { variants } = await findAnomalies([all[6]], all);
    // The others have 40 … 45: median 42.5, deviations 2.5 1.5 0.5 0.5 1.5 2.5, their median 1.5.
    expect(variants).toHaveLength(1);
    expect(variants[0].anomalies.find(({ column }) => column === 'blob_count')).toEqual({
      column: 'blob_count',
      value: 166,
      median: 42.5,
      figure: 'blob_count_trajectory',
      mads: expect.closeTo((166 - 42.5) / 1.5, 9),
      z: expect.closeTo((0.6745 * (166 - 42.5)) / 1.5, 9),
      sentence: 'blob neurons 82.3 MADs more than its 6 peers: 166 against 42.5'
    });
  });

  it('count in mean deviations where half of the peers are the same', async () => {
    const all = await runs(usual.slice(0, 6));
    for (const [i, count] of [0, 0, 0, 0, 30, 60].entries())
      await writeSummary(all[i], 'coarseness', [0, 100], {
        blob_count: { dtype: 'float64', shape: [2], data: Float64Array.of(0, count) }
      });
    const blobs = async (i: number, threshold: number) =>
      (await findAnomalies([all[i]], all, { threshold })).variants[0].anomalies.find(
        ({ column }) => column === 'blob_count'
      );
    // The others of the last: 0 0 0 0 30, median 0, mean deviation 6; of the one before: 12.
    expect((await blobs(5, 3))!.mads).toBeCloseTo(10, 9);
    expect(await blobs(4, 3)).toBeUndefined();
    expect((await blobs(4, 2))!.mads).toBeCloseTo(2.5, 9);
  });

  it('are none among alike variants, however alike', async () => {
    const all = await runs([1000, 1000, 1000, 1000, 1000, 1004]);
    const { variants } = await findAnomalies(all, all);
    for (const { anomalies, compared } of variants) {
      expect(anomalies.filter(({ figure }) => figure === 'loss_curves')).toEqual([]);
      expect(compared).toBeGreaterThan(5);
    }
  });

  it('name what never happened, and what only this one does', async () => {
    const never = await runs([...usual.slice(0, 5), null]);
    const [odd] = (await findAnomalies([never[5]], never)).variants;
    expect(odd.anomalies[0]).toMatchObject({ value: null, mads: null, z: null });
    expect(odd.anomalies.map(({ sentence }) => sentence)).toContainEqual(
      expect.stringMatching(/^never turns; 5 of its 5 peers do, at 9\d\d \(median\)$/)
    );
    const only = await runs([null, null, null, null, null, 1000]);
    const [turning] = (await findAnomalies([only[5]], only)).variants;
    expect(turning.anomalies.map(({ sentence }) => sentence)).toContainEqual(
      expect.stringMatching(/^turn at 9\d\d, which 5 of its 5 peers never reach$/)
    );
  });

  it('see a degenerate frequency, an open path and heads that agree', async () => {
    const all = await runs(usual);
    const row = (...values: readonly number[]) => ({
      dtype: 'float64' as const,
      shape: [values.length],
      data: Float64Array.from(values)
    });
    const one = (value: number) => ({ ...row(value), shape: [] });
    for (const [i, variant] of all.entries()) {
      const isOdd = i === 6;
      const balance = isOdd ? 0.16 : 0.9 + i / 100;
      // Frequency 2 is weak: its balance does not count.
      await writeSummary(variant, 'unembedding_fourier', [0], {
        embedding_share: { ...row(0.6, 0.05, 0.35), shape: [1, 3] },
        embedding_balance: { ...row(balance, 0.01, 0.99), shape: [1, 3] },
        embedding_circularity: { ...row(0.9, 0.01, 0.9), shape: [1, 3] }
      });
      await writeAcross(variant, 'trajectory_loops', {
        epochs: row(0, 100),
        all__crossing_plane: isOdd ? row(0) : row(0, 2),
        all__crossing_second_epoch: isOdd ? row(50) : row(50, 90 + i),
        all__openness: row(0.5, 0.5, 0.3)
      });
      await writeAcross(variant, 'head_consensus', {
        epochs: row(0, 100),
        consensus_epoch: one(isOdd ? 100 : -1)
      });
    }
    const [odd] = (await findAnomalies([all[6]], all)).variants;
    const about = (figure: string) =>
      odd.anomalies.filter((one) => one.figure === figure).map(({ sentence }) => sentence);
    expect(about('trajectory_loops')).toEqual([
      'never crosses its own path in PC2/PC3; 6 of its 6 peers do, at 92.5 (median)'
    ]);
    expect(about('fourier_balance')).toEqual([
      expect.stringMatching(
        /^least balance of sin and cos in the embedding \d+\.\d MADs lower than its 6 peers: 0.16 against 0.925$/
      )
    ]);
    expect(about('head_consensus')).toEqual([
      'all heads on one frequency at 100, which 6 of its 6 peers never reach'
    ]);
  });

  it('need 4 peers of the same family and recipe', async () => {
    const few = await runs(usual.slice(0, 4));
    const { variants } = await findAnomalies(few, few);
    expect(variants.map(({ peers, compared, anomalies }) => [peers, compared, anomalies])).toEqual(
      few.map(() => [3, 0, []])
    );
    const wide = await randomRun(temporaryFolder(), [0], { dMlp: 16 });
    const enough = await runs(usual);
    const report = await findAnomalies([wide], [...enough, wide]);
    expect(report.variants[0].peers).toBe(0);
  });

  it('take another threshold', async () => {
    const all = await runs([...usual, 1500]);
    const count = async (threshold: number) =>
      (await findAnomalies(all, all, { threshold })).variants.at(-1)!.anomalies.length;
    expect(await count(1e9)).toBe(0);
    expect(await count(0.01)).toBeGreaterThan(await count(3));
  });
});
