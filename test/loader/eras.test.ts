import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  analyzersOf,
  artifactEpochs,
  checkpointEpochs,
  findVariant,
  hasAcross,
  hasSummary,
  listVariants,
  readAcross,
  readArtifact,
  readCheckpoint,
  readLosses,
  readMetadata,
  readSummary,
  type Variant,
  writeArtifact
} from '../../src/loader/index.ts';
import { eraAAnalyzers, eraC, makeEraA, makeEraB } from '../helpers/eras.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const epochs = [0, 10, 20, 30, 40, 50, 59];
const c = eraC();

test.skipIf(c === null)('eras A, B and C give equal facts and arrays', async () => {
  const results = temporaryFolder();
  makeEraA(results, c!, epochs);
  makeEraB(results, c!);
  const [b, a] = (await listVariants(results)) as [Variant, Variant];
  const reference = await findVariant('.', c!);
  expect([reference.era, b.era, a.era]).toEqual(['C', 'B', 'A']);
  for (const variant of [a, b]) {
    const { family, parameters, state, config, problem } = variant;
    expect({ family, parameters, state, problem }).toEqual({
      family: 'modulo_addition_1layer',
      parameters: { prime: 13, seed: 999, data_seed: 598, fraction: 0.3 },
      state: 'analyzed',
      problem: undefined
    });
    expect(config).toEqual(reference.config);
    expect(await checkpointEpochs(variant)).toEqual(epochs);
    expect(await readLosses(variant)).toEqual(await readLosses(reference));
    expect(await readMetadata(variant)).toEqual(await readMetadata(reference));
    for (const epoch of epochs) {
      expect(await readCheckpoint(variant, epoch)).toEqual(await readCheckpoint(reference, epoch));
      for (const analyzer of eraAAnalyzers) {
        expect(await artifactEpochs(variant, analyzer)).toEqual(epochs);
        const expected = await readArtifact(reference, analyzer, epoch);
        expect(await readArtifact(variant, analyzer, epoch)).toEqual(expected);
        const [key] = Object.keys(expected);
        expect(Object.keys(await readArtifact(variant, analyzer, epoch, [key]))).toEqual([key]);
      }
    }
  }
  expect(analyzersOf(a)).toEqual(eraAAnalyzers);
  expect(analyzersOf(b)).toEqual(analyzersOf(reference));
  expect((await userErrorOf(() => readArtifact(a, 'dominant_frequencies', 33))).hint).toContain(
    '30, 40'
  );
});

test.skipIf(c === null)(
  'era A’s final weights are the last checkpoint where that file is gone',
  async () => {
    const path = makeEraA(temporaryFolder(), c!, epochs);
    const variant = await findVariant('.', path);
    const last = await readCheckpoint(variant, 59);
    rmSync(join(path, 'checkpoints', 'checkpoint_epoch_00059.safetensors'));
    expect(await checkpointEpochs(variant)).toEqual(epochs);
    expect(await readCheckpoint(variant, 59)).toEqual(last);
  }
);

test.skipIf(c === null)(
  'new artifacts go beside era A’s stacked files and win over them',
  async () => {
    const path = makeEraA(temporaryFolder(), c!, epochs);
    const variant = await findVariant('.', path);
    const newer = {
      coefficients: { dtype: 'float32', shape: [1], data: Float32Array.of(7) }
    } as const;
    await writeArtifact(variant, 'dominant_frequencies', 10, newer);
    await writeArtifact(variant, 'dominant_frequencies', 55, newer);
    expect(await readArtifact(variant, 'dominant_frequencies', 10)).toEqual(newer);
    expect(await artifactEpochs(variant, 'dominant_frequencies')).toEqual([
      0, 10, 20, 30, 40, 50, 55, 59
    ]);
  }
);

test.skipIf(c === null)('a damaged stacked file is a UserError that names it', async () => {
  const path = makeEraA(temporaryFolder(), c!, epochs);
  const file = join(path, 'artifacts', 'neuron_freq_norm.npz');
  writeFileSync(file, readFileSync(file).subarray(0, 900));
  const variant = await findVariant('.', path);
  expect(
    (await userErrorOf(() => readArtifact(variant, 'neuron_freq_norm', 10))).message
  ).toContain(file);
});

test.skipIf(c === null)('every file of the Python workbench is read', async () => {
  const variant = await findVariant('.', c!);
  let files = (await checkpointEpochs(variant)).length;
  for (const analyzer of analyzersOf(variant)) {
    for (const epoch of await artifactEpochs(variant, analyzer)) {
      expect(Object.keys(await readArtifact(variant, analyzer, epoch)).length).toBeGreaterThan(0);
      files++;
    }
    if (hasSummary(variant, analyzer)) {
      const summary = await readSummary(variant, analyzer);
      for (const { shape } of Object.values(summary)) expect(shape[0]).toBe(7);
      files++;
    }
    if (hasAcross(variant, analyzer)) {
      expect(Object.keys(await readAcross(variant, analyzer)).length).toBeGreaterThan(0);
      files++;
    }
  }
  const onDisk = readdirSync(c!, { recursive: true, encoding: 'utf8' });
  expect(files).toBe(onDisk.filter((name) => /\.(npz|safetensors)$/.test(name)).length);
});
