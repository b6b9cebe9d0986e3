import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { npzEntries, npzNames, readNpz, readNpzTexts, writeNpz } from '../../src/codec/index.ts';
import { zip } from '../../src/codec/zip-write.ts';
import { UserError } from '../../src/error/user-error.ts';

const traps = Uint8Array.from(
  readFileSync(new URL('../fixtures/numpy-traps.npz', import.meta.url))
);
const small = writeNpz({
  epochs: { dtype: 'int64', shape: [3], data: Float64Array.of(0, 10, 20) },
  mean: { dtype: 'float32', shape: [40], data: new Float32Array(40).fill(0.5) }
});

/** Reads a file in every way; true when it was sound, false when all that came was a UserError. */
function isSound(bytes: Uint8Array): boolean {
  let sound = true;
  for (const read of [readNpz, readNpzTexts, npzEntries, npzNames]) {
    try {
      read(bytes);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      expect(error.message).toMatch(/^(damaged|unsupported) npz: /);
      sound = false;
    }
  }
  return sound;
}

test('a file cut anywhere is damaged', () => {
  for (let length = 0; length < small.length; length++)
    expect(isSound(small.subarray(0, length))).toBe(false);
  for (let length = 0; length < traps.length; length += 7)
    expect(isSound(traps.subarray(0, length))).toBe(false);
});

test('a changed byte is found or harmless, and never brings other numbers', () => {
  const sound = readNpz(small);
  for (let at = 0; at < small.length; at++) {
    for (const flip of [0xff, 0x01]) {
      const bytes = small.slice();
      bytes[at]! ^= flip;
      if (!isSound(bytes)) continue;
      const arrays = Object.values(readNpz(bytes));
      expect(arrays).toEqual(Object.values(sound).slice(0, arrays.length));
    }
  }
});

test('random bytes, and bytes with a hole, are damaged', () => {
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 2147483647);
  for (let round = 0; round < 300; round++)
    expect(isSound(Uint8Array.from({ length: random() % 200 }, random))).toBe(false);
  for (let round = 0; round < 300; round++) {
    const bytes = traps.slice();
    const from = random() % bytes.length;
    bytes.fill(random(), from, Math.min(from + (random() % 60), bytes.length));
    isSound(bytes);
  }
});

describe('headers that lie', () => {
  test.each([
    ['a shape larger than the payload', '(5,)', 'holds 16 bytes, its shape (5) needs 20'],
    ['a shape smaller than the payload', '(3,)', 'holds 16 bytes, its shape (3) needs 12'],
    [
      'a shape that overflows',
      `(${Array(30).fill('999999999999999').join(', ')})`,
      'needs Infinity'
    ],
    ['an endless empty shape', '(999999999999999, 0)', 'needs 0'],
    ['a negative shape', '(-4,)', 'unreadable'],
    ['a shape of words', '(four,)', 'unreadable'],
    ['a scalar with more than one element', '()', 'needs 4']
  ])('%s', (_title, shape, message) => {
    expect(() => readNpz(lying(`'<f4', 'fortran_order': False, 'shape': ${shape}`))).toThrow(
      message
    );
  });

  test.each([
    ['pickled objects', "'|O', 'fortran_order': False, 'shape': (2,)", 'pickled array of objects'],
    [
      'structures',
      "[('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (2,)",
      'structured'
    ],
    ['big-endian numbers', "'>f4', 'fortran_order': False, 'shape': (4,)", 'big-endian'],
    ['dates', "'<M8[ns]', 'fortran_order': False, 'shape': (2,)", 'has the type M8[ns]'],
    [
      'text without length',
      "'<U0', 'fortran_order': False, 'shape': (999999999,)",
      'has the type U0'
    ]
  ])('%s are refused with what to do', (_title, header, message) => {
    const read = () => readNpz(lying(header));
    expect(read).toThrow(message);
    expect(read).toThrow(UserError);
    expect(() => npzEntries(lying(header))).toThrow(message);
  });

  test('a header without an array, or longer than the file', () => {
    expect(() => readNpz(zip([{ name: 'a.npy', content: new Uint8Array(4) }]))).toThrow(
      'not an array'
    );
    const long = npy("'<f4', 'fortran_order': False, 'shape': (4,)");
    new DataView(long.buffer).setUint16(8, 60_000, true);
    expect(() => readNpz(zip([{ name: 'a.npy', content: long }]))).toThrow('cut short');
  });

  test('text longer than npyjs can take is read', () => {
    const header = "'<U200000', 'fortran_order': False, 'shape': (1,)";
    const bytes = zip([{ name: 'a.npy', content: npy(header, new Uint8Array(800_000).fill(0)) }]);
    expect(readNpzTexts(bytes).a!.values).toEqual(['']);
  });
});

describe('zip bombs', () => {
  test('a file that unpacks beyond the limit is refused before it is unpacked', () => {
    const zeros = { dtype: 'float32', shape: [500_000], data: new Float32Array(500_000) } as const;
    const bytes = writeNpz({ one: zeros, two: zeros });
    expect(bytes.length).toBeLessThan(20_000);
    expect(() => readNpz(bytes, { limit: 3_000_000 })).toThrow('it unpacks to 4 MiB, more than 2');
    expect(Object.keys(readNpz(bytes, { keys: ['two'], limit: 3_000_000 }))).toEqual(['two']);
  });

  test('an entry that unpacks to more than it says is damaged', () => {
    const bytes = small.slice();
    const at = centralOf(bytes, 'mean.npy');
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    view.setUint32(at + 24, view.getUint32(at + 24, true) - 8, true);
    expect(() => readNpz(bytes)).toThrow('mean.npy');
  });

  test('a size that no compression can reach is damaged', () => {
    const bytes = small.slice();
    const at = centralOf(bytes, 'mean.npy');
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(at + 24, 0xf0000000, true);
    expect(() => readNpz(bytes)).toThrow('claims 4026531840 bytes');
  });
});

test('a file with the same array twice is damaged', () => {
  const content = npy("'<f4', 'fortran_order': False, 'shape': (4,)");
  const twice = zip([
    { name: 'a.npy', content },
    { name: 'a.npy', content }
  ]);
  expect(() => readNpz(twice)).toThrow('two arrays have the name a.npy');
});

test('escape codes in names reach no message', () => {
  const evil = { '\u001b[2J': { dtype: 'float32', shape: [1], data: Float32Array.of(1) } } as const;
  const bytes = writeNpz(evil);
  expect(() => readNpz(bytes, { keys: ['x'] })).toThrow(
    expect.objectContaining({ hint: 'the file holds: \\x1b[2J' })
  );
});

test('old writers’ unpadded headers are read', () => {
  for (const pad of ['', ' ', '  ', '   ']) {
    const content = npy(`'<f8', 'fortran_order': False, 'shape': (2,)${pad}`, new Uint8Array(16));
    expect(readNpz(zip([{ name: 'a.npy', content }])).a!.data).toEqual(new Float64Array(2));
  }
});

function lying(header: string): Uint8Array {
  return zip([{ name: 'a.npy', content: npy(header) }]);
}

function npy(header: string, payload = new Uint8Array(16)): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(`{'descr': ${header}, }`);
  const bytes = new Uint8Array(10 + text.length + payload.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 255, text.length >> 8]);
  bytes.set(text, 10);
  bytes.set(payload, 10 + text.length);
  return bytes;
}

function centralOf(bytes: Uint8Array, name: string): number {
  return Buffer.from(bytes).lastIndexOf(name) - 46;
}
