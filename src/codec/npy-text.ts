import { UserError } from '../error/user-error.ts';
import { concat } from './concat.ts';
import { damaged, unsupported } from './damaged.ts';
import { npyHeaderOf, readNpyFields } from './npy-header.ts';
import { rowMajor } from './row-major.ts';

/** A dense row-major array of texts; one of shape [] has one text. */
export interface TextArray {
  readonly shape: readonly number[];
  /** As many as the product of `shape`. */
  readonly texts: readonly string[];
  /** Room for each in characters, when it is written; what the longest needs, if that is more. */
  readonly width?: number;
}

/**
 * Returns the texts of a .npy file of NumPy's type `<U…` (UTF-32 of one width, filled up with
 * zeros, which are no part of a text) in row-major order, or the error that names another type.
 * Throws UserError where header and payload contradict each other or a code is no character.
 */
export function readNpyTexts(file: Uint8Array, name: string): readonly string[] | UserError {
  const fields = readNpyFields(file, name);
  if (fields instanceof UserError) return fields;
  const { descr, shape, size, start, fortran } = fields;
  const width = /^[<>=|]?U(\d{1,9})$/.exec(descr)?.[1];
  if (width === undefined)
    return unsupported(
      'npz',
      `${name} has the type ${descr}, not text`,
      'save it as a list of str'
    );
  const length = Number(width);
  if (file.length - start !== 4 * length * size)
    throw damaged(
      'npz',
      `${name} holds ${file.length - start} bytes, its texts need ${4 * length * size}`
    );
  if (size > MOST) throw damaged('npz', `${name} claims ${size} texts, at most ${MOST} are read`);
  const codes = new DataView(file.buffer, file.byteOffset + start);
  const order = rowMajor(
    Uint32Array.from({ length: size }, (_, i) => i),
    shape,
    1,
    fortran
  );
  return Array.from(order, (at) =>
    textAt(codes, 4 * length * at, length, !descr.startsWith('>'), name)
  );
}

/** Each takes more room in memory than in the file, and one without characters takes none there. */
const MOST = 2 ** 20;

/**
 * Returns the bytes of a .npy file of texts, as wide as the longest (`<U1` where all are empty, as
 * NumPy does). Zeros at the end of a text are lost in this format. Throws RangeError if the number
 * of texts does not fit the shape.
 */
export function writeNpyTexts({ shape, texts, width: least = 1 }: TextArray): Uint8Array {
  const size = shape.reduce((product, n) => product * n, 1);
  if (texts.length !== size)
    throw new RangeError(`invalid length: ${texts.length} (shape [${shape}] holds ${size})`);
  const characters = texts.map((text) => [...text]);
  const width = characters.reduce((most, { length }) => Math.max(most, length), least);
  const codes = new DataView(new ArrayBuffer(4 * width * size));
  for (const [row, text] of characters.entries())
    for (const [i, character] of text.entries())
      codes.setUint32(4 * (width * row + i), character.codePointAt(0)!, true);
  return concat([npyHeaderOf(`<U${width}`, shape), new Uint8Array(codes.buffer)]);
}

function textAt(
  codes: DataView,
  from: number,
  length: number,
  isLittle: boolean,
  name: string
): string {
  let end = length;
  while (end > 0 && codes.getUint32(from + 4 * (end - 1), isLittle) === 0) end--;
  let text = '';
  for (let i = 0; i < end; i++) {
    const code = codes.getUint32(from + 4 * i, isLittle);
    if (code > 0x10ffff)
      throw damaged('npz', `${name} has a code that is no character: ${code.toString(16)}`);
    text += String.fromCodePoint(code);
  }
  return text;
}
