import { readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkpointFile } from '../../src/loader/files/epoch-file.ts';
import {
  checkpointEpochs,
  readCheckpoint,
  readInitial,
  readResumeState,
  type Variant,
  writeCheckpoint,
  writeInitial,
  writeLosses,
  writeMetadata,
  writeOptimizer
} from '../../src/loader/index.ts';
import { countingLosses, freshVariant, tinyWeights } from '../helpers/fresh-variant.ts';
import { userErrorOf } from '../helpers/user-error.ts';

/** A run that stopped at some point after saving epoch 9 and 19. */
async function stopped(): Promise<Variant> {
  const variant = await freshVariant();
  await writeInitial(variant, tinyWeights(-1));
  for (const epoch of [9, 19]) {
    await writeLosses(variant, epoch - 9, countingLosses(epoch - 9, 10));
    await writeCheckpoint(variant, epoch, tinyWeights(epoch));
    await writeOptimizer(variant, epoch, tinyWeights(100 + epoch), { step: String(epoch + 1) });
  }
  return variant;
}

test('a run resumes from its last state: weights, optimizer and losses of the same epoch', async () => {
  const variant = await stopped();
  await writeLosses(variant, 20, countingLosses(20, 7));
  const state = await readResumeState(variant);
  expect(state).toEqual({
    epoch: 19,
    weights: tinyWeights(19),
    optimizer: tinyWeights(119),
    metadata: { epoch: '19', step: '20' },
    ...countingLosses(0, 20)
  });
  expect(await readInitial(variant)).toEqual(tinyWeights(-1));
});

test('killed between checkpoint and optimizer, it resumes from the state before', async () => {
  const variant = await stopped();
  await writeLosses(variant, 20, countingLosses(20, 10));
  await writeCheckpoint(variant, 29, tinyWeights(29));
  const state = await readResumeState(variant);
  expect([state!.epoch, state!.train.length]).toEqual([19, 20]);
});

test('without a losses file metadata.json gives the losses', async () => {
  const variant = await stopped();
  await writeMetadata(variant, { ...countingLosses(0, 25), trainIndices: [], testIndices: [] });
  rmSync(join(variant.path, 'losses'));
  expect((await readResumeState(variant))!.test).toEqual(countingLosses(0, 20).test);
});

test('a run that saved nothing yet starts at epoch 0', async () => {
  expect(await readResumeState(await freshVariant())).toBeNull();
});

test.each([
  ['no optimizer state was saved', (path: string) => rmSync(join(path, 'optimizer.safetensors'))],
  [
    'the checkpoint of epoch 19 is missing',
    (path: string) => rmSync(join(path, 'checkpoints', 'checkpoint_epoch_00019.safetensors'))
  ],
  [
    'the losses up to epoch 19 are missing',
    (path: string) => truncateSync(join(path, 'losses'), 16 * 15)
  ],
  ['damaged safetensors', (path: string) => truncateSync(join(path, 'optimizer.safetensors'), 50)],
  [
    'damaged safetensors',
    (path: string) =>
      truncateSync(join(path, 'checkpoints', 'checkpoint_epoch_00019.safetensors'), 50)
  ]
])('it cannot resume, and says what to do: %s', async (message, harm) => {
  const variant = await stopped();
  harm(variant.path);
  const error = await userErrorOf(() => readResumeState(variant));
  expect(error.message).toContain(message);
  expect(error.hint).toContain('grokscope train --force');
});

test('checkpoints are found by their files, whatever their width; others are ignored', async () => {
  const variant = await freshVariant();
  const folder = join(variant.path, 'checkpoints');
  await writeCheckpoint(variant, 100_000, tinyWeights(1));
  await writeCheckpoint(variant, 7, tinyWeights(2));
  for (const name of [
    'checkpoint_epoch_.safetensors',
    'checkpoint_epoch_00008.safetensors.tmp',
    '.checkpoint_epoch_00009.safetensors'
  ])
    writeFileSync(join(folder, name), '');
  expect(await checkpointEpochs(variant)).toEqual([7, 100_000]);
  expect(await readCheckpoint(variant, 100_000)).toEqual(tinyWeights(1));
});

test('a checkpoint whose name is padded otherwise is found all the same', async () => {
  const variant = await freshVariant();
  await writeCheckpoint(variant, 42, tinyWeights(3));
  const folder = join(variant.path, 'checkpoints');
  renameSync(join(folder, checkpointFile(42)), join(folder, 'checkpoint_epoch_42.safetensors'));
  expect(await checkpointEpochs(variant)).toEqual([42]);
  expect(await readCheckpoint(variant, 42)).toEqual(tinyWeights(3));
});

test('a missing epoch, a missing tensor and a damaged checkpoint are errors that help', async () => {
  const variant = await stopped();
  const absent = await userErrorOf(() => readCheckpoint(variant, 12));
  expect(absent.message).toBe(`missing checkpoint: epoch 12 of ${variant.name}`);
  expect(absent.hint).toBe('nearest stored epochs: 9, 19');
  const tensor = await userErrorOf(() => readCheckpoint(variant, 9, ['unembed.W_U']));
  expect(tensor.message).toContain('missing tensor: unembed.W_U in checkpoint of epoch 9');
  const file = join(variant.path, 'checkpoints', 'checkpoint_epoch_00009.safetensors');
  for (let length = 0; length < readFileSync(file).length; length += 5) {
    const copy = await stopped();
    truncateSync(join(copy.path, 'checkpoints', 'checkpoint_epoch_00009.safetensors'), length);
    const error = await userErrorOf(() => readCheckpoint(copy, 9));
    expect(error.message).toMatch(/^damaged safetensors: .*checkpoint_epoch_00009\.safetensors$/);
  }
});
