import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../src/array/tensor.ts';
import { readPth } from '../../src/codec/index.ts';
import { UserError } from '../../src/error/user-error.ts';
import {
  dictionary,
  integer,
  type PicklePart,
  pickleBytes,
  pthFile,
  storedZip,
  tensorPart,
  tuple,
  unicode
} from '../helpers/pth-file.ts';
import { shared } from '../helpers/shared.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const six = Float32Array.of(1, 2, 3, 4, 5, 6);
const matrix = { key: '0', count: 6, shape: [2, 3], strides: [3, 1] };
const messageOf = async (value: PicklePart, storages = { 0: six as ArrayBufferView }) =>
  (await userErrorOf(() => readPth(pthFile(value, storages)))).message;

describe('a .pth file', () => {
  it('holds tensors, numbers, texts and lists', () => {
    const value = dictionary({
      losses: ['](', ['G', Uint8Array.of(0x3f, 0xe0, 0, 0, 0, 0, 0, 0)], integer(-2), 'e'],
      model: ['ccollections\nOrderedDict\n)R(', unicode('w'), tensorPart(matrix), 'u'],
      note: unicode('größer'),
      none: 'N',
      long: [0x8a, 2, 0x00, 0xff]
    });
    const read = readPth(pthFile(value, { 0: six })) as ReadonlyMap<string, unknown>;
    expect(read.get('losses')).toEqual([0.5, -2]);
    expect(read.get('note')).toBe('größer');
    expect(read.get('none')).toBeNull();
    expect(read.get('long')).toBe(-256);
    const model = read.get('model') as ReadonlyMap<string, Tensor>;
    expect(model.get('w')).toEqual({ dtype: 'float32', shape: [2, 3], data: six });
  });

  it.each([
    ['transposed', { shape: [3, 2], strides: [1, 3] }, [1, 4, 2, 5, 3, 6]],
    ['a part of its storage', { shape: [2, 2], strides: [3, 1], offset: 1 }, [2, 3, 5, 6]],
    ['expanded', { shape: [2, 3], strides: [0, 1] }, [1, 2, 3, 1, 2, 3]],
    ['a scalar', { shape: [], strides: [], offset: 5 }, [6]],
    ['empty', { shape: [0, 3], strides: [3, 1] }, []]
  ])('gives a tensor that is %s in row-major order', (_, change, wanted) => {
    const { data } = readPth(pthFile(tensorPart({ ...matrix, ...change }), { 0: six })) as Tensor;
    expect([...data]).toEqual(wanted);
  });

  it.each([
    ['DoubleStorage', Float64Array.of(0.5, -1), [0.5, -1], 'float64'],
    ['LongStorage', BigInt64Array.of(-5n, 7n), [-5, 7], 'int64'],
    ['HalfStorage', Uint16Array.of(0x3c00, 0xc000), [1, -2], 'float16'],
    ['BFloat16Storage', Uint16Array.of(0x3f80, 0xc000), [1, -2], 'float32'],
    ['IntStorage', Int32Array.of(-1, 2), [-1, 2], 'int32'],
    ['BoolStorage', Uint8Array.of(1, 0), [1, 0], 'bool']
  ])('reads %s', (storage, raw, wanted, dtype) => {
    const part = tensorPart({ key: '0', count: 2, shape: [2], strides: [1], storage });
    const read = readPth(pthFile(part, { 0: raw })) as Tensor;
    expect([...read.data]).toEqual(wanted);
    expect(read.dtype).toBe(dtype);
  });

  it('reads NumPy numbers, as losses often are', () => {
    // pickle.dumps([np.float64(0.5), np.float32(-2), np.int64(-7), np.float64(0.25)], 2), without its frame
    const pickled =
      '5d710028636e756d70792e5f636f72652e6d756c746961727261790a7363616c61720a7101636e756d70790a64747970650a71025802000000663871038988877104527105284b0358010000003c71064e4e4e4affffffff4affffffff4b0074710762635f636f646563730a656e636f64650a71085809000000000000000000c3a03f710958060000006c6174696e31710a86710b52710c86710d52710e6801680258020000006634710f8988877110527111284b0368064e4e4e4affffffff4affffffff4b007471126268085805000000000000c3807113680a86711452711586711652711768016802580200000069387118898887711952711a284b0368064e4e4e4affffffff4affffffff4b0074711b6268085810000000c3b9c3bfc3bfc3bfc3bfc3bfc3bfc3bf711c680a86711d52711e86711f5271206801680568085809000000000000000000c3903f7121680a867122527123867124527125652e';
    const bytes = Uint8Array.from(Buffer.from(pickled, 'hex'));
    expect(readPth(pthFile(bytes.slice(0, -1)))).toEqual([0.5, -2, -7, 0.25]);
    const bigEndian = bytes.slice(0, -1).map((byte) => (byte === 0x3c ? 0x3e : byte));
    expect(() => readPth(pthFile(bigEndian))).toThrow('a NumPy number is not little-endian');
  });

  it.each([
    ['an object', ['cnumpy\ndtype\n', tuple(unicode('O8')), 'R'], 'the type O8'],
    [
      'a number by text',
      ['cnumpy.core.multiarray\nscalar\n', tuple(unicode('f8'), 'N'), 'R'],
      'not described'
    ],
    [
      'another encoding',
      ['c_codecs\nencode\n', tuple(unicode('x'), unicode('rot13')), 'R'],
      'it encodes text'
    ],
    ['a bare type', ['cnumpy\ndtype\n', tuple(unicode('f8')), 'R'], 'a bare storage or type']
  ] as [string, PicklePart, string][])('refuses NumPy’s %s', async (_, part, words) => {
    expect(await messageOf(part)).toContain(words);
  });

  it('reads the run of the paper’s authors', (context) => {
    const path = shared('data/paper/low_precision_mod_addition.pth');
    if (path === null) return context.skip();
    const read = readPth(readFileSync(path)) as ReadonlyMap<string, unknown>;
    expect([...read.keys()]).toEqual(['train_losses', 'test_losses', 'model']);
    expect((read.get('train_losses') as number[]).length).toBe(50_000);
    const model = read.get('model') as ReadonlyMap<string, Tensor>;
    expect(model.size).toBe(12);
    expect(model.get('embed.W_E')!.shape).toEqual([128, 114]);
    expect([...model.get('blocks.0.attn.mask')!.data]).toEqual([1, 0, 0, 1, 1, 0, 1, 1, 1]);
  });
});

