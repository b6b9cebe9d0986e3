import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readNpz, readNpzTexts, writeNpz } from '../../src/codec/index.ts';
import { readNpyTexts } from '../../src/codec/npy-text.ts';
import { npy } from '../helpers/npy-file.ts';
import { pythonWithNumpy, runPython } from '../helpers/numpy.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const traps = readFileSync(new URL('../fixtures/numpy-traps.npz', import.meta.url));

test('texts that NumPy wrote are read, in row-major order, beyond 16 bits and empty', () => {
  expect(readNpzTexts(traps)).toEqual({
    text: ['kmeans', 'é', '𝜎'],
    fortran_text: ['a', 'b', 'c', 'd'],
    empty_text: ['']
  });
});

test('asking for what is no text, or absent, is an error that says so', async () => {
  const ask = (key: string) => userErrorOf(() => readNpzTexts(traps, { keys: [key] }));
  expect((await ask('f4')).message).toBe('unsupported npz: f4 has the type <f4, not text');
  expect((await ask('bytes')).message).toContain('|S2, not text');
  expect((await ask('nothing')).message).toBe('missing array: nothing');
});

test('big-endian texts are read', () => {
  const payload = Uint8Array.of(0, 0, 0, 0x61, 0, 1, 0xd7, 0x0e);
  const file = npy("'>U2', 'fortran_order': False, 'shape': ()", payload);
  expect(readNpyTexts(file, 'x')).toEqual(['a\u{1d70e}']);
});

test('a length that contradicts the shape, a code beyond Unicode and a bomb are damage', async () => {
  const read = (type: string, shape: string, payload: Uint8Array<ArrayBuffer>) =>
    userErrorOf(() =>
      readNpyTexts(npy(`'${type}', 'fortran_order': False, 'shape': ${shape}`, payload), 'x')
    );
  expect((await read('<U2', '(2,)', new Uint8Array(12))).message).toBe(
    'damaged npz: x holds 12 bytes, its texts need 16'
  );
  expect((await read('<U1', '()', Uint8Array.of(0, 0, 0x11, 0))).message).toContain('110000');
  expect((await read('<U0', '(9999999999,)', new Uint8Array(0))).message).toContain('claims');
});

const sample = {
  ids: { shape: [2, 2], texts: ['a', '', '𝜎é', 'probe_0003'] },
  when: { shape: [], texts: ['2025-11-25T10:00:00.137211'] },
  none: { shape: [0], texts: [] },
  numbers: { dtype: 'int64', shape: [], data: Float64Array.of(250) }
} as const;

test('what is written is read again, numbers beside texts', () => {
  const bytes = writeNpz(sample);
  expect(readNpzTexts(bytes)).toEqual({
    ids: sample.ids.texts,
    when: sample.when.texts,
    none: []
  });
  expect(readNpz(bytes)).toEqual({ numbers: sample.numbers });
  expect(() => writeNpz({ x: { shape: [2], texts: ['a'] } })).toThrow(RangeError);
});

test('NumPy reads them as <U arrays, without pickles', () => {
  const python = pythonWithNumpy();
  if (python === null) return;
  const path = join(temporaryFolder(), 'x.npz');
  writeFileSync(path, writeNpz(sample));
  const script = `
import sys, json, numpy
z = numpy.load(sys.argv[1], allow_pickle=False)
print(json.dumps([[str(z[n].dtype), list(z[n].shape), z[n].tolist()] for n in z.files]))`;
  expect(JSON.parse(runPython(python, script, path))).toEqual([
    ['<U10', [2, 2], [sample.ids.texts.slice(0, 2), sample.ids.texts.slice(2)]],
    ['<U26', [], sample.when.texts[0]],
    ['<U1', [0], []],
    ['int64', [], 250]
  ]);
});

test('the embeddings that the origin wrote: half floats, texts and 0-d arrays', () => {
  const path = shared('data/learning/syllo-run/status/embeddings/checkpoint_250.npz');
  if (path === null) return;
  const bytes = readFileSync(path);
  const texts = readNpzTexts(bytes);
  expect(Object.keys(texts)).toEqual(['probe_ids', 'categories', 'difficulties', 'timestamp']);
  expect(texts.probe_ids.slice(94)).toEqual(['probe_0094', 'probe_0095']);
  expect(texts.timestamp[0]).toMatch(/^2025-11-25T10:0\d:\d\d\.\d{6}$/);
  const { step, last_layer } = readNpz(bytes);
  expect([step.shape, step.data[0], last_layer.dtype, last_layer.shape]).toEqual([
    [],
    250,
    'float16',
    [96, 64]
  ]);
});
