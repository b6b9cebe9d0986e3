import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Tensor } from '../../src/array/tensor.ts';
import { writeNpz } from '../../src/codec/index.ts';
import {
  analyzersOf,
  artifactEpochs,
  hasAcross,
  hasSummary,
  readAcross,
  readArtifact,
  readProvenance,
  readSummary,
  updateManifest,
  writeAcross,
  writeArtifact,
  writeSummary
} from '../../src/loader/index.ts';
import { freshVariant } from '../helpers/fresh-variant.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const vector = (...values: number[]): Tensor => ({
  dtype: 'float64',
  shape: [values.length],
  data: Float64Array.from(values)
});
const matrix = (columns: number, ...values: number[]): Tensor => ({
  dtype: 'float32',
  shape: [values.length / columns, columns],
  data: Float32Array.from(values)
});

test('artifacts are written and read by analyzer and epoch', async () => {
  const variant = await freshVariant();
  for (const epoch of [10, 0, 123_456])
    await writeArtifact(variant, 'coarseness', epoch, { coarseness: vector(epoch) });
  await writeAcross(variant, 'neuron_dynamics', { epochs: vector(0, 10) });
  expect(await artifactEpochs(variant, 'coarseness')).toEqual([0, 10, 123_456]);
  expect(await readArtifact(variant, 'coarseness', 123_456)).toEqual({
    coarseness: vector(123_456)
  });
  expect(await artifactEpochs(variant, 'neuron_dynamics')).toEqual([]);
  expect(await readAcross(variant, 'neuron_dynamics')).toEqual({ epochs: vector(0, 10) });
  expect([hasSummary(variant, 'coarseness'), hasAcross(variant, 'neuron_dynamics')]).toEqual([
    false,
    true
  ]);
  expect(analyzersOf(variant)).toEqual(['coarseness', 'neuron_dynamics']);
});

test('what is missing or damaged is an error with the command that mends it', async () => {
  const variant = await freshVariant();
  await writeArtifact(variant, 'coarseness', 10, { coarseness: vector(1) });
  const absent = await userErrorOf(() => readArtifact(variant, 'coarseness', 12));
  expect(absent.message).toBe('missing artifact: coarseness at epoch 12');
  expect(absent.hint).toBe(
    `nearest stored epochs: 10; or run: grokscope analyze ${variant.name} --analyzer coarseness`
  );
  expect((await userErrorOf(() => readArtifact(variant, 'coarseness', 10, ['x']))).message).toMatch(
    /^missing array: x/
  );
  expect((await userErrorOf(() => readSummary(variant, 'coarseness'))).message).toMatch(
    /^missing summary: coarseness/
  );
  expect((await userErrorOf(() => readAcross(variant, 'coarseness'))).message).toMatch(
    /^missing cross-epoch artifact/
  );
  const file = join(variant.path, 'artifacts', 'coarseness', 'epoch_00010.npz');
  writeFileSync(file, readFileSync(file).subarray(0, 60));
  const damaged = await userErrorOf(() => readArtifact(variant, 'coarseness', 10));
  expect(damaged.message).toContain(file);
  expect(damaged.hint).toContain('--force');
  for (const id of ['../../x', '', '.hidden', 'a/b', '\u001b[2J'])
    expect((await userErrorOf(() => readArtifact(variant, id, 0))).message).toMatch(
      /^unknown analyzer/
    );
});

test('summary rows are merged by epoch and sorted; new rows win', async () => {
  const variant = await freshVariant();
  await writeSummary(variant, 'a', [20, 0], { mean: vector(2, 0), hist: matrix(2, 20, 21, 0, 1) });
  await writeSummary(variant, 'a', [10, 20], {
    mean: vector(1, 9),
    hist: matrix(2, 10, 11, 90, 91)
  });
  expect(await readSummary(variant, 'a')).toEqual({
    epochs: { dtype: 'int64', shape: [3], data: Float64Array.of(0, 10, 20) },
    mean: vector(0, 1, 9),
    hist: matrix(2, 0, 1, 10, 11, 90, 91)
  });
});

test('a key that older rows lack is NaN there, and a key of another shape starts anew', async () => {
  const variant = await freshVariant();
  await writeSummary(variant, 'a', [0], { mean: vector(5), hist: matrix(2, 1, 2) });
  await writeSummary(variant, 'a', [10], { extra: vector(7), hist: matrix(3, 1, 2, 3) });
  const { mean, extra, hist } = await readSummary(variant, 'a');
  expect(mean).toEqual(vector(5, Number.NaN));
  expect(extra).toEqual(vector(Number.NaN, 7));
  expect(hist).toEqual(matrix(3, Number.NaN, Number.NaN, Number.NaN, 1, 2, 3));
});

