import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NamedArrays } from '../../src/array/tensor.ts';
import {
  findVariant,
  listVariants,
  updateManifest,
  type Variant,
  writeLosses,
  writeSummary
} from '../../src/loader/index.ts';
import { findColumn, sortedRows, variantTable } from '../../src/workbench/table/variant-table.ts';
import { columns } from '../../src/workbench/table/variant-table-columns.ts';
import { randomRun } from '../helpers/random-run.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const epochs = [0, 100, 200, 300];
const rows = (columns: Record<string, readonly number[]>): NamedArrays =>
  Object.fromEntries(
    Object.entries(columns).map(([key, values]) => [
      key,
      { dtype: 'float64', shape: [values.length], data: Float64Array.from(values) }
    ])
  );
const specialized = {
  specialized_count_low: [0, 0, 12, 8],
  specialized_count_mid: [0, 3, 3, 4],
  specialized_count_high: [0, 0, 0, 0],
  specialized_count_total: [0, 3, 15, 12]
};

/** A run of 301 epochs that groks at 150 and reaches a test loss of 0.01 at 250; p=7. */
async function full(results: string, prime = 7): Promise<Variant> {
  const { path } = await randomRun(results, [0, 300], { prime });
  const variant = await findVariant(results, path);
  const test = Float64Array.from({ length: 301 }, (_, e) => (e < 150 ? 5 : e < 250 ? 0.5 : 0.005));
  await writeLosses(variant, 0, { train: new Float64Array(301).fill(0.1), test });
  await writeSummary(variant, 'neuron_freq_norm', epochs, rows(specialized));
  const blobs = { blob_count: [0, 1, 2, 7], mean_coarseness: [0.1, 0.2, 0.3, 0.45] };
  await writeSummary(variant, 'coarseness', epochs, rows(blobs));
  await writeSummary(
    variant,
    'effective_dimensionality',
    epochs,
    rows({ pr_W_in: [60, 40, 0, 29] })
  );
  return variant;
}

describe('the table', () => {
  it('has the numbers of hypotheses 1–4 and of the core hypothesis', async () => {
    const variant = await full(temporaryFolder());
    const table = await variantTable([variant]);
    expect(table.remarks).toEqual([]);
    expect(table.rows[0]?.cells).toEqual({
      prime: 7,
      seed: 999,
      data_seed: 598,
      fraction: 0.3,
      epochs: 301,
      memorized_epoch: null,
      grokking_epoch: 150,
      generalized_epoch: 250,
      final_test_loss: 0.005,
      final_train_loss: 0.1,
      peak_test_loss: 5,
      rebound: 1,
      spikes: 0,
      turn_margin: expect.any(Number),
      descent_onset: expect.any(Number),
      descent_width: expect.any(Number),
      key_frequencies: undefined,
      first_epoch_low: 200,
      first_epoch_mid: null,
      first_epoch_high: null,
      first_epoch_total: 200,
      final_specialized_low: 8,
      final_specialized_mid: 4,
      final_specialized_high: 0,
      final_specialized_total: 12,
      max_specialized_low: 12,
      max_specialized_mid: 4,
      max_specialized_high: 0,
      max_specialized_total: 15,
      turn_specialized_low: 0,
      turn_specialized_mid: 3,
      turn_specialized_high: 0,
      turn_specialized_total: 3,
      blob_count: 7,
      mean_coarseness: 0.45,
      pr_w_in_below_30: 300,
      specialization_threshold: undefined,
      n_range_buckets: undefined,
      blob_threshold: undefined
    });
  });

  it('counts a range as taken up from k neurons on', async () => {
    const variant = await full(temporaryFolder());
    const { rows: found, columns: titled } = await variantTable([variant], { k: 3 });
    expect(found[0]?.cells).toMatchObject({ first_epoch_mid: 100, first_epoch_low: 200 });
    expect(titled.map(({ title }) => title)).toContain('≥3 low');
  });

  it('leaves cells empty where artifacts are missing and tells the command that fills them', async () => {
    const results = temporaryFolder();
    const bare = await randomRun(results);
    const { rows: found, remarks } = await variantTable([bare, await full(results, 11)]);
    expect(found[0]?.cells).toMatchObject({ prime: 7, blob_count: undefined, epochs: undefined });
    expect(remarks).toEqual([
      `${bare.name}: no losses; train it first`,
      `no summary of neuron_freq_norm, coarseness, effective_dimensionality in ${bare.name}; run: grokscope analyze ${bare.name} --analyzer neuron_freq_norm --analyzer coarseness --analyzer effective_dimensionality`
    ]);
  });

  it('leaves cells empty where a file is damaged and says so', async () => {
    const variant = await full(temporaryFolder());
    writeFileSync(join(variant.path, 'artifacts/coarseness/summary.npz'), 'PK');
    const { rows: found, remarks } = await variantTable([variant]);
    expect(found[0]?.cells).toMatchObject({ blob_count: undefined, max_specialized_low: 12 });
    expect(remarks).toHaveLength(1);
    expect(remarks[0]).toContain(`${variant.name}: damaged`);
  });

  it('takes an old summary without some keys', async () => {
    const variant = await full(temporaryFolder());
    const { specialized_count_mid, ...old } = specialized;
    expect(specialized_count_mid).toBeDefined();
    rmSync(join(variant.path, 'artifacts/neuron_freq_norm'), { recursive: true });
    await writeSummary(variant, 'neuron_freq_norm', epochs, rows(old));
    const { rows: found } = await variantTable([variant]);
    expect(found[0]?.cells).toMatchObject({ first_epoch_mid: undefined, first_epoch_low: 200 });
  });

  it('says when rows were made with different thresholds', async () => {
    const results = temporaryFolder();
    const variants = [await full(results), await full(results, 11)];
    for (const [i, variant] of variants.entries())
      await updateManifest(variant, [
        {
          analyzer: 'neuron_freq_norm',
          version: 1,
          epochs: [],
          parameters: { specializationThreshold: i === 0 ? 0.9 : 0.8 }
        }
      ]);
    const { remarks } = await variantTable(variants);
    expect(remarks).toEqual(['made with different values of specialization_threshold: 0.9, 0.8']);
  });

  it('reads a results folder of the Python workbench', async () => {
    const results = shared('data/workbench');
    if (results === null) return;
    const { rows: found, remarks } = await variantTable(await listVariants(results));
    expect(remarks).toEqual([]);
    expect(found[0]?.cells).toMatchObject({ prime: 13, epochs: 60, grokking_epoch: null });
    expect(found[0]?.cells.mean_coarseness).toBeGreaterThan(0);
  });
});

