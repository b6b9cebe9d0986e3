import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import type { NamedArrays, Tensor } from '../../src/array/tensor.ts';
import { readNpz, writeNpz } from '../../src/codec/index.ts';
import { pythonWithNumpy, runPython } from '../helpers/numpy.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

/** Every kind of array, written by numpy.savez_compressed: DEFLATE, local headers with ZIP64 sizes of 0xFFFFFFFF. */
const traps = readFileSync(new URL('../fixtures/numpy-traps.npz', import.meta.url));

const counting = Array.from({ length: 24 }, (_, i) => i);

test('reads every dtype that NumPy writes', () => {
  const arrays = readNpz(traps);
  const expected: Record<string, [string, readonly number[], readonly number[]]> = {
    f2: [
      'float16',
      [9],
      [0, -0, 1, 65504, 2 ** -24, Infinity, -Infinity, Number.NaN, 0.0999755859375]
    ],
    f4: ['float32', [2, 2], [1.5, -2, Number.NaN, Infinity]],
    f8: ['float64', [3], [Math.PI, -1e300, 5e-324]],
    i1: ['int8', [2], [-128, 127]],
    i2: ['int16', [2], [-32768, 32767]],
    i4: ['int32', [2], [-(2 ** 31), 2 ** 31 - 1]],
    i8: ['int64', [5], [-(2 ** 53), 2 ** 53, -1, 0, 2 ** 33 + 5]],
    u1: ['uint8', [2], [0, 255]],
    u2: ['uint16', [1], [65535]],
    u4: ['uint32', [1], [2 ** 32 - 1]],
    u8: ['uint64', [1], [2 ** 53]],
    b1: ['bool', [2, 2], [1, 0, 0, 1]],
    c8: ['complex128', [1], [1, 2]],
    c16: ['complex128', [2, 2], [1, 2, 3, -4, 0, 5, -6, 0]],
    scalar: ['float64', [], [7]],
    yes: ['bool', [], [1]],
    none: ['float64', [0], []],
    rows: ['float32', [3, 0], []],
    'a b/é': ['float64', [3], [0, 1, 2]]
  };
  for (const [name, [dtype, shape, data]] of Object.entries(expected)) {
    expect([name, arrays[name].dtype, arrays[name].shape]).toEqual([name, dtype, shape]);
    expect([...arrays[name].data]).toEqual(data);
  }
});

test('puts Fortran-ordered arrays into row-major order', () => {
  const { fortran, fortran_complex, fortran_bool } = readNpz(traps);
  expect(fortran.shape).toEqual([2, 3, 4]);
  expect([...fortran.data]).toEqual(counting);
  expect([...fortran_complex.data]).toEqual(counting.map((i) => Math.floor(i / 2)));
  expect([...fortran_bool.data]).toEqual(counting.slice(0, 12).map((i) => (i + 1) % 2));
});

test('leaves out text, and says so to who asks for it', () => {
  const arrays = readNpz(traps);
  for (const name of ['text', 'fortran_text', 'bytes', 'empty_text']) {
    expect(Object.keys(arrays)).not.toContain(name);
    expect(() => arrays[name]).toThrow(`${name} holds text, not numbers`);
    expect(() => readNpz(traps, { keys: [name] })).toThrow(`${name} holds text, not numbers`);
  }
});

test('reads only the keys asked for', () => {
  expect(Object.keys(readNpz(traps, { keys: ['i1', 'f8'] })).sort()).toEqual(['f8', 'i1']);
  expect(() => readNpz(traps, { keys: ['f8', 'absent'] })).toThrow('missing array: absent');
});

const kinds: NamedArrays = {
  f2: tensor('float16', [4], Float32Array.of(0.1, 65519, 65520, Number.NaN)),
  f4: tensor('float32', [2, 2], Float32Array.of(1.5, Number.NaN, -Infinity, 1e-45)),
  f8: tensor('float64', [3], Float64Array.of(Math.PI, -0, 5e-324)),
  i8: tensor('int64', [4], Float64Array.of(-(2 ** 53), 2 ** 53, -1, 2 ** 33 + 5)),
  u8: tensor('uint64', [1], Float64Array.of(2 ** 53)),
  i4: tensor('int32', [1, 2], Int32Array.of(-(2 ** 31), 7)),
  i2: tensor('int16', [1], Int16Array.of(-3)),
  i1: tensor('int8', [1], Int8Array.of(-3)),
  u4: tensor('uint32', [1], Uint32Array.of(2 ** 32 - 1)),
  u2: tensor('uint16', [1], Uint16Array.of(65535)),
  u1: tensor('uint8', [2], Uint8Array.of(0, 255)),
  b1: tensor('bool', [3], Uint8Array.of(1, 0, 1)),
  c16: tensor('complex128', [2], Float64Array.of(1, 2, 3, -4)),
  scalar: tensor('float64', [], Float64Array.of(7)),
  none: tensor('float32', [0, 5], new Float32Array(0)),
  'a b/é': tensor('float32', [1], Float32Array.of(2)),
  zeros: tensor('float32', [10_000], new Float32Array(10_000)),
  noise: tensor(
    'float64',
    [30_000],
    Float64Array.from({ length: 30_000 }, (_, i) => Math.sin(i * i))
  )
};

