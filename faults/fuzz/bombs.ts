import { deflateRawSync } from 'node:zlib';
import { concat } from '../../src/codec/concat.ts';
import { writeNpz } from '../../src/codec/index.ts';
import { npyHeader } from '../../src/codec/npy-header.ts';
import { zip } from '../../src/codec/zip-write.ts';
import { npy } from '../../test/helpers/npy-file.ts';
import {
  integer,
  type PicklePart,
  pthFile,
  tensorPart,
  tuple,
  unicode
} from '../../test/helpers/pth-file.ts';

type Bombs = Readonly<Record<string, () => Uint8Array>>;

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

/** Returns a safetensors file with this header and nothing after it. */
function header(said: string): Uint8Array {
  const bytes = text(said);
  const size = new Uint8Array(8);
  new DataView(size.buffer).setBigUint64(0, BigInt(bytes.length), true);
  return concat([size, bytes]);
}

/** Returns an npz file of one array `name` of zeros that unpacks to so many float32, from a few hundred bytes each megabyte. */
export function zeros(name: string, elements: number): Uint8Array {
  const content = concat([npyHeader('float32', [elements]), new Uint8Array(4 * elements)]);
  return zip([{ name: `${name}.npy`, content }]);
}

/** An npz file whose two first entries are the same packed bytes: the directory claims them twice. */
function overlapping(): Uint8Array {
  const names = ['a', 'b'].map((name) => `${name}.npy`);
  const content = npy("'<f4', 'fortran_order': False, 'shape': (4,)");
  const bytes = zip(names.map((name) => ({ name, content })));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = view.getUint32(bytes.length - 6, true);
  view.setUint32(directory + 42, view.getUint32(directory + 46 + 5 + 42, true), true);
  return bytes;
}

const stride0 = (shape: readonly number[]) =>
  pthFile(tensorPart({ key: '0', count: 6, shape, strides: shape.map(() => 0) }), {
    0: new Float32Array(6)
  });
const six = tensorPart({ key: '0', count: 6, shape: [2 ** 16], strides: [0] });
const pairs: PicklePart = ['](', Array(2000).fill([unicode('a'), 'N', 0x86]), 'e', 'q', 0, '0'];

const npz: Bombs = {
  'zeros that unpack to 508 MiB': () => zeros('coarseness', 2 ** 27 - 2 ** 20),
  'zeros that unpack to 2 GiB': () => {
    const packed = deflateRawSync(new Uint8Array(2 ** 21), { level: 9 });
    const bytes = zip([{ name: 'a.npy', content: packed }]);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const directory = view.getUint32(bytes.length - 6, true);
    view.setUint16(directory + 10, 8, true);
    view.setUint32(directory + 24, 2 ** 31, true);
    return bytes;
  },
  'overlapping entries': overlapping,
  'a lowered entry count': () => {
    const bytes = writeNpz({
      a: { dtype: 'float32', shape: [1], data: Float32Array.of(1) },
      b: { dtype: 'float32', shape: [1], data: Float32Array.of(1) }
    });
    new DataView(bytes.buffer, bytes.byteOffset).setUint16(bytes.length - 12, 1, true);
    return bytes;
  },
  'version byte 0': () => {
    const content = npy("'<f4', 'fortran_order': False, 'shape': (4,)");
    content[6] = 0;
    return zip([{ name: 'a.npy', content }]);
  },
  'byte order =': () =>
    zip([{ name: 'a.npy', content: npy("'=f8', 'fortran_order': False, 'shape': (2,)") }]),
  'a thousand headers of brackets': () => {
    const content = npy("'shape':(".repeat(7000));
    return zip(Array.from({ length: 1000 }, (_, i) => ({ name: `${i}.npy`, content })));
  },
  '30,000 entries': () => {
    const content = npy("'<f4', 'fortran_order': False, 'shape': (4,)");
    return zip(Array.from({ length: 30_000 }, (_, i) => ({ name: `${i}.npy`, content })));
  },
  'an endless empty shape': () =>
    zip([
      {
        name: 'a.npy',
        content: npy(
          "'<f4', 'fortran_order': False, 'shape': (999999999999999, 0)",
          new Uint8Array(0)
        )
      }
    ])
};

