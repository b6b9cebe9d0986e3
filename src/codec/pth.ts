import { type Numbers, sizeOf, type Tensor } from '../array/tensor.ts';
import { damaged, unsupported } from './damaged.ts';
import { checkNumpyType, NumpyType, numpyGlobals, PickledBytes } from './numpy-scalar.ts';
import { type PickleValue, readPickle } from './pickle.ts';
import { storedElements } from './stored-elements.ts';
import { unpackEntry, type ZipDescription, type ZipEntry, zipEntries } from './zip-read.ts';

/**
 * What a .pth file holds: plain data with tensors in it. Lists and tuples are lists, dictionaries
 * are Maps.
 */
export type PthValue = PickleValue<Tensor>;

/** Most elements of all tensors together. */
const MOST_ELEMENTS = 2 ** 27;
/**
 * Elements that tensors may have beyond those in their storages, many times: a few expanded masks.
 */
const EXPANDED = 2 ** 20;
/** Times that an element may be in tensors: weights are tied, and cut into heads. */
const SHARED = 8;
const MOST_DIMENSIONS = 16;
/** Most entries of ordered dictionaries. */
const MOST_ENTRIES = 2 ** 22;

/** The elements of one storage, from which tensors are cut. */
class Storage {
  readonly key: string;
  readonly dtype: Tensor['dtype'];
  readonly data: Numbers;
  constructor(key: string, dtype: Tensor['dtype'], data: Numbers) {
    this.key = key;
    this.dtype = dtype;
    this.data = data;
  }
}

type Value = PickleValue<Tensor | Storage | NumpyType | PickledBytes>;

const description: ZipDescription = {
  format: 'pth',
  items: 'files',
  remedy: 'save it with torch.save'
};

/** Element codes of PyTorch's storages, by the global that names them. */
const storages: Readonly<Record<string, readonly [code: string, bytes: number]>> = {
  'torch FloatStorage': ['F32', 4],
  'torch DoubleStorage': ['F64', 8],
  'torch HalfStorage': ['F16', 2],
  'torch BFloat16Storage': ['BF16', 2],
  'torch LongStorage': ['I64', 8],
  'torch IntStorage': ['I32', 4],
  'torch ShortStorage': ['I16', 2],
  'torch CharStorage': ['I8', 1],
  'torch ByteStorage': ['U8', 1],
  'torch BoolStorage': ['BOOL', 1]
};

/**
 * Returns what `torch.save` wrote into a .pth file (a zip archive, PyTorch 1.6 and later). Nothing
 * in the file runs: tensors, ordered dictionaries and plain data are all it may hold. Tensors are
 * copied out of their storages, row-major. * Throws UserError on anything else, on damage, on
 * tensors that reach outside their storage, and on those that repeat what is stored until a small
 * file fills the memory.
 */
export function readPth(bytes: Uint8Array): PthValue {
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  refuseOther(plain);
  const files = new Map(zipEntries(plain, description).map((file) => [file.name, file]));
  const root = rootOf([...files.keys()]);
  const unpack = (name: string): Uint8Array => {
    const file = files.get(root + name);
    if (file === undefined) throw damaged('pth', `it lacks ${root}${name}`);
    return unpackEntry(plain, stored(file), description);
  };
  if (files.has(`${root}byteorder`) && text(unpack('byteorder')) !== 'little')
    throw unsupported('pth', 'it is big-endian', 'save it on a little-endian machine');

  const known = new Map<string, Storage>();
  let left = EXPANDED;
  let held = MOST_ELEMENTS;
  let entries = MOST_ENTRIES;
  const isRoom = (more: number): boolean => {
    entries -= more;
    return entries >= 0;
  };
  const persistent = (id: Value): Value => {
    const [kind, type, key, , count] = Array.isArray(id) ? id : [];
    const [code, width] =
      (typeof type === 'string' && Object.hasOwn(storages, type) && storages[type]) || [];
    if (kind !== 'storage' || code === undefined || typeof key !== 'string' || !isCount(count))
      throw damaged('pth', 'one of its storages is not described');
    const existing = known.get(key);
    const raw = existing ? null : unpack(`data/${key}`);
    if (raw !== null && raw.length !== count * width!)
      throw damaged('pth', `storage ${key} holds ${raw.length} bytes, not ${count * width!}`);
    const storage = existing ?? storageOf(key, code, raw!);
    if (storage.data.length !== count) throw damaged('pth', `storage ${key} has two sizes`);
    if (!existing) left += SHARED * count;
    known.set(key, storage);
    return storage;
  };
  const tensor = ([storage, offset, shape, strides]: readonly Value[]): Tensor => {
    if (
      !(storage instanceof Storage) ||
      !isCount(offset) ||
      !areCounts(shape) ||
      !areCounts(strides)
    )
      throw damaged('pth', 'one of its tensors is not described');
    if (shape.length !== strides.length)
      throw damaged(
        'pth',
        `a tensor has ${shape.length} dimensions, but ${strides.length} strides`
      );
    left -= sizeOf(shape);
    held -= sizeOf(shape);
    if (!(left >= 0)) throw damaged('pth', 'its tensors have many more elements than it stores');
    if (!(held >= 0))
      throw unsupported('pth', `its tensors have over ${MOST_ELEMENTS} elements`, 'save fewer');
    return cut(storage, offset, shape, strides);
  };
  const type = (name: string) => (): never => {
    throw damaged('pth', `it calls ${name.replace(' ', '.')}`);
  };
  const value = readPickle<Tensor | Storage | NumpyType | PickledBytes>(unpack('data.pkl'), {
    format: 'pth',
    globals: {
      ...Object.fromEntries(Object.keys(storages).map((name) => [name, type(name)])),
      'collections OrderedDict': (args) => ordered(args, isRoom),
      'torch._utils _rebuild_tensor_v2': tensor,
      'torch._utils _rebuild_parameter': ([data = null]) => data,
      ...numpyGlobals
    },
    attributes: checkNumpyType,
    persistent
  });
  const parts = [Storage, NumpyType, PickledBytes];
  if (parts.some((part) => value instanceof part))
    throw unsupported('pth', 'it holds a bare storage or type', description.remedy);
  return value as PthValue;
}

