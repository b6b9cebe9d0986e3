import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  findVariant,
  type Variant,
  writeAcross,
  writeCheckpoint,
  writeLosses,
  writeSummary
} from '../../src/loader/index.ts';
import { chosenEpochs } from '../../src/workbench/analysis/plan.ts';
import { describeRun } from '../../src/workbench/explorer/run-description.ts';
import { readRun } from '../../src/workbench/run/run-data.ts';
import { structureMarks } from '../../src/workbench/run/structure-marks.ts';
import { variantTurn } from '../../src/workbench/turn/variant-turn.ts';
import { grokking } from '../helpers/curves.ts';
import { tinyWeights } from '../helpers/fresh-variant.ts';
import { randomRun } from '../helpers/random-run.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const epochs = [0, 200, 400, 600, 800, 1000, 1200, 1600, 1999];

/** A run of 2000 epochs that turns at about 945, with a spike at 1500; summaries of weights that change before it. */
async function turning(): Promise<Variant> {
  const results = temporaryFolder();
  const { path } = await randomRun(results, epochs);
  const variant = await findVariant(results, path);
  const losses = grokking(2000, { at: 1000, width: 30 });
  losses.train[1500] = losses.train[1499] * 400;
  await writeLosses(variant, 0, losses);
  const row = (values: readonly number[]) => ({
    dtype: 'float64' as const,
    shape: [values.length],
    data: Float64Array.from(values)
  });
  await writeSummary(variant, 'effective_dimensionality', epochs, {
    pr_W_in: row([100, 99, 98, 97, 60, 30, 29, 28, 28])
  });
  await writeAcross(variant, 'parameter_trajectory', {
    epochs: row(epochs),
    all__velocity: row([0.9, 0.1, 0.1, 0.2, 0.8, 0.3, 0.2, 0.1])
  });
  return findVariant(results, path);
}

describe('the turn of a variant', () => {
  it('comes with the marks in its weights and their lead', async () => {
    const report = await variantTurn(await turning(), { resamples: 8 });
    expect(report.turn).toBeGreaterThan(900);
    expect(report.agreement.found).toBe(7);
    expect(report.structure.map(({ id }) => id)).toEqual(['pr_w_in', 'velocity']);
    const [rank, speed] = report.structure;
    expect(rank).toMatchObject({ epoch: 800, interval: [600, 800], lead: report.turn! - 800 });
    // The fast start is memorization; a step belongs to the epoch at which it ends.
    expect(speed).toMatchObject({ epoch: 1000, interval: [800, 1200] });
    expect(report.spikes.map(({ epoch }) => epoch)).toEqual([1500]);
  });

  it('is set beside the progress measures', async () => {
    const variant = await turning();
    const row = (...values: readonly number[]) => ({
      dtype: 'float64' as const,
      shape: [values.length],
      data: Float64Array.from(values)
    });
    await writeSummary(variant, 'progress_measures', epochs, {
      excluded_train: row(2, 0.5, 0.1, 0.2, 0.9, 2, 4, 5, 6),
      restricted_test: row(2, 6, 8, 7, 5, 1, 0.1, 0.01, 0.01)
    });
    const { structure } = await variantTurn(variant, { resamples: 0 });
    expect(structure.slice(0, 3).map(({ id, epoch }) => [id, epoch])).toEqual([
      ['excluded_minimum', 400],
      ['restricted_peak', 400],
      // ln 7 = 1.946
      ['restricted_below_uniform', 1000]
    ]);
  });

  it('is set beside the accuracies, whose distance is the delay of grokking', async () => {
    const variant = await turning();
    const row = (...values: readonly number[]) => ({
      dtype: 'float32' as const,
      shape: [values.length],
      data: Float32Array.from(values)
    });
    await writeSummary(variant, 'input_trace', epochs, {
      train_overall_accuracy: row(0.1, 0.995, 1, 1, 1, 1, 1, 1, 1),
      test_overall_accuracy: row(0.01, 0.02, 0.02, 0.02, 0.6, 0.94, 0.95, 1, 1)
    });
    const { structure } = await variantTurn(variant, { resamples: 0 });
    expect(structure.slice(0, 4).map(({ id, epoch, interval }) => [id, epoch, interval])).toEqual([
      ['train_accuracy_0.99', 200, [0, 200]],
      ['test_accuracy_0.5', 800, [600, 800]],
      ['test_accuracy_0.95', 1200, [1000, 1200]],
      ['test_accuracy_0.99', 1600, [1200, 1600]]
    ]);
  });

  it('is told without artifacts, and with damaged ones', async () => {
    const variant = await turning();
    writeFileSync(`${variant.path}/artifacts/effective_dimensionality/summary.npz`, 'PK');
    const report = await variantTurn(variant, { resamples: 0 });
    expect(report.structure.map(({ id }) => id)).toEqual(['velocity']);
    expect(report.confidence).toBeNull();
  });

  it('has no marks after a memorization that never came', async () => {
    const variant = await turning();
    const { test } = grokking(2000, { at: 1000, width: 30 });
    await writeLosses(variant, 0, { train: new Float64Array(2000).fill(4), test });
    const report = await variantTurn(await findVariant('', variant.path), { resamples: 0 });
    expect(report.windows.memorization).toBeNull();
    expect(report.structure).toEqual([]);
  });

  it('needs losses', async () => {
    const bare = await randomRun(temporaryFolder());
    expect((await userErrorOf(() => variantTurn(bare))).message).toContain('missing losses');
  });

  it('marks have ids of their own and say what they are', () => {
    expect(new Set(structureMarks.map(({ id }) => id)).size).toBe(structureMarks.length);
    for (const { about } of structureMarks) expect(about).toMatch(/^[A-Z].*\.$/);
  });
});