describe('a pickle that would run something', () => {
  it.each([
    ['os.system', ['cos\nsystem\n', tuple(unicode('touch /tmp/owned')), 'R']],
    ['builtins.eval', ['cbuiltins\neval\n', tuple(unicode('1')), 'R']],
    ['posix.system', ['cposix\nsystem\n', tuple(unicode('id')), 'R']],
    ['builtins.getattr', ['cbuiltins\ngetattr\n', tuple('cos\nsystem\n', unicode('x')), 'R']],
    ['torch.load', ['ctorch\nload\n', tuple(unicode('x')), 'R']],
    ['torch._utils.__reduce__', ['ctorch._utils\n__reduce__\n', ')R']],
    ['constructor.prototype', ['cconstructor\nprototype\n', ')R']],
    ['__proto__.toString', ['c__proto__\ntoString\n', ')R']]
  ] as [string, PicklePart][])('is refused by the name of %s', async (name, part) => {
    expect(await messageOf(part)).toBe(
      `unsupported pth: it asks for ${name}, which grokscope does not run`
    );
  });

  it('is refused in the middle of a sound file, nested in allowed calls', async () => {
    const inner = ['csubprocess\nPopen\n', tuple(unicode('id')), 'R'];
    const outer = ['ccollections\nOrderedDict\n', tuple(['](', inner, 'e']), 'R'];
    expect(await messageOf(dictionary({ w: tensorPart(matrix), x: outer }))).toContain(
      'subprocess.Popen'
    );
  });

  it.each([
    ['the text of a global', [unicode('os system'), ')R'], 'calls what is no function'],
    ['a memoized tensor', [tensorPart(matrix), 'q', 1, '0h', 1, ')R'], 'calls what is no function'],
    [
      'attributes of a list',
      [']', dictionary({ __class__: 'N' }), 'b'],
      'gives attributes to plain data'
    ],
    [
      'a storage type as a function',
      ['ctorch\nFloatStorage\n', ')R'],
      'it calls torch.FloatStorage'
    ]
  ] as [string, PicklePart, string][])('cannot go by way of %s', async (_, part, words) => {
    expect(await messageOf(part)).toContain(words);
  });

  it.each(['i', 'o', 'P', 'F', 'S', 'I', 'V', 'd', 'l', 'p', 'g', '\x81', '\x82', '\x93', '\x95'])(
    'cannot use the opcode %j',
    async (opcode) => {
      const text = await messageOf(['N', opcode, '\x00\x00\x00\x00\x00\x00\x00\x00\n\n']);
      expect(text).toBe(
        `unsupported pth: its pickle has the opcode 0x${opcode.charCodeAt(0).toString(16)}`
      );
    }
  );
});