const safetensors: Bombs = {
  '100,000 levels': () => header(`{"a": ${deep(100_000)}}`),
  'a name of 20 MB': () => header(`{"${'x'.repeat(20_000_000)}": 1}`),
  'a name of 100,000 quotes': () =>
    header(`{"${'\\"'.repeat(100_000)}": {"dtype":"F32","shape":[0],"data_offsets":[0,0]}}`),
  '100,000 tensors': () =>
    header(
      `{${Array.from({ length: 100_000 }, (_, i) => `"${i}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`).join()}}`
    ),
  'a shape of a million': () =>
    header(`{"a":{"dtype":"F32","shape":[${Array(1e6).fill(1).join()}],"data_offsets":[0,4]}}`),
  'an endless empty shape': () =>
    header('{"a":{"dtype":"F32","shape":[9007199254740991,0],"data_offsets":[0,0]}}'),
  'a header of 16 exabytes': () => new Uint8Array(64).fill(0xff)
};

const pth: Bombs = {
  'stride 0 over 2^27 elements': () => stride0([2 ** 27]),
  'stride 0 over sixteen dimensions': () => stride0(Array(16).fill(3)),
  'many small expansions': () =>
    pthFile(['](', Array(20_000).fill(six), 'e'], { 0: new Float32Array(6) }),
  'a dictionary from one list, many times': () =>
    pthFile([
      pairs,
      'ccollections\nOrderedDict\nq',
      1,
      '0',
      Array(20_000).fill(['h', 1, 'h', 0, 0x85, 'R0']),
      'N'
    ]),
  'lists in lists': () => pthFile([']'.repeat(200_000), 'a'.repeat(199_999)]),
  'tuples in tuples': () => pthFile(['N', '\x85'.repeat(200_000)]),
  'a list that doubles itself': () => pthFile(['N', Array(60).fill(['q', 0, 'h', 0, 0x86])]),
  brackets: () => pthFile('('.repeat(1_000_000)),
  '20 million dictionaries': () => pthFile('}0'.repeat(20_000_000)),
  '30 million values': () => pthFile(['(', 'N'.repeat(30_000_000), 't']),
  'a number of 255 bytes': () => pthFile([0x8a, 255, 'x'.repeat(255)]),
  'a text of 4 GB': () => pthFile(['X', '\xff\xff\xff\xff']),
  'a storage named constructor': () =>
    pthFile([
      tuple(unicode('storage'), unicode('constructor'), unicode('0'), unicode('cpu'), integer(6)),
      'Q'
    ])
};

const json: Bombs = {
  '100,000 levels': () => text(`{"a": ${deep(100_000)}}`),
  '100,000 objects in each other': () => text(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
  '100,000 escaped quotes and NaN': () => text(`{"a": "${'\\"'.repeat(100_000)}", "b": NaN}`),
  '100,000 escaped quotes, broken off': () => text(`{"a": "${'\\"'.repeat(100_000)}`),
  'NaN beside a text of 20 MB': () => text(`{"a": NaN, "b": "${'x'.repeat(20_000_000)}"}`),
  'a million NaN': () => text(`{"a": [${Array(1e6).fill('NaN').join()}]}`),
  '10 million lists': () => text(`{"a": [${'[],'.repeat(1e7)}1]}`),
  'a number of 10 million digits': () => text(`{"prime": ${'9'.repeat(1e7)}}`),
  '200,000 keys': () => text(`{${Array.from({ length: 200_000 }, (_, i) => `"${i}":1`).join()}}`),
  zeros: () => new Uint8Array(1_000_000),
  blanks: () => text(' '.repeat(10_000_000))
};

/** Inputs made by hand, by format: what each claims or repeats is far beyond its size. */
export const bombs = { npz, safetensors, pth, json } as const;