function refuseOther(bytes: Uint8Array): void {
  const starts = (...wanted: number[]) => wanted.every((byte, i) => bytes[i] === byte);
  // The magic number that torch.save wrote first before 1.6, as a pickled whole number.
  const isOld = starts(0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46);
  if (isOld || text(bytes.subarray(257, 262)) === 'ustar')
    throw unsupported(
      'pth',
      'it was saved by PyTorch before 1.6',
      'save it again with a newer one: torch.save(torch.load(FILE), FILE)'
    );
  if (starts(0x80))
    throw unsupported('pth', 'it is a bare pickle, not a file of torch.save', description.remedy);
}

function rootOf(names: readonly string[]): string {
  const roots = names.filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (roots.length !== 1) throw damaged('pth', 'it is a zip archive, but not of torch.save');
  const root = roots[0].slice(0, -'data.pkl'.length);
  if (names.some((name) => name === `${root}constants.pkl` || name.startsWith(`${root}code/`)))
    throw unsupported(
      'pth',
      'it is a TorchScript program',
      'save the weights: torch.save(model.state_dict(), FILE)'
    );
  return root;
}

/** PyTorch stores its files as they are; a packed one could grow a thousandfold. */
function stored(entry: ZipEntry): ZipEntry {
  if (entry.method === 0) return entry;
  throw unsupported('pth', `${entry.name} is compressed`, description.remedy);
}

function storageOf(key: string, code: string, raw: Uint8Array): Storage {
  const { dtype, data } = storedElements(code, raw, 'pth', `storage ${key}`)!;
  return new Storage(key, dtype, data);
}

/**
 * Copies a tensor out of its storage: element (i, j, …) lies at offset + i·stride₀ + j·stride₁ + ….
 */
function cut(
  { key, dtype, data }: Storage,
  offset: number,
  shape: readonly number[],
  strides: readonly number[]
): Tensor {
  const size = sizeOf(shape);
  const last = shape.reduce((place, n, axis) => place + (n - 1) * strides[axis], offset);
  if (size > 0 && last >= data.length)
    throw damaged('pth', `a tensor reaches to element ${last} of ${data.length} in storage ${key}`);
  if (isRowMajor(shape, strides))
    return { dtype, shape: [...shape], data: data.slice(offset, offset + size) };
  const out = new (data.constructor as new (n: number) => Numbers)(size);
  const index = shape.map(() => 0);
  for (let i = 0, from = offset; i < size; i++) {
    out[i] = data[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= shape[axis] * strides[axis];
      index[axis] = 0;
    }
  }
  return { dtype, shape: [...shape], data: out };
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== step) return false;
    step *= shape[axis];
  }
  return true;
}

/**
 * OrderedDict() and OrderedDict([(key, value), …]); `isRoom` tells whether there may be so many
 * more entries.
 */
function ordered([items = []]: readonly Value[], isRoom: (entries: number) => boolean): Value {
  const pairs = Array.isArray(items) ? (items as readonly Value[]) : null;
  if (pairs && !isRoom(pairs.length + 1))
    throw unsupported('pth', `its dictionaries have over ${MOST_ENTRIES} entries`, 'save fewer');
  const isPair = (pair: Value): pair is [Value, Value] =>
    Array.isArray(pair) && pair.length === 2 && typeof pair[0] !== 'object';
  if (pairs?.every(isPair)) return new Map(pairs);
  throw damaged('pth', 'one of its ordered dictionaries is not made of pairs');
}

function isCount(value: Value | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function areCounts(value: Value | undefined): value is readonly number[] {
  return Array.isArray(value) && value.length <= MOST_DIMENSIONS && value.every(isCount);
}

function text(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