describe('sorting', () => {
  it('puts rows without a value last, in either direction', async () => {
    const results = temporaryFolder();
    const variants = [await randomRun(results), await full(results, 11), await full(results, 13)];
    const table = await variantTable(variants);
    const primes = (column: string, isDescending: boolean) =>
      sortedRows(table, column, isDescending).map(({ cells }) => cells.prime);
    expect(primes('prime', true)).toEqual([13, 11, 7]);
    expect(primes('blob_count', false)).toEqual([11, 13, 7]);
    expect(primes('blob-count', true)).toEqual([11, 13, 7]);
  });

  it('by an unknown column names the columns', async () => {
    const table = await variantTable([]);
    const error = await userErrorOf(() => sortedRows(table, 'xyzzy'));
    expect(error.message).toBe('unknown column: xyzzy');
    expect(error.hint).toContain('grokking_epoch');
    expect(error.exitCode).toBe(2);
  });
});

it('every column has an id of its own and says what it is', () => {
  expect(new Set(columns.map(({ id }) => id)).size).toBe(columns.length);
  for (const { id, about } of columns) {
    expect(id).toMatch(/^[a-z][a-z0-9_]+$/);
    expect(about).toMatch(/^[A-Z].+\.$/);
  }
});

describe('columns by their headers', () => {
  it('every header of the text names its column, as it is printed and as it can be typed', async () => {
    const { columns: titled } = await variantTable([], { k: 7 });
    for (const { id, title } of titled.filter(({ title }) => title !== undefined)) {
      const typed = title!.replace('≥', '>=').replace('≤', '<=').toUpperCase();
      for (const name of [title!, typed, title!.replaceAll(' ', '-'), id])
        expect(findColumn(titled, name).id).toBe(id);
    }
    expect(findColumn(titled, 'turn').id).toBe('grokking_epoch');
    const { message, hint } = await userErrorOf(() => findColumn(titled, 'groking_epoch'));
    expect([message, hint]).toEqual([
      'unknown column: groking_epoch',
      'did you mean grokking_epoch?'
    ]);
  });

  it('rows are sorted by their names too, numbers as numbers', async () => {
    const row = (label: string) => ({ variant: {} as Variant, label, cells: {} });
    const table = { columns, remarks: [], rows: [row('p113 s2'), row('p59 s10'), row('p59 s9')] };
    const order = (descending?: boolean) =>
      sortedRows(table, 'Variant', descending).map(({ label }) => label);
    expect(order()).toEqual(['p59 s9', 'p59 s10', 'p113 s2']);
    expect(order(true)).toEqual(['p113 s2', 'p59 s10', 'p59 s9']);
  });
});

it('the key frequencies themselves stand beside their count', async () => {
  const variant = await full(temporaryFolder());
  const counts = [...[9, 90, 90], ...[0, 0, 0], ...[0, 0, 0], ...[12, 3, 10]];
  const shape = [4, 3];
  await writeSummary(variant, 'neuron_freq_norm', epochs, {
    specialized_count_per_freq: { dtype: 'float64', shape, data: Float64Array.from(counts) }
  });
  const { rows: found } = await variantTable([variant]);
  const { key_frequencies: count, key_frequency_list: list } = found[0].cells;
  expect([count, list]).toEqual([2, [1, 3]]);
  const none = await variantTable([variant], { k: 13 });
  expect(none.rows[0].cells).toMatchObject({ key_frequencies: 0, key_frequency_list: [] });
});

it('lists of frequencies are ordered by their first difference', () => {
  const row = (label: string, list: readonly number[] | null) => ({
    variant: {} as Variant,
    label,
    cells: { key_frequency_list: list }
  });
  const rows = [row('d', null), row('c', [5, 15]), row('b', [5]), row('a', [4, 30])];
  const sorted = sortedRows({ columns, remarks: [], rows }, 'key k');
  expect(sorted.map(({ label }) => label)).toEqual(['a', 'b', 'c', 'd']);
});
