import type { DType, NamedArrays, Tensor } from '../array/tensor.ts';
import { concat } from './concat.ts';
import { unsupported } from './damaged.ts';
import { toFloat16 } from './half.ts';
import { toInt64 } from './integers.ts';
import { type HeaderEntry, readSafetensorsHeader } from './safetensors-header.ts';
import { storedElements } from './stored-elements.ts';

/** The content of a safetensors file. */
export interface Safetensors {
  readonly tensors: NamedArrays;
  readonly metadata: Readonly<Record<string, string>>;
}

/** File names of dtypes in the order of the file: widest first, so that every tensor is aligned. */
const codes: Readonly<Record<Exclude<DType, 'complex128'>, string>> = {
  uint64: 'U64',
  int64: 'I64',
  float64: 'F64',
  float32: 'F32',
  uint32: 'U32',
  int32: 'I32',
  float16: 'F16',
  uint16: 'U16',
  int16: 'I16',
  int8: 'I8',
  uint8: 'U8',
  bool: 'BOOL'
};

/**
 * Returns the tensors of a safetensors file: all of them as views on `bytes` where alignment
 * allows, so keep `bytes` unchanged; or only `names` (absent ones are left out) as copies, so that
 * the rest need not stay in memory. BF16 is widened to float32, I64 and U64 to float64. Throws
 * UserError when header and bytes contradict each other.
 */
export function readSafetensors(bytes: Uint8Array, names?: readonly string[]): Safetensors {
  // A Buffer's slice shares memory; a Uint8Array's does not.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { entries, metadata, start } = readSafetensorsHeader(plain);
  const chosen = names === undefined ? entries : entries.filter(({ name }) => names.includes(name));
  const tensors = chosen.map((entry) => {
    const part = plain.subarray(start + entry.begin, start + entry.end);
    return [entry.name, tensorOf(names === undefined ? part : part.slice(), entry)] as const;
  });
  return { tensors: Object.fromEntries(tensors), metadata };
}

/**
 * Returns a safetensors file, laid out as its reference library does: wider dtypes first, then by
 * name; header padded to 8 bytes. Throws RangeError if data does not fit a shape, and on complex
 * tensors, which the format lacks.
 */
export function writeSafetensors(
  tensors: NamedArrays,
  metadata?: Readonly<Record<string, string>>
): Uint8Array {
  const order = Object.keys(codes);
  const sorted = Object.entries(tensors).sort(
    ([a, x], [b, y]) => order.indexOf(x.dtype) - order.indexOf(y.dtype) || (a < b ? -1 : 1)
  );
  const header = new Map<string, unknown>();
  if (metadata !== undefined) header.set('__metadata__', metadata);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const [name, tensor] of sorted) {
    const part = payload(name, tensor);
    const dtype = codes[tensor.dtype as keyof typeof codes];
    header.set(name, { dtype, shape: tensor.shape, data_offsets: [at, at + part.length] });
    parts.push(part);
    at += part.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const head = new Uint8Array(8 + Math.ceil(text.length / 8) * 8).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(head.length - 8), true);
  head.set(text, 8);
  return concat([head, ...parts]);
}

function payload(name: string, { dtype, shape, data }: Tensor): Uint8Array {
  const size = shape.reduce((product, n) => product * n, 1);
  if (dtype === 'complex128' || data.length !== size)
    throw new RangeError(
      `invalid tensor: ${name} (${dtype}, shape [${shape}], length ${data.length})`
    );
  if (dtype === 'int64' || dtype === 'uint64') return toInt64(data);
  const stored = dtype === 'float16' ? toFloat16(data) : data;
  return new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
}

function tensorOf(raw: Uint8Array, { shape, name, dtype }: HeaderEntry): Tensor {
  const elements = storedElements(dtype, raw, 'safetensors', name);
  if (elements !== null) return { ...elements, shape };
  throw unsupported('safetensors', `${name} has the type ${dtype}`, 'save it as F32');
}
