import { readFileSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  readLosses,
  readMetadata,
  type Variant,
  writeLosses,
  writeMetadata
} from '../../src/loader/index.ts';
import { countingLosses, freshVariant } from '../helpers/fresh-variant.ts';
import { pythonWithNumpy, runPython } from '../helpers/numpy.ts';
import { userErrorOf } from '../helpers/user-error.ts';

test('the losses file grows epoch by epoch and reads back exactly', async () => {
  const variant = await freshVariant();
  await writeLosses(variant, 0, countingLosses(0, 10));
  await writeLosses(variant, 10, countingLosses(10, 5));
  expect(await readLosses(variant)).toEqual(countingLosses(0, 15));
  expect(readFileSync(join(variant.path, 'losses'))).toHaveLength(16 * 16);
});

test('writing from an earlier epoch drops the rows after it', async () => {
  const variant = await freshVariant();
  await writeLosses(variant, 0, countingLosses(0, 10));
  await writeLosses(variant, 4, countingLosses(4, 2));
  expect(await readLosses(variant)).toEqual(countingLosses(0, 6));
  await expect(writeLosses(variant, 9, countingLosses(9, 1))).rejects.toThrow(RangeError);
  await expect(writeLosses(await freshVariant(), 1, countingLosses(1, 1))).rejects.toThrow(
    RangeError
  );
});

test('a losses file cut anywhere keeps its complete rows, and is written on from there', async () => {
  for (let length = 0; length <= 64; length++) {
    const variant = await freshVariant();
    await writeLosses(variant, 0, countingLosses(0, 3));
    truncateSync(join(variant.path, 'losses'), length);
    const rows = Math.max(0, Math.floor(length / 16) - 1);
    if (length < 16) await userErrorOf(() => readLosses(variant));
    else expect(await readLosses(variant)).toEqual(countingLosses(0, rows));
    await writeLosses(variant, rows, countingLosses(rows, 2));
    expect(await readLosses(variant)).toEqual(countingLosses(0, rows + 2));
  }
});

test('of losses and metadata.json the newer one counts', async () => {
  const variant = await freshVariant();
  await writeLosses(variant, 0, countingLosses(0, 4));
  await writeMetadata(variant, { ...countingLosses(0, 3), trainIndices: [2], testIndices: [1, 0] });
  age(variant, 'losses', 100);
  expect((await readLosses(variant)).train).toHaveLength(3);
  age(variant, 'metadata.json', 200);
  expect((await readLosses(variant)).train).toHaveLength(4);
  writeFileSync(join(variant.path, 'losses'), 'something else altogether');
  expect((await readLosses(variant)).train).toHaveLength(3);
});

test('no row is ever written into a file that is no losses file', async () => {
  const variant = await freshVariant();
  writeFileSync(join(variant.path, 'losses'), 'notes about my losses');
  expect(
    (await userErrorOf(() => writeLosses(variant, 0, countingLosses(0, 1)))).message
  ).toContain('not a losses file');
  expect(readFileSync(join(variant.path, 'losses'), 'utf8')).toBe('notes about my losses');
});

test('metadata.json keeps losses exactly, diverged ones too, as Python writes them', async () => {
  const variant = await freshVariant();
  const train = Float64Array.of(0.1 + 0.2, Number.NaN, Infinity);
  const test = Float64Array.of(1e-300, -Infinity, 5);
  await writeMetadata(variant, { train, test, trainIndices: [3, 1], testIndices: [0, 2] });
  expect(readFileSync(join(variant.path, 'metadata.json'), 'utf8')).toBe(
    '{"train_losses": [0.30000000000000004, NaN, Infinity], "test_losses": [1e-300, -Infinity, 5], ' +
      '"train_indices": [3, 1], "test_indices": [0, 2], "checkpoint_epochs": [], "num_epochs": 3}'
  );
  const read = await readMetadata(variant);
  expect(read).toEqual({
    train,
    test,
    trainIndices: Float64Array.of(3, 1),
    testIndices: Float64Array.of(0, 2),
    epochs: 3
  });
});

test('Python reads both files', async (context) => {
  const python = pythonWithNumpy();
  if (python === null) return context.skip('no Python with NumPy');
  const variant = await freshVariant();
  await writeLosses(variant, 0, countingLosses(0, 4));
  await writeMetadata(variant, { ...countingLosses(0, 4), trainIndices: [1], testIndices: [0] });
  const script = `
import sys, json, numpy as np
rows = np.fromfile(sys.argv[1] + '/losses', '<f8', offset=16).reshape(-1, 2)
meta = json.load(open(sys.argv[1] + '/metadata.json'))
print(rows[:, 0].tolist() == meta['train_losses'], rows[:, 1].tolist() == meta['test_losses'], meta['num_epochs'])`;
  expect(runPython(python, script, variant.path).trim()).toBe('True True 4');
});

test.each([
  ['{"train_losses": [1, 2', 'damaged json: it breaks off'],
  ['', 'damaged json: it is empty'],
  ['{"train_losses": [1, 2]}', 'test_losses is no list of numbers'],
  ['{"train_losses": [1, 2], "test_losses": [1]}', '2 train losses, but 1 test losses'],
  ['{"train_losses": [1, "2"], "test_losses": [1, 2]}', 'train_losses is no list of numbers'],
  ['{"train_losses": 5, "test_losses": [1, 2]}', 'train_losses is no list of numbers']
])('the damaged metadata.json %j is a UserError that names the file', async (text, message) => {
  const variant = await freshVariant();
  writeFileSync(join(variant.path, 'metadata.json'), text);
  const error = await userErrorOf(() => readLosses(variant));
  expect(error.message).toContain(message);
  expect(error.message).toContain(join(variant.path, 'metadata.json'));
  expect(error.hint).toContain('copy metadata.json again');
});

test('a large metadata.json is read once while it does not change', async () => {
  const variant = await freshVariant();
  const many = countingLosses(0, 40_000);
  await writeMetadata(variant, { ...many, trainIndices: [], testIndices: [] });
  const first = await readMetadata(variant);
  expect(first.train).toEqual(many.train);
  expect(await readMetadata(variant)).toBe(first);
  await writeMetadata(variant, { ...countingLosses(0, 2), trainIndices: [], testIndices: [] });
  expect((await readMetadata(variant)).train).toHaveLength(2);
});

test('a variant without losses says what to do', async () => {
  const error = await userErrorOf(async () => readLosses(await freshVariant()));
  expect(error.message).toContain('missing losses: modulo_addition_1layer_p13_seed999_dseed598');
});

function age(variant: Variant, name: string, seconds: number): void {
  const then = Date.now() / 1000 - seconds;
  utimesSync(join(variant.path, name), then, then);
}