test('reads back what it writes, exactly', () => {
  const { f2, ...others } = readNpz(writeNpz(kinds));
  expect(f2).toEqual(
    tensor('float16', [4], Float32Array.of(0.0999755859375, 65504, Infinity, Number.NaN))
  );
  expect(others).toEqual(
    Object.fromEntries(Object.entries(kinds).filter(([name]) => name !== 'f2'))
  );
});

test('the bytes depend on the arrays alone', () => {
  expect(writeNpz(kinds)).toEqual(writeNpz(kinds));
});

test('compresses what shrinks and stores what does not', () => {
  expect(writeNpz({ zeros: kinds.zeros }).length).toBeLessThan(1000);
  const noise = writeNpz({ noise: kinds.noise });
  expect(noise.length).toBeGreaterThan(240_000);
  expect(noise.length).toBeLessThan(240_400);
});

test('refuses data that do not fit their shape', () => {
  expect(() => writeNpz({ a: tensor('float32', [3], new Float32Array(2)) })).toThrow(RangeError);
});

test('NumPy reads what it writes', (context) => {
  const python = pythonWithNumpy();
  if (python === null) return context.skip('no Python with NumPy');
  const path = join(temporaryFolder(), 'ours.npz');
  writeFileSync(path, writeNpz(kinds));
  const script = `
import sys, zlib, numpy as np
for name, a in np.load(sys.argv[1], allow_pickle=False).items():
    print(name, a.dtype, list(a.shape), zlib.crc32(np.ascontiguousarray(a).tobytes()), sep='|')`;
  const lines = runPython(python, script, path).trim().split('\n');
  const expected = Object.entries(kinds).map(([name, { dtype, shape, data }]) => {
    const stored = readNpzBytes(writeNpz({ [name]: { dtype, shape, data } }));
    return `${name}|${dtype}|[${shape.join(', ')}]|${crc32(stored)}`;
  });
  expect(lines).toEqual(expected);
});

test('reads what NumPy writes, stored and compressed', (context) => {
  const python = pythonWithNumpy();
  if (python === null) return context.skip('no Python with NumPy');
  const folder = temporaryFolder();
  const script = `
import sys, numpy as np
a = (np.arange(6000) ** 2).reshape(20, 300).astype('f4')
for save in (np.savez, np.savez_compressed):
    save(sys.argv[1] + '/' + save.__name__, a=a, f=np.asfortranarray(a), t=a[:, ::7])`;
  runPython(python, script, folder);
  const a = Float32Array.from({ length: 6000 }, (_, i) => i * i);
  for (const name of ['savez', 'savez_compressed']) {
    const read = readNpz(readFileSync(join(folder, `${name}.npz`)));
    expect(read.a.data).toEqual(a);
    expect(read.f.data).toEqual(a);
    expect(read.t.shape).toEqual([20, 43]);
    expect(read.t.data[44]).toBe(a[307]);
  }
});

test('the Python workbench’s artifacts hold the same numbers for NumPy and for us', (context) => {
  const python = pythonWithNumpy();
  const folder = shared('data/workbench');
  if (python === null || folder === null) return context.skip('no NumPy or no shared data');
  const script = `
import sys, glob, json, zlib, numpy as np
out = {}
for path in sorted(glob.glob(sys.argv[1] + '/**/*.npz', recursive=True)):
    for name, a in np.load(path).items():
        flat = np.ascontiguousarray(a)
        flat = (flat.view('f8') if flat.dtype.kind == 'c' else flat.astype('f8')).ravel()
        flat[np.isnan(flat)] = 12345
        out.setdefault(path, {})[name] = [str(a.dtype), list(a.shape), zlib.crc32(flat.tobytes())]
print(json.dumps(out))`;
  const files: Record<string, Record<string, unknown>> = JSON.parse(
    runPython(python, script, folder)
  );
  expect(Object.keys(files).length).toBeGreaterThan(100);
  for (const [path, expected] of Object.entries(files)) {
    const arrays = Object.entries(readNpz(readFileSync(path))).map(
      ([name, { dtype, shape, data }]) => {
        const flat = Float64Array.from(data, (value) => (Number.isNaN(value) ? 12345 : value));
        return [name, [dtype, shape, crc32(new Uint8Array(flat.buffer))]];
      }
    );
    expect([path, Object.fromEntries(arrays)]).toEqual([path, expected]);
  }
});

function tensor(dtype: Tensor['dtype'], shape: readonly number[], data: Tensor['data']): Tensor {
  return { dtype, shape, data };
}

/** The elements' bytes of an npz of one stored or small array, by its only entry's header. */
function readNpzBytes(npz: Uint8Array): Uint8Array {
  const [array] = Object.values(readNpz(npz));
  const { dtype, data } = array;
  if (dtype === 'int64' || dtype === 'uint64')
    return new Uint8Array(BigInt64Array.from(data, (value) => BigInt(value)).buffer);
  if (dtype === 'float16')
    return new Uint8Array(Uint16Array.of(0x2e66, 0x7bff, 0x7c00, 0x7e00).buffer);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
