import type { Tensor } from '../../src/array/tensor.ts';
import { concat } from '../../src/codec/concat.ts';
import {
  readNpz,
  readPth,
  readSafetensors,
  writeNpz,
  writeSafetensors
} from '../../src/codec/index.ts';
import { parsePythonJson } from '../../src/codec/json.ts';
import { writeNpy } from '../../src/codec/npy.ts';
import { zip } from '../../src/codec/zip-write.ts';
import {
  dictionary,
  integer,
  pickleBytes,
  pthFile,
  storedZip,
  tensorPart,
  unicode
} from '../../test/helpers/pth-file.ts';
import { bombs } from './bombs.ts';
import { mutatedBytes, mutatedJson } from './mutate.ts';
import type { Random } from './random.ts';

/** A format that the program reads. */
export interface Format {
  readonly id: string;
  /** Damages a sound file in one of the ways that its structure invites. */
  make(random: Random): Uint8Array;
  /** Inputs made by hand, by what they are. */
  readonly bombs: Readonly<Record<string, () => Uint8Array>>;
  /** Reads it; may throw a UserError and nothing else. */
  read(bytes: Uint8Array): unknown;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const tensors: Readonly<Record<string, Tensor>> = {
  epochs: { dtype: 'int64', shape: [3], data: Float64Array.of(0, 10, 20) },
  norm_matrix: {
    dtype: 'float32',
    shape: [5, 24],
    data: Float32Array.from({ length: 120 }, Math.sin)
  },
  half: { dtype: 'float16', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
  complex: { dtype: 'complex128', shape: [2], data: Float64Array.of(1, 2, 3, 4) },
  mask: { dtype: 'bool', shape: [4], data: Uint8Array.of(1, 0, 1, 0) },
  zeros: { dtype: 'float32', shape: [4000], data: new Float32Array(4000) }
};
const { complex: _, ...real } = tensors;

const npz: Format = {
  id: 'npz',
  make(random) {
    if (random.below(3) === 0) return mutatedBytes(writeNpz(tensors), random);
    const files = Object.entries(tensors).map(([name, tensor]) => {
      const content = writeNpy(tensor);
      return {
        name: `${name}.npy`,
        content: random.below(2) ? mutatedHeader(content, random) : content
      };
    });
    return random.below(8) ? zip(files) : mutatedBytes(zip(files), random);
  },
  bombs: bombs.npz,
  read: (bytes) => readNpz(bytes)
};

/** A header of the same length that says something else. */
function mutatedHeader(content: Uint8Array, random: Random): Uint8Array {
  const [start, end] = [10, 10 + content[8] + 256 * content[9]];
  if (random.below(3) === 0) {
    const header = mutatedBytes(content.subarray(0, end), random);
    return concat([header, content.subarray(end)]);
  }
  const old = new TextDecoder('latin1').decode(content.subarray(start, end)).trim();
  const code = random.of([
    '>f8',
    '=f4',
    '|O',
    '<U3',
    '<f16',
    '<M8[ns]',
    '>c16',
    '|b1',
    '<i2',
    '>u8',
    '|V8',
    '<f3'
  ]);
  const sizes = Array.from({ length: random.below(5) }, () =>
    random.of([0, 1, 2, 3, 60, 120, 999_999_999_999_999])
  );
  const said = random.of([
    old.replace(/'descr': '[^']*'/, `'descr': '${code}'`),
    old.replace(/\([^)]*\)/, `(${sizes.join(', ')}${sizes.length === 1 ? ',' : ''})`),
    old.replace('False', 'True'),
    old.replace(/'descr': '[^']*'/, "'descr': [('a', '<f4')]")
  ]);
  const padded = text(said.padEnd(Math.ceil((11 + said.length) / 64) * 64 - 11, ' ').concat('\n'));
  const head = Uint8Array.of(
    0x93,
    0x4e,
    0x55,
    0x4d,
    0x50,
    0x59,
    random.of([1, 1, 1, 0, 2, 3, 9]),
    0,
    padded.length & 255,
    padded.length >> 8
  );
  return concat([head, padded, content.subarray(end)]);
}

const safetensors: Format = {
  id: 'safetensors',
  make(random) {
    const sound = writeSafetensors(real, { epoch: '40' });
    if (random.below(2)) return mutatedBytes(sound, random);
    const length = Number(new DataView(sound.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(sound.subarray(8, 8 + length))) as unknown;
    const said = text(JSON.stringify(mutatedJson(header, random)));
    const size = new Uint8Array(8);
    new DataView(size.buffer).setBigUint64(0, BigInt(said.length), true);
    return concat([size, said, sound.subarray(8 + length)]);
  },
  bombs: bombs.safetensors,
  read: (bytes) => readSafetensors(bytes)
};

const pth: Format = {
  id: 'pth',
  make(random) {
    const six = Float32Array.of(1, 2, 3, 4, 5, 6);
    const shape = Array.from({ length: random.below(4) }, () =>
      random.of([0, 1, 2, 3, 6, 2 ** 20])
    );
    const strides = shape.map(() => random.of([0, 1, 2, 3, 6]));
    const value = dictionary({
      model: [
        'ccollections\nOrderedDict\n)R(',
        unicode('w'),
        tensorPart({ key: '0', count: 6, shape: [2, 3], strides: [3, 1] }),
        unicode('v'),
        tensorPart({ key: '0', count: 6, shape, strides, offset: random.below(3) }),
        'u'
      ],
      train_losses: [
        '](',
        ['G', Uint8Array.of(0x3f, 0xe0, 0, 0, 0, 0, 0, 0)],
        integer(random.of([-2, 7, 2 ** 31 - 1])),
        'e'
      ],
      note: unicode('größer')
    });
    if (random.below(4) === 0) return mutatedBytes(pthFile(value, { 0: six }), random);
    return storedZip({
      'archive/data.pkl': mutatedBytes(pickleBytes(0x80, 2, value, '.'), random),
      'archive/data/0': new Uint8Array(six.buffer)
    });
  },
  bombs: bombs.pth,
  read: (bytes) => readPth(bytes)
};

const documents: readonly unknown[] = [
  {
    n_layers: 1,
    d_model: 16,
    d_mlp: 24,
    prime: 11,
    training_fraction: 0.3,
    recipe: { lr: 0.001, checkpoints: '0:40:20' }
  },
  {
    train_losses: [2.5, 1e-9, null],
    test_losses: [2.5, 2.4, 2.3],
    train_indices: [0, 5, 7],
    checkpoint_epochs: [0, 40]
  },
  {
    analyzers: {
      coarseness: {
        epochs_completed: [0, 20],
        shapes: { coarseness: [24] },
        grokscope: { version: 1, parameters: {}, epochs: [0, 20], outdated: [] }
      }
    },
    family_name: 'x'
  }
];

const json: Format = {
  id: 'json',
  make(random) {
    const sound = JSON.stringify(random.of(documents));
    if (random.below(2)) return text(JSON.stringify(mutatedJson(JSON.parse(sound), random)));
    const bare = sound.replace(/\d+/g, (digits) =>
      random.below(4) ? digits : random.of(['NaN', '-Infinity', 'Infinity'])
    );
    return random.below(3) ? mutatedBytes(text(bare), random) : text(bare);
  },
  bombs: bombs.json,
  read: (bytes) => parsePythonJson(new TextDecoder().decode(bytes))
};

/** The formats, by what reads them in the library. */
export const formats: readonly Format[] = [npz, safetensors, pth, json];
