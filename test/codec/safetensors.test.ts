import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { NamedArrays, Tensor } from '../../src/array/tensor.ts';
import { readSafetensors, writeSafetensors } from '../../src/codec/index.ts';
import { UserError } from '../../src/error/user-error.ts';
import { shared } from '../helpers/shared.ts';

const checkpoint =
  'data/workbench/modulo_addition_1layer/modulo_addition_1layer_p13_seed999_dseed598/checkpoints/checkpoint_epoch_00050.safetensors';

const tensors: NamedArrays = {
  w: tensor('float32', [2, 2], Float32Array.of(1, -0, Number.NaN, -Infinity)),
  d: tensor('float64', [1], Float64Array.of(Math.PI)),
  n: tensor('int64', [2], Float64Array.of(-(2 ** 53), 2 ** 33 + 5)),
  m: tensor('uint64', [1], Float64Array.of(2 ** 53)),
  h: tensor('float16', [3], Float32Array.of(0.5, 65504, 2 ** -24)),
  i: tensor('int32', [1], Int32Array.of(-7)),
  j: tensor('uint32', [1], Uint32Array.of(2 ** 32 - 1)),
  k: tensor('int16', [1], Int16Array.of(-7)),
  l: tensor('uint16', [1], Uint16Array.of(65535)),
  b: tensor('int8', [1], Int8Array.of(-7)),
  u: tensor('uint8', [1], Uint8Array.of(255)),
  mask: tensor('bool', [3], Uint8Array.of(1, 0, 1)),
  scalar: tensor('float32', [], Float32Array.of(-Infinity)),
  none: tensor('float32', [0, 3], new Float32Array(0))
};

test('reads back what it writes, with its metadata', () => {
  const bytes = writeSafetensors(tensors, { epoch: '400', 'über\n': 'ok' });
  const read = readSafetensors(bytes);
  expect(read.tensors).toEqual(tensors);
  expect(read.metadata).toEqual({ epoch: '400', 'über\n': 'ok' });
  expect(readSafetensors(bytes, ['w', 'absent']).tensors).toEqual({ w: tensors.w });
});

test('a checkpoint of the Python workbench is read and written again to the same bytes', (context) => {
  const path = shared(checkpoint);
  if (path === null) return context.skip('no shared data');
  const bytes = new Uint8Array(readFileSync(path));
  const read = readSafetensors(bytes);
  expect(Object.keys(read.tensors)).toHaveLength(18);
  expect(read.tensors['blocks.0.attn.IGNORE'].data[0]).toBe(-Infinity);
  expect([...read.tensors['blocks.0.attn.mask'].data]).toEqual([1, 0, 0, 1, 1, 0, 1, 1, 1]);
  expect(Buffer.compare(writeSafetensors(read.tensors), bytes)).toBe(0);
});

test('tensors are views on the file where alignment allows, copies elsewhere', () => {
  const bytes = writeSafetensors({ w: tensors.w });
  expect(readSafetensors(bytes).tensors.w.data.buffer).toBe(bytes.buffer);
  for (const wrap of [
    (b: Uint8Array) => b,
    (b: Uint8Array) => Buffer.from(b.buffer, b.byteOffset, b.length)
  ]) {
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    const read = readSafetensors(wrap(shifted.subarray(1)));
    expect(read.tensors.w.data).toEqual(tensors.w.data);
  }
});

test('tensors asked for by name do not keep the rest of the file in memory', () => {
  const bytes = writeSafetensors(tensors);
  const { w } = readSafetensors(bytes, ['w']).tensors;
  expect(w.data).toEqual(tensors.w.data);
  expect(w.data.buffer.byteLength).toBe(w.data.byteLength);
});

test('bfloat16 is widened to float32', () => {
  const bytes = file({ a: { dtype: 'BF16', shape: [3], data_offsets: [0, 6] } }, 6);
  bytes.set([0x80, 0x3f, 0x20, 0xc0, 0x80, 0x7f], bytes.length - 6);
  expect(readSafetensors(bytes).tensors.a).toEqual(
    tensor('float32', [3], Float32Array.of(1, -2.5, Infinity))
  );
});

test('a tensor may have any name', () => {
  const named = Object.fromEntries([
    ['__proto__', tensors.w],
    ['a"b\\', tensors.w]
  ]);
  expect(Object.keys(readSafetensors(writeSafetensors(named)).tensors)).toEqual([
    '__proto__',
    'a"b\\'
  ]);
});

test('refuses to write complex numbers and data that do not fit their shape', () => {
  const bad = [
    tensor('complex128', [1], new Float64Array(2)),
    tensor('float32', [3], new Float32Array(2))
  ];
  for (const t of bad) expect(() => writeSafetensors({ t })).toThrow(RangeError);
});