test('summary arrays of another length mean that the model lacks them', async () => {
  const variant = await freshVariant();
  mkdirSync(join(variant.path, 'artifacts', 'a'), { recursive: true });
  const file = { epochs: vector(0, 10), pr_W_in: vector(3, 4), pr_W_Q: vector() };
  writeFileSync(join(variant.path, 'artifacts', 'a', 'summary.npz'), writeNpz(file));
  expect(Object.keys(await readSummary(variant, 'a'))).toEqual(['epochs', 'pr_W_in']);
});

test('a damaged summary is replaced by the next one', async () => {
  const variant = await freshVariant();
  await writeSummary(variant, 'a', [0], { mean: vector(5) });
  writeFileSync(join(variant.path, 'artifacts', 'a', 'summary.npz'), 'PK');
  await userErrorOf(() => readSummary(variant, 'a'));
  await writeSummary(variant, 'a', [10], { mean: vector(6) });
  expect((await readSummary(variant, 'a')).mean).toEqual(vector(6));
});

test('no temporary files stay behind', async () => {
  const variant = await freshVariant();
  await Promise.all([1, 2, 3, 4].map((v) => writeArtifact(variant, 'a', 0, { v: vector(v) })));
  expect(readdirSync(join(variant.path, 'artifacts', 'a'))).toEqual(['epoch_00000.npz']);
});

test('the manifest keeps the Python workbench’s keys and adds versions and parameters', async () => {
  const variant = await freshVariant();
  const path = join(variant.path, 'artifacts', 'manifest.json');
  mkdirSync(join(variant.path, 'artifacts'), { recursive: true });
  const theirs = {
    epochs_completed: [0],
    shapes: { x: [2] },
    dtypes: { x: 'float32' },
    updated_at: 'then'
  };
  writeFileSync(path, JSON.stringify({ analyzers: { theirs }, note: 1 }));
  await writeArtifact(variant, 'coarseness', 0, { coarseness: vector(1, 2) });
  const record = {
    analyzer: 'coarseness',
    version: 1,
    parameters: { blobThreshold: 0.8 },
    epochs: [0]
  };
  await updateManifest(variant, [{ ...record, arrays: { coarseness: vector(1, 2) } }], new Date(0));
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    analyzers: {
      theirs,
      coarseness: {
        epochs_completed: [0],
        shapes: { coarseness: [2] },
        dtypes: { coarseness: 'float64' },
        updated_at: '1970-01-01T00:00:00.000Z',
        grokscope: { version: 1, parameters: { blobThreshold: 0.8 }, epochs: [0], outdated: [] }
      }
    },
    note: 1,
    variant_params: { prime: 13, seed: 999, data_seed: 598 },
    family_name: 'modulo_addition_1layer'
  });
});

test('epochs of an older version are outdated until the new one has made them again', async () => {
  const variant = await freshVariant();
  const update = (version: number, epochs: number[]) =>
    updateManifest(variant, [{ analyzer: 'a', version, parameters: {}, epochs }]);
  await update(1, [20, 0]);
  await update(1, [10]);
  expect((await readProvenance(variant)).a).toMatchObject({ epochs: [0, 10, 20], outdated: [] });
  await update(2, [10]);
  expect((await readProvenance(variant)).a).toMatchObject({
    version: 2,
    epochs: [10],
    outdated: [0, 20]
  });
  await update(2, [0, 20]);
  expect((await readProvenance(variant)).a).toMatchObject({ epochs: [0, 10, 20], outdated: [] });
});

test('a damaged manifest is no obstacle', async () => {
  const variant = await freshVariant();
  mkdirSync(join(variant.path, 'artifacts'), { recursive: true });
  for (const text of [
    '{',
    '[]',
    '{"analyzers": 7}',
    '{"analyzers": {"a": {"grokscope": {"version": "x"}}}}'
  ]) {
    writeFileSync(join(variant.path, 'artifacts', 'manifest.json'), text);
    expect(await readProvenance(variant)).toEqual({});
  }
  await updateManifest(variant, [{ analyzer: 'a', version: 1, parameters: {}, epochs: [] }]);
  expect((await readProvenance(variant)).a.version).toBe(1);
});
