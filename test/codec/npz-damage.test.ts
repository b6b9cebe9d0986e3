import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { concat } from '../../src/codec/concat.ts';
import { readNpz, readNpzApart, writeNpz } from '../../src/codec/index.ts';
import { zip } from '../../src/codec/zip-write.ts';
import { UserError } from '../../src/error/user-error.ts';
import { npy } from '../helpers/npy-file.ts';

const traps = Uint8Array.from(
  readFileSync(new URL('../fixtures/numpy-traps.npz', import.meta.url))
);
const small = writeNpz({
  epochs: { dtype: 'int64', shape: [3], data: Float64Array.of(0, 10, 20) },
  mean: { dtype: 'float32', shape: [40], data: new Float32Array(40).fill(0.5) }
});

/** True when a file was sound, false when all that came was a UserError. */
function isSound(bytes: Uint8Array): boolean {
  try {
    readNpz(bytes);
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.message).toMatch(/^(damaged|unsupported) npz: /);
    return false;
  }
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
      bytes[at] ^= flip;
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
    ['an endless empty shape', '(999999999999999, 0)', 'no elements, but the shape'],
    ['too many dimensions', `(${Array(65).fill('1').join(', ')})`, 'has 65 dimensions'],
    ['a negative shape', '(-4,)', 'unreadable'],
    ['a shape of words', '(four,)', 'unreadable'],
    ['a scalar with more than one element', '()', 'needs 4']
  ])('%s', (_title, shape, message) => {
    expect(() => readNpz(lying(`'<f4', 'fortran_order': False, 'shape': ${shape}`))).toThrow(
      message
    );
  });

  test.each([
    ['pickled objects', "'|O', 'fortran_order': False, 'shape': (2,)", 'an array of objects'],
    [
      'structures',
      "[('a', '<f4'), ('b', '<i4')], 'fortran_order': False, 'shape': (2,)",
      'structured'
    ],
    ['dates', "'<M8[ns]', 'fortran_order': False, 'shape': (2,)", 'has the type <M8[ns]'],
    ['long doubles', "'<f16', 'fortran_order': False, 'shape': (1,)", 'has the type <f16'],
    ['text', "'<U4', 'fortran_order': False, 'shape': (1,)", 'holds text'],
    ['text of no length', "'<U0', 'fortran_order': False, 'shape': (999999999,)", 'holds text']
  ])(
    '%s are left out beside good arrays, and told to who asks for them',
    (_title, header, message) => {
      const good = npy("'<f4', 'fortran_order': False, 'shape': (4,)");
      const bytes = zip([
        { name: 'bad.npy', content: npy(header) },
        { name: 'good.npy', content: good }
      ]);
      const arrays = readNpz(bytes);
      expect(Object.keys(arrays)).toEqual(['good']);
      expect(arrays.good.shape).toEqual([4]);
      expect(() => arrays.bad).toThrow(message);
      const read = () => readNpz(bytes, { keys: ['bad'] });
      expect(read).toThrow(message);
      expect(read).toThrow(UserError);
    }
  );

  test.each([0, 4, 255])('version %i of the format is damage', (version) => {
    const content = npy("'<f4', 'fortran_order': False, 'shape': (4,)");
    content[6] = version;
    expect(() => readNpz(zip([{ name: 'a.npy', content }]))).toThrow(`has version ${version} of`);
  });

  test('a header longer than NumPy reads is damage, in time linear in its length', () => {
    const repeated = "'shape':(".repeat(7_000);
    expect(() => readNpz(lying(`'<f4', ${repeated}`))).toThrow('the header of a has 6');
    const short = "'shape':(".repeat(1_000);
    expect(() => readNpz(lying(`'<f4', 'fortran_order': False, ${short}`))).toThrow('unreadable');
  });

  test('a header without an array, or longer than the file', () => {
    expect(() => readNpz(zip([{ name: 'a.npy', content: new Uint8Array(4) }]))).toThrow(
      'not an array'
    );
    const long = npy("'<f4', 'fortran_order': False, 'shape': (4,)");
    new DataView(long.buffer).setUint16(8, 60_000, true);
    expect(() => readNpz(zip([{ name: 'a.npy', content: long }]))).toThrow('cut short');
  });
});