describe('the explorer', () => {
  it('gets the moments of the run as events, the turn with its margin', async () => {
    const variant = await turning();
    const report = await variantTurn(variant, { resamples: 0 });
    const { turn, turnMargin, events, facts } = await describeRun(await readRun(variant, []));
    expect([turn, turnMargin]).toEqual([report.turn, report.margin]);
    expect(events.map(({ label }) => label)).toEqual([
      'memorized',
      'test peak',
      'plateau ends',
      `turn ±${report.margin} (detectors)`,
      'generalized',
      'spike ×400'
    ]);
    const named = Object.fromEntries(facts);
    expect(named['turn by all detectors']).toMatch(/^\d+ … \d+ \(7 of 7\)$/);
    expect(named['second descent']).toMatch(/^\d+ … \d+$/);
  });

  it('is told why a run has no turn', async () => {
    const { path } = await randomRun(temporaryFolder(), [0]);
    const variant = await findVariant('', path);
    const rising = Float64Array.from({ length: 50 }, (_, e) => 4 + e);
    await writeLosses(variant, 0, { train: rising, test: rising });
    const { turn, turnMargin, events, facts } = await describeRun(await readRun(variant, []));
    expect([turn, turnMargin]).toEqual([null, null]);
    expect(events.map(({ label }) => label)).toEqual(['test peak']);
    expect(Object.fromEntries(facts)['turn (80 % drop)']).toBe(
      'the test loss never falls by 80 % from its peak'
    );
  });
});

describe('an epoch SPEC of the turn', () => {
  it('selects checkpoints to analyze', async () => {
    const variant = await turning();
    await writeCheckpoint(variant, 950, tinyWeights(1));
    expect(await chosenEpochs(variant, 'turn')).toEqual([950]);
    expect(await chosenEpochs(variant, 'turn+-210:20')).toEqual([800, 950, 1000]);
  });

  it('says so where a run has none', async () => {
    const bare = await randomRun(temporaryFolder());
    const falling = Float64Array.from({ length: 50 }, (_, e) => Math.exp(-e));
    await writeLosses(bare, 0, { train: falling, test: falling });
    expect((await userErrorOf(() => chosenEpochs(bare, 'turn+-5'))).message).toBe(
      'no turn found in this run: turn+-5'
    );
  });
});
