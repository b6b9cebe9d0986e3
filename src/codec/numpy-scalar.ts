import { damaged, unsupported } from './damaged.ts';
import { storedElements } from './stored-elements.ts';

/** The type of a pickled NumPy number. */
export class NumpyType {
  readonly code: string;
  constructor(code: string) {
    this.code = code;
  }
}

/** Bytes as Python 2 pickles them: text of one character each. */
export class PickledBytes {
  readonly data: Uint8Array;
  constructor(data: Uint8Array) {
    this.data = data;
  }
}

/** Codes of {@link storedElements} by those of NumPy. */
const codes: Readonly<Record<string, string>> = {
  f2: 'F16',
  f4: 'F32',
  f8: 'F64',
  b1: 'BOOL',
  i1: 'I8',
  i2: 'I16',
  i4: 'I32',
  i8: 'I64',
  u1: 'U8',
  u2: 'U16',
  u4: 'U32',
  u8: 'U64'
};

/**
 * The globals from which a pickled NumPy number (a loss that was not turned into a float) is made.
 * Throws UserError on other types, such as dates and objects.
 */
export const numpyGlobals = {
  'numpy dtype': ([code]: readonly unknown[]) => {
    if (typeof code === 'string' && Object.hasOwn(codes, code)) return new NumpyType(codes[code]);
    throw unsupported('pth', `a NumPy number has the type ${code}`, 'save it as float(x)');
  },
  '_codecs encode': ([text, encoding]: readonly unknown[]) => {
    if (typeof text !== 'string' || encoding !== 'latin1' || text.length > 64)
      throw unsupported('pth', 'it encodes text', 'save numbers as float(x)');
    return new PickledBytes(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  },
  'numpy.core.multiarray scalar': scalar,
  'numpy._core.multiarray scalar': scalar
};

/** Throws UserError when the attributes of a NumPy type say that its numbers are big-endian. */
export function checkNumpyType(owner: unknown, state: unknown): void {
  const order = Array.isArray(state) ? state[1] : '?';
  if (owner instanceof NumpyType && order !== '<' && order !== '|')
    throw unsupported('pth', 'a NumPy number is not little-endian', 'save it as float(x)');
}

function scalar([type, bytes]: readonly unknown[]): number {
  const elements =
    type instanceof NumpyType && bytes instanceof PickledBytes && bytes.data.length > 0
      ? numbersOf(type.code, bytes.data)
      : null;
  if (elements?.length !== 1) throw damaged('pth', 'a NumPy number is not described');
  return elements[0];
}

function numbersOf(code: string, data: Uint8Array): ArrayLike<number> | null {
  const width = code === 'BOOL' ? 1 : Number(code.slice(1)) / 8;
  return data.length === width ? storedElements(code, data, 'pth', 'a NumPy number')!.data : null;
}
