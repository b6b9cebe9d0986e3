import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  createVariant,
  pinned,
  readProvenance,
  updateManifest,
  type Variant,
  writeArtifact,
  writeSummary
} from '../../src/loader/index.ts';
import { freshVariant, smallRecipe } from '../helpers/fresh-variant.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const arrays = {
  x: { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) },
  z: { dtype: 'complex128', shape: [1, 1], data: Float64Array.of(1, 2) }
} as const;
const record = (analyzer: string) => ({ analyzer, version: 1, parameters: {}, epochs: [10] });
const entries = (variant: Variant) =>
  JSON.parse(readFileSync(join(variant.path, 'artifacts', 'manifest.json'), 'utf8')).analyzers;

test('shapes and dtypes that a killed analysis could not note are read from its files', async () => {
  const [killed, whole] = [await freshVariant(), await freshVariant()];
  for (const variant of [killed, whole]) {
    await updateManifest(variant, [record('coarseness')]);
    await writeArtifact(variant, 'coarseness', 10, arrays);
  }
  await updateManifest(killed, [record('coarseness')]);
  await updateManifest(whole, [{ ...record('coarseness'), arrays }]);
  const { shapes, dtypes } = entries(killed).coarseness;
  expect({ shapes, dtypes }).toEqual({
    shapes: { x: [2], z: [1, 1] },
    dtypes: { x: 'float32', z: 'complex128' }
  });
  const { updated_at, ...known } = entries(whole).coarseness;
  expect({ ...entries(killed).coarseness, updated_at: '' }).toEqual({ ...known, updated_at: '' });
});

test('of many that update the manifest at once none is lost', async () => {
  const variant = await freshVariant();
  const ids = Array.from({ length: 12 }, (_, i) => `analyzer_${i}`);
  await Promise.all(ids.map((id) => updateManifest(variant, [record(id)])));
  expect(Object.keys(await readProvenance(variant)).sort()).toEqual([...ids].sort());
});

test('nothing of an analysis is written beside a run that replaced its own', async () => {
  const variant = await freshVariant();
  const run = pinned(variant);
  await writeArtifact(run, 'coarseness', 0, arrays);
  await createVariant(join(variant.path, '../..'), await smallRecipe(), { force: true });
  for (const work of [
    () => writeArtifact(run, 'coarseness', 10, arrays),
    () => writeSummary(run, 'coarseness', [0], arrays),
    () => updateManifest(run, [record('coarseness')])
  ]) {
    const error = await userErrorOf(work);
    expect(error.message).toBe(`run was replaced meanwhile: ${variant.name}`);
    expect(error.hint).toBe(`start again: grokscope analyze ${variant.name}`);
  }
  await writeArtifact(pinned(variant), 'coarseness', 10, arrays);
});