describe('a damaged file is a UserError', () => {
  const sound = writeSafetensors({ w: tensors.w, mask: tensors.mask });

  test('cut anywhere, or with bytes appended', () => {
    for (let length = 0; length < sound.length; length++)
      expect(() => readSafetensors(sound.subarray(0, length))).toThrow(UserError);
    const longer = new Uint8Array(sound.length + 1);
    longer.set(sound);
    expect(() => readSafetensors(longer)).toThrow('1 bytes at its end belong to no tensor');
  });

  test('with any byte of its header changed, unless it is still a sound file', () => {
    const headerEnd = sound.length - 19;
    for (let at = 0; at < headerEnd; at++) {
      for (const flip of [0xff, 0x01, 0x10]) {
        const bytes = sound.slice();
        bytes[at] ^= flip;
        try {
          readSafetensors(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }
    }
  });

  const w = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
  test.each([
    [
      'a shape that does not fill its span',
      { w: { ...w, shape: [3] } },
      'spans 8 bytes, its shape [3] needs 12'
    ],
    [
      'a span beyond the file',
      { w: { ...w, shape: [4], data_offsets: [0, 16] } },
      'cut short: 8 bytes of 16'
    ],
    ['overlapping tensors', { w, x: w }, 'overlaps another tensor'],
    [
      'a hole',
      { w: { ...w, shape: [1], data_offsets: [4, 8] } },
      '4 bytes before w belong to no tensor'
    ],
    ['a reversed span', { w: { ...w, data_offsets: [8, 0] } }, 'spans -8 bytes'],
    [
      'a negative position',
      { w: { ...w, data_offsets: [-8, 0] } },
      'description of w is unreadable'
    ],
    [
      'a broken position',
      { w: { ...w, data_offsets: [0, 7.5] } },
      'description of w is unreadable'
    ],
    ['a shape that overflows', { w: { ...w, shape: [2 ** 52, 2 ** 52] } }, 'spans 8 bytes'],
    [
      'an endless empty shape',
      { w: { ...w, shape: [2 ** 40, 0], data_offsets: [0, 0] } },
      'w spans 0'
    ],
    ['too many dimensions', { w: { ...w, shape: Array(65).fill(1) } }, 'w is unreadable'],
    ['a negative shape', { w: { ...w, shape: [-2] } }, 'description of w is unreadable'],
    ['an unknown type', { w: { ...w, dtype: 'F31' } }, 'unknown type F31'],
    ['no description', { w: null }, 'description of w is unreadable'],
    ['metadata that is no text', { w, __metadata__: { epoch: 4 } }, 'metadata is not text'],
    ['a list for a header', [w], 'not an object']
  ])('%s', (_title, header, message) => {
    const read = () => readSafetensors(file(header, 8));
    expect(read).toThrow(message);
    expect(read).toThrow(UserError);
  });

  test('with a name twice', () => {
    const text =
      '{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
    expect(() => readSafetensors(file(text, 8))).toThrow('two tensors have the name w');
    const escaped = text.replace('"w"', '"\\u0077"');
    expect(() => readSafetensors(file(escaped, 8))).toThrow('two tensors have the name w');
  });

  test('with a truth that is neither true nor false', () => {
    const bytes = file({ mask: { dtype: 'BOOL', shape: [2], data_offsets: [0, 2] } }, 2);
    bytes[bytes.length - 1] = 2;
    expect(() => readSafetensors(bytes)).toThrow('other than true and false');
  });

  test('with a header that is huge, no JSON, or no UTF-8', () => {
    expect(() => readSafetensors(new Uint8Array(64).fill(0xff))).toThrow(
      'does not begin with a header'
    );
    expect(() => readSafetensors(file('{', 0))).toThrow('not JSON');
    expect(() => readSafetensors(file('"\u0001"', 0))).toThrow('not JSON');
    const bytes = file('{"\u00ff":1}', 0);
    bytes[10] = 0xff;
    expect(() => readSafetensors(bytes)).toThrow('not JSON');
    expect(() => readSafetensors(file('[['.repeat(100_000), 0))).toThrow(UserError);
  });

  test('of a type that numbers have no place for', () => {
    const bytes = file({ a: { dtype: 'F8_E4M3', shape: [4], data_offsets: [0, 4] } }, 4);
    expect(() => readSafetensors(bytes)).toThrow('unsupported safetensors: a has the type F8_E4M3');
  });
});

function tensor(dtype: Tensor['dtype'], shape: readonly number[], data: Tensor['data']): Tensor {
  return { dtype, shape, data };
}

/** A file with this header and so many zero bytes after it. */
function file(header: unknown, payload: number): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header)
  );
  const bytes = new Uint8Array(8 + text.length + payload);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 8);
  return bytes;
}
