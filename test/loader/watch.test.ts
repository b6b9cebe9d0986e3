import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  type Change,
  type Variant,
  watchVariant,
  writeArtifact,
  writeCheckpoint,
  writeLosses
} from '../../src/loader/index.ts';
import { countingLosses, freshVariant, tinyWeights } from '../helpers/fresh-variant.ts';

function watching(variant: Variant): Change[][] {
  const told: Change[][] = [];
  const watch = watchVariant(variant, (changes) => told.push([...changes]));
  onTestFinished(() => watch.close());
  return told;
}

const arrays = { x: { dtype: 'float32', shape: [1], data: Float32Array.of(1) } } as const;

test('tells what changed: losses, checkpoints, artifacts, also in folders made later', async () => {
  const variant = await freshVariant();
  const told = watching(variant);
  await writeLosses(variant, 0, countingLosses(0, 3));
  await vi.waitFor(() => expect(told.flat()).toContain('losses'), 15_000);
  await writeCheckpoint(variant, 0, tinyWeights(1));
  await vi.waitFor(() => expect(told.flat()).toContain('checkpoints'), 15_000);
  await writeArtifact(variant, 'coarseness', 0, arrays);
  await vi.waitFor(() => expect(told.flat()).toContain('artifacts'), 15_000);
  const before = told.flat().length;
  await writeArtifact(variant, 'coarseness', 10, arrays);
  await vi.waitFor(() => expect(told.flat().slice(before)).toContain('artifacts'), 15_000);
});

test('tells of the artifacts of the pairs that are seen, as they come', async () => {
  const variant = await freshVariant();
  const rows = Int32Array.of(1);
  const probe = { id: 'probe_x_0', text: '0+1', rows, analyzers: ['coarseness'] };
  const some = { ...variant, probe };
  await writeArtifact(some, 'coarseness', 0, arrays);
  const [told, whole] = [watching(some), watching(variant)];
  await writeArtifact(some, 'coarseness', 10, arrays);
  await vi.waitFor(() => expect(told.flat()).toContain('artifacts'), 15_000);
  expect(whole.flat()).not.toContain('artifacts');
});

test('many changes at once are told together', async () => {
  const variant = await freshVariant();
  const told = watching(variant);
  const started = performance.now();
  for (let epoch = 0; epoch < 40; epoch++) {
    await writeLosses(variant, epoch, countingLosses(epoch, 1));
    await writeCheckpoint(variant, epoch, tinyWeights(1));
  }
  await vi.waitFor(() => expect(told.flat()).toContain('checkpoints'), 15_000);
  expect(told.length).toBeLessThan(2 + (performance.now() - started) / 150);
});

test('temporary files and other files are not told', async () => {
  const variant = await freshVariant();
  const told = watching(variant);
  writeFileSync(join(variant.path, 'notes.txt'), 'mine');
  await writeCheckpoint(variant, 0, tinyWeights(1));
  await vi.waitFor(() => expect(told.flat()).toContain('checkpoints'), 15_000);
  expect([...new Set(told.flat())]).toEqual(['checkpoints']);
});

test('a folder that vanishes and returns is no harm, and after close nothing is told', async () => {
  const variant = await freshVariant();
  const told: unknown[] = [];
  const watch = watchVariant(variant, (changes) => told.push(changes));
  rmSync(variant.path, { recursive: true });
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0), 15_000);
  mkdirSync(join(variant.path, 'checkpoints'), { recursive: true });
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(1), 15_000);
  watch.close();
  const before = told.length;
  const other = watching(variant);
  await writeCheckpoint(variant, 0, tinyWeights(1));
  await vi.waitFor(() => expect(other.flat()).toContain('checkpoints'), 15_000);
  expect(told).toHaveLength(before);
});