describe('byte order', () => {
  const bytes = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 0x40, 9, 10, 11, 12, 13, 14, 15);
  const view = new DataView(bytes.buffer);
  test.each([
    ['>f8', [view.getFloat64(0), view.getFloat64(8)]],
    ['>f4', [0, 4, 8, 12].map((at) => view.getFloat32(at))],
    ['>i2', [0, 2, 4, 6, 8, 10, 12, 14].map((at) => view.getInt16(at))],
    ['>u4', [0, 4, 8, 12].map((at) => view.getUint32(at))],
    ['>i8', [0, 8].map((at) => Number(view.getBigInt64(at)))],
    ['>c16', [view.getFloat64(0), view.getFloat64(8)]],
    ['>c8', [0, 4, 8, 12].map((at) => view.getFloat32(at))],
    ['=f8', [view.getFloat64(0, true), view.getFloat64(8, true)]],
    ['=i2', [0, 2, 4, 6, 8, 10, 12, 14].map((at) => view.getInt16(at, true))]
  ])('%s is read', (descr, wanted) => {
    const lanes = descr.includes('c') ? 2 : 1;
    const header = `'${descr}', 'fortran_order': False, 'shape': (${wanted.length / lanes},)`;
    const file = zip([{ name: 'a.npy', content: npy(header, bytes) }]);
    const before = file.slice();
    expect([...readNpz(file).a.data]).toEqual(wanted);
    expect(file).toEqual(before);
  });

  test('>f2 is read', () => {
    const header = "'>f2', 'fortran_order': False, 'shape': (2,)";
    const content = npy(header, Uint8Array.of(0x3c, 0, 0xc0, 0));
    expect([...readNpz(zip([{ name: 'a.npy', content }])).a.data]).toEqual([1, -2]);
  });
});

describe('zip bombs', () => {
  test('a file that unpacks beyond the limit is refused before it is unpacked', () => {
    const zeros = { dtype: 'float32', shape: [500_000], data: new Float32Array(500_000) } as const;
    const bytes = writeNpz({ one: zeros, two: zeros });
    expect(bytes.length).toBeLessThan(20_000);
    expect(() => readNpz(bytes, { limit: 3_000_000 })).toThrow(
      'it unpacks to 4 MiB, more than the 2'
    );
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

describe('a list of arrays that lies', () => {
  const end = (bytes: Uint8Array) =>
    new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 22);

  test('a lowered count is damage, not fewer arrays', () => {
    const bytes = small.slice();
    end(bytes).setUint16(10, 1, true);
    expect(() => readNpz(bytes)).toThrow('holds more than the 1 it counts');
  });

  test('bytes after the list, and after what an array unpacks to, are damage', () => {
    const bytes = concat([small.subarray(0, -22), new Uint8Array(40), small.subarray(-22)]);
    expect(() => readNpz(bytes)).toThrow('bytes after its list of arrays');
    const longer = small.slice();
    const at = centralOf(longer, 'epochs.npy');
    const view = new DataView(longer.buffer, longer.byteOffset);
    view.setUint32(at + 20, view.getUint32(at + 20, true) + 30, true);
    expect(() => readNpz(longer)).toThrow(/ends before its packed bytes|overlaps|claims/);
  });

  test('entries may not share packed bytes', () => {
    const bytes = small.slice();
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const [a, b] = [centralOf(bytes, 'epochs.npy'), centralOf(bytes, 'mean.npy')];
    view.setUint32(a + 20, view.getUint32(b + 42, true) + 10, true);
    view.setUint32(a + 24, view.getUint32(b + 42, true) + 10, true);
    expect(() => readNpz(bytes)).toThrow('overlaps');
  });
});

test('messages quote no more than a line of a file', () => {
  const header = `'<f4', 'fortran_order': False, 'shape': (${'7, '.repeat(3000)})`;
  let message = '';
  try {
    readNpz(lying(header));
  } catch (error) {
    message = (error as UserError).message;
  }
  expect(message).toMatch(/^damaged npz: /);
  expect(message.length).toBeLessThan(400);
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
    expect(readNpz(zip([{ name: 'a.npy', content }])).a.data).toEqual(new Float64Array(2));
  }
});

function lying(header: string): Uint8Array {
  return zip([{ name: 'a.npy', content: npy(header) }]);
}

function centralOf(bytes: Uint8Array, name: string): number {
  return Buffer.from(bytes).lastIndexOf(name) - 46;
}

test('what is unpacked on another thread is the same, and so is what is wrong with it', async () => {
  const large = writeNpz({
    map: {
      dtype: 'float32',
      shape: [300, 300],
      data: Float32Array.from({ length: 90_000 }, (_, i) => Math.sin(i / 50))
    },
    epochs: { dtype: 'int64', shape: [3], data: Float64Array.of(0, 10, 20) }
  });
  expect(await readNpzApart(large)).toEqual(readNpz(large));
  expect(Object.keys(await readNpzApart(large, { keys: ['epochs'] }))).toEqual(['epochs']);
  const failure = (bytes: Uint8Array) => {
    try {
      readNpz(bytes);
      return 'sound';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const texts = new Set<string>();
  for (let at = 0; at < large.length; at += Math.ceil(large.length / 60)) {
    const bytes = large.slice();
    bytes[at] ^= 0xff;
    const apart = await readNpzApart(bytes).then(
      () => 'sound',
      (error: Error) => error.message
    );
    expect(apart).toBe(failure(bytes));
    texts.add(apart);
  }
  expect(texts.size).toBeGreaterThan(1);
});
