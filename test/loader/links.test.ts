import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  createVariant,
  lockVariant,
  readArtifact,
  readVariant,
  updateManifest,
  type Variant,
  writeArtifact,
  writeCheckpoint,
  writeLosses
} from '../../src/loader/index.ts';
import {
  countingLosses,
  freshVariant,
  smallRecipe,
  tinyWeights
} from '../helpers/fresh-variant.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const arrays = { x: { dtype: 'float32', shape: [1], data: Float32Array.of(1) } } as const;

/** Moves a part of a variant elsewhere and links it; returns where it lies. */
function linkedAway(variant: Variant, part: string, elsewhere = temporaryFolder()): string {
  const target = join(elsewhere, 'moved');
  renameSync(join(variant.path, part), target);
  symlinkSync(target, join(variant.path, part));
  return target;
}

test('an artifact folder that is a link is read, and not written through', async () => {
  const variant = await freshVariant();
  await writeArtifact(variant, 'coarseness', 0, arrays);
  const target = linkedAway(variant, 'artifacts/coarseness');
  expect(await readArtifact(variant, 'coarseness', 0)).toEqual(arrays);
  const error = await userErrorOf(() => writeArtifact(variant, 'coarseness', 10, arrays));
  expect(error.message).toBe(
    `not written through a link to ${target}: ${variant.path}/artifacts/coarseness`
  );
  expect(error.hint).toContain('work on it where it lies');
  expect(readdirSync(target)).toEqual(['epoch_00000.npz']);
  await writeArtifact(variant, 'neuron_dynamics', 0, arrays);
});

test('neither manifest nor checkpoints are written through a link, nor a link to nowhere', async () => {
  const variant = await freshVariant();
  await writeCheckpoint(variant, 0, tinyWeights(0));
  const checkpoints = linkedAway(variant, 'checkpoints');
  await userErrorOf(() => writeCheckpoint(variant, 1, tinyWeights(1)));
  expect(readdirSync(checkpoints)).toEqual(['checkpoint_epoch_00000.safetensors']);
  const nowhere = join(temporaryFolder(), 'nowhere');
  symlinkSync(nowhere, join(variant.path, 'artifacts'));
  const record = { analyzer: 'coarseness', version: 1, parameters: {}, epochs: [] };
  const error = await userErrorOf(() => updateManifest(variant, [record]));
  expect(error.message).toContain('not written through a link to nowhere: ');
  expect(existsSync(nowhere)).toBe(false);
});

test('losses that are a link are not written, whether or not it leads somewhere', async () => {
  const variant = await freshVariant();
  const target = join(temporaryFolder(), 'target');
  symlinkSync(target, join(variant.path, 'losses'));
  await userErrorOf(() => writeLosses(variant, 0, countingLosses(0, 3)));
  expect(existsSync(target)).toBe(false);
});

test('a variant that is a link is neither locked nor replaced; where it lies, it is', async () => {
  const results = temporaryFolder();
  const recipe = await smallRecipe();
  const variant = await createVariant(results, recipe);
  await writeCheckpoint(variant, 0, tinyWeights(0));
  const target = join(temporaryFolder(), 'moved');
  renameSync(variant.path, target);
  symlinkSync(target, variant.path);
  for (const work of [
    () => createVariant(results, recipe, { force: true }),
    () => lockVariant(variant.path, 'training'),
    () => writeArtifact(variant, 'coarseness', 0, arrays)
  ])
    expect((await userErrorOf(work)).message).toBe(
      `not written through a link to ${target}: ${variant.path}`
    );
  expect(readdirSync(target).sort()).toEqual(['checkpoints', 'config.json']);
  expect((await readVariant(variant.path)).state).toBe('trained');
  await writeArtifact(await readVariant(target), 'coarseness', 0, arrays);
  process.env.GROKSCOPE_FOLLOW_LINKS = '1';
  onTestFinished(() => void delete process.env.GROKSCOPE_FOLLOW_LINKS);
  await writeArtifact(variant, 'coarseness', 10, arrays);
  expect(readdirSync(join(target, 'artifacts', 'coarseness'))).toHaveLength(2);
});

test('links within the family’s folder, and a family that is a link, are a place like any other', async () => {
  const results = temporaryFolder();
  const recipe = await smallRecipe();
  const family = join(temporaryFolder(), 'family');
  mkdirSync(family);
  symlinkSync(family, join(results, recipe.family));
  const variant = await createVariant(results, recipe);
  const target = linkedAway(variant, 'checkpoints', family);
  await writeCheckpoint(variant, 0, tinyWeights(0));
  expect(readdirSync(target)).toHaveLength(1);
});

test('force deletes links and nothing behind them', async () => {
  const results = temporaryFolder();
  const recipe = await smallRecipe();
  const variant = await createVariant(results, recipe);
  await writeCheckpoint(variant, 0, tinyWeights(0));
  await writeArtifact(variant, 'coarseness', 0, arrays);
  const checkpoints = linkedAway(variant, 'checkpoints');
  const artifacts = linkedAway(variant, 'artifacts/coarseness');
  const losses = join(temporaryFolder(), 'losses');
  symlinkSync(losses, join(variant.path, 'losses'));
  await createVariant(results, recipe, { force: true });
  expect(readdirSync(variant.path).sort()).toEqual(['checkpoints', 'config.json']);
  expect(readdirSync(checkpoints)).toEqual(['checkpoint_epoch_00000.safetensors']);
  expect(readdirSync(artifacts)).toEqual(['epoch_00000.npz']);
  await writeCheckpoint(variant, 1, tinyWeights(1));
  expect(readdirSync(checkpoints)).toHaveLength(1);
  expect(readFileSync(join(variant.path, 'config.json'), 'utf8')).toContain('"prime": 13');
});