describe('a damaged .pth file', () => {
  it.each([
    ['past its storage', { strides: [4, 1] }, 'a tensor reaches to element 6 of 6 in storage 0'],
    ['from beyond it', { offset: 7, shape: [1], strides: [1] }, 'reaches to element 7 of 6'],
    ['backwards', { strides: [-3, 1] }, 'one of its tensors is not described'],
    ['with a negative size', { shape: [-2, 3] }, 'one of its tensors is not described'],
    ['with too few strides', { strides: [1] }, 'a tensor has 2 dimensions, but 1 strides'],
    ['of another count', { count: 7 }, 'storage 0 holds 24 bytes, not 28'],
    ['of an absent storage', { key: '9' }, 'it lacks archive/data/9'],
    ['outside the archive', { key: '../../x' }, 'it lacks archive/data/../../x'],
    [
      'that fills the memory',
      { shape: [2 ** 30, 2 ** 30], strides: [0, 0] },
      'many more elements than it stores'
    ]
  ])('has a tensor %s', async (_, change, words) => {
    expect(await messageOf(tensorPart({ ...matrix, ...change }))).toContain(words);
  });

  it('may not expand many tensors without end either', async () => {
    const big = tensorPart({ key: '0', count: 6, shape: [2 ** 19], strides: [0] });
    expect(readPth(pthFile(['](', big, big, 'e'], { 0: six }))).toHaveLength(2);
    const error = await userErrorOf(() => readPth(pthFile(['](', big, big, big, 'e'], { 0: six })));
    expect(error.message).toBe('damaged pth: its tensors have many more elements than it stores');
  });

  it('may not make dictionaries of one list without end', async () => {
    const pair = [unicode('a'), 'N', 0x86];
    const pairs = ['](', Array(2000).fill(pair), 'e', 'q', 0, '0'];
    const made = ['ccollections\nOrderedDict\n', 'q', 1, '0', 'h', 1, 'h', 0, 0x85, 'R', '0'];
    const again = ['h', 1, 'h', 0, 0x85, 'R', '0'];
    const error = await userErrorOf(() =>
      readPth(pthFile([pairs, made, Array(3000).fill(again), 'N'] as PicklePart))
    );
    expect(error.message).toBe('unsupported pth: its dictionaries have over 4194304 entries');
  });

  it.each([
    ['open brackets without end', '('.repeat(600), 'nests too deeply'],
    ['an unknown memo', ['h', 3], 'recalls value 3'],
    ['a closed bracket', ['N', 't'], 'closes a bracket that is not open'],
    ['a second value', 'NN', 'values left over'],
    ['an open bracket', '(N', 'values left over'],
    ['nothing', '', 'values left over'],
    ['a list as a key', ['}', ']', 'N', 's'], 'a key that is neither text nor number'],
    ['an odd dictionary', ['}(', unicode('a'), 'u'], 'fills no dictionary'],
    ['an append to a tuple', [')', 'N', 'a'], 'appends to no list'],
    ['text that is not UTF-8', ['X', '\x01\x00\x00\x00\xff'], 'not UTF-8'],
    ['a text of 4 GB', ['X', '\xff\xff\xff\xff'], 'breaks off'],
    ['a number of 200 bytes', [0x8a, 200], 'a number of 200 bytes'],
    ['dictionaries without end', '}0'.repeat(2 ** 18 + 1), 'too many dictionaries'],
    ['lists without end', ']0'.repeat(2 ** 22 + 1), 'too many lists'],
    [
      'a storage of a type that objects inherit',
      [
        tuple(unicode('storage'), unicode('constructor'), unicode('0'), unicode('cpu'), integer(6)),
        'Q'
      ],
      'storages is not described'
    ],
    ['protocol 4', [0x80, 4, 'N'], 'pickle protocol 4']
  ] as [string, PicklePart, string][])('has a pickle with %s', async (_, part, words) => {
    expect(await messageOf(part)).toContain(words);
  });

  it('may hold a list that contains itself', () => {
    const list = readPth(pthFile([']', 'q', 0, 'h', 0, 'a'])) as readonly unknown[];
    expect(list[0]).toBe(list);
  });

  it('of any length but the full one is a UserError', () => {
    const value = dictionary({ w: tensorPart(matrix), v: tensorPart({ ...matrix, key: '1' }) });
    const file = pthFile(value, { 0: six, 1: six });
    for (let length = 0; length < file.length; length++)
      expect(() => readPth(file.slice(0, length)), `${length} bytes`).toThrow(UserError);
  });

  it('with a pickle of any shorter length is a UserError', () => {
    const pickle = pickleBytes(0x80, 2, dictionary({ w: tensorPart(matrix) }), '.');
    for (let length = 0; length < pickle.length; length++) {
      const file = storedZip({
        'archive/data.pkl': pickle.slice(0, length),
        'archive/data/0': new Uint8Array(six.buffer)
      });
      expect(() => readPth(file), `${length} bytes`).toThrow(UserError);
    }
  });

  it('with any byte of its pickle changed gives plain data or a UserError', () => {
    const pickle = pickleBytes(0x80, 2, dictionary({ w: tensorPart(matrix), n: integer(7) }), '.');
    let wrong = 0;
    for (let at = 0; at < pickle.length; at++)
      for (const flip of [0x01, 0x40, 0xff]) {
        const changed = pickle.slice();
        changed[at] ^= flip;
        const file = storedZip({
          'archive/data.pkl': changed,
          'archive/data/0': new Uint8Array(six.buffer)
        });
        try {
          readPth(file);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          wrong++;
        }
      }
    expect(wrong).toBeGreaterThan(pickle.length);
  });

  it.each([
    ['of PyTorch before 1.6', pickleBytes(0x80, 2, 0x8a, 0x0a, 'l\xfc\x9cF\xf9'), 'before 1.6'],
    ['that is a bare pickle', pickleBytes(0x80, 2, 'N.'), 'a bare pickle'],
    ['that is text', pickleBytes('hello, this is no archive'), 'not a zip archive'],
    ['that is another zip', storedZip({ 'a.txt': pickleBytes('x') }), 'not of torch.save'],
    [
      'that is TorchScript',
      storedZip({ 'm/data.pkl': pickleBytes('N.'), 'm/constants.pkl': pickleBytes('N.') }),
      'a TorchScript program'
    ],
    [
      'that is packed',
      storedZip({ 'm/data.pkl': pickleBytes('N.') }, { method: 8 }),
      'm/data.pkl is compressed'
    ],
    [
      'that lies about its sizes',
      storedZip({ 'm/data.pkl': pickleBytes('N.') }, { claim: () => 2 ** 31 }),
      'claims 2147483648 bytes'
    ]
  ])('%s is refused in words', async (_, file, words) => {
    const error = await userErrorOf(() => readPth(file));
    expect(error.message).toContain(words);
    expect(error.message).toMatch(/^(damaged|unsupported) pth: /);
    expect(error.hint).toBeTruthy();
  });
});
