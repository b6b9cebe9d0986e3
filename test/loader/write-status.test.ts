import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { embeddingFiles, readEmbeddings } from '../../src/loader/status/embeddings.ts';
import { readStatus } from '../../src/loader/status/read-status.ts';
import {
  writeEmbeddings,
  writeHardBoard,
  writeStatusHistory,
  writeStatusProbes,
  writeUmapCoords
} from '../../src/loader/status/write-status.ts';
import { pythonWithNumpy, runPython } from '../helpers/numpy.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const syllo = shared('data/learning/syllo-run/status');
const jsonAt = (...path: readonly string[]) =>
  JSON.parse(readFileSync(join(...path), 'utf8')) as Record<string, unknown>;

const layer = (value: number) =>
  ({ dtype: 'float32', shape: [2, 3], data: new Float32Array(6).fill(value) }) as const;
const embeddings = {
  step: 250,
  timestamp: '2026-01-02T03:04:05.678Z',
  ids: ['probe_0000', 'p𝜎'],
  categories: ['bin', ''],
  difficulties: ['easy', 'hard'],
  lastLayer: layer(0.5),
  midLayer: layer(-1.5)
};

test('what the origin wrote is written again as it was', async () => {
  if (syllo === null) return;
  const folder = join(temporaryFolder(), 'status');
  const read = await readStatus(syllo);
  await writeHardBoard(folder, read.hardBoard!.value);
  await writeUmapCoords(folder, read.umapCoords!.value);
  await writeStatusProbes(folder, read.probeSet!.value.probes, '2025-11-25T10:00:00.137211');
  await writeStatusHistory(folder, read.history!.value);
  for (const file of embeddingFiles(join(syllo, 'embeddings')))
    await writeEmbeddings(folder, await readEmbeddings(file));
  for (const file of [
    'hard_example_board.json',
    'embeddings/umap_coords.json',
    'embeddings/probe_set.json'
  ])
    expect([file, jsonAt(folder, file)]).toEqual([file, jsonAt(syllo, file)]);
  const again = await readStatus(folder);
  for (const part of ['hardBoard', 'umapCoords', 'probeSet', 'history'] as const)
    expect(again[part]).toEqual(read[part]);
  expect(again.problems.every(({ kind }) => kind === 'missing')).toBe(true);
  expect(again.embeddings.map(({ step, ids }) => [step, ids.length])).toEqual(
    read.embeddings.map(({ step, ids }) => [step, ids.length])
  );
  for (const { step } of read.embeddings) {
    const path = join('embeddings', `checkpoint_${step}.npz`);
    expect(await readEmbeddings({ path: join(folder, path), step })).toEqual(
      await readEmbeddings({ path: join(syllo, path), step })
    );
  }
});

test('NumPy reads the embeddings without pickles, with the types that it writes itself', async () => {
  const python = pythonWithNumpy();
  if (python === null) return;
  const folder = temporaryFolder();
  await writeEmbeddings(folder, embeddings);
  const script = `
import sys, json, numpy
z = numpy.load(sys.argv[1], allow_pickle=False)
print(json.dumps({n: [str(z[n].dtype), list(z[n].shape), z[n].tolist()] for n in z.files}))`;
  const path = join(folder, 'embeddings', 'checkpoint_250.npz');
  expect(JSON.parse(runPython(python, script, path))).toEqual({
    last_layer: ['float32', [2, 3], new Array(2).fill([0.5, 0.5, 0.5])],
    mid_layer: ['float32', [2, 3], new Array(2).fill([-1.5, -1.5, -1.5])],
    probe_ids: ['<U10', [2], embeddings.ids],
    categories: ['<U3', [2], embeddings.categories],
    difficulties: ['<U4', [2], embeddings.difficulties],
    step: ['int64', [], 250],
    timestamp: ['<U26', [], embeddings.timestamp]
  });
  if (syllo === null) return;
  const kinds = `
import sys, numpy
print([sorted((n, z[n].dtype.kind, z[n].ndim) for n in z.files) for z in map(numpy.load, sys.argv[1:])])`;
  const [ours, theirs] = [path, join(syllo, 'embeddings', 'checkpoint_250.npz')].map((file) =>
    runPython(python, kinds, file)
  );
  expect(ours).toBe(theirs);
});

test('embeddings without a row for each probe are our own bug', () => {
  expect(() => writeEmbeddings(temporaryFolder(), { ...embeddings, ids: ['x'] })).toThrow(
    RangeError
  );
});

test('nothing is written for what is not known', async () => {
  const folder = temporaryFolder();
  const entry = { checkpoint: null, timestamp: null, errorTypes: {} };
  await writeHardBoard(folder, {
    examples: ['a', 'b'],
    entries: [
      { ...entry, step: 1, results: {} },
      { ...entry, step: 2, results: { a: true } }
    ]
  });
  expect(jsonAt(folder, 'hard_example_board.json').entries).toEqual([
    {
      checkpoint: 'checkpoint-2',
      step: 2,
      timestamp: '',
      results: { a: true },
      total_correct: 1,
      total: 1,
      accuracy: 1,
      error_types: {}
    }
  ]);
  const points = { a: [1, 2], b: [Number.NaN, 2], c: [1, Infinity] } as const;
  await writeUmapCoords(folder, { method: 'pca', layer: null, slices: [{ step: 3, points }] });
  expect(jsonAt(folder, 'embeddings', 'umap_coords.json').coords).toEqual({ 3: { a: [1, 2] } });
});

test('no file is written through a link that leads out of the folder', async () => {
  const [folder, elsewhere] = [join(temporaryFolder(), 'status'), temporaryFolder()];
  mkdirSync(folder);
  symlinkSync(elsewhere, join(folder, 'embeddings'));
  const error = await userErrorOf(() => writeEmbeddings(folder, embeddings));
  expect(error.message).toContain(`not written through a link to ${elsewhere}`);
  expect(readdirSync(elsewhere)).toEqual([]);
});
