import type protobuf from 'protobufjs/minimal.js';
import { type Fields, int64, readNested, tag } from './protobuf.ts';

/** What is read of a TensorProto: enough for a scalar. */
export interface ScalarTensor {
  /** TensorFlow's number of the element type: 1 float32, 2 float64. */
  readonly dtype: number;
  /** Number of elements that its shape has; 1 without a shape. */
  readonly size: number;
  /** Its elements where they are one or two floats, else none. */
  readonly values: readonly number[];
}

interface Loose {
  dtype: number;
  size: number;
  values: number[];
}

/** The element types that {@link scalarOf} reads. */
const FLOAT = 1;
const DOUBLE = 2;

/** More elements than a scalar has are not kept. */
const MOST = 2;

const dimFields: Fields<Loose> = {
  [tag(1, 'varint')]: (reader, into) => {
    into.size *= int64(reader);
  }
};

const shapeFields: Fields<Loose> = {
  [tag(2, 'bytes')]: (reader, into) => readNested(reader, dimFields, into)
};

/** The fields of a TensorProto (tensor.proto). */
export const tensorFields: Fields<Loose> = {
  [tag(1, 'varint')]: (reader, into) => {
    into.dtype = reader.uint32();
  },
  [tag(2, 'bytes')]: (reader, into) => readNested(reader, shapeFields, into),
  [tag(4, 'bytes')]: (reader, into) => {
    const bytes = reader.bytes();
    const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (into.dtype === FLOAT && bytes.length === 4) into.values = [data.getFloat32(0, true)];
    if (into.dtype === DOUBLE && bytes.length === 8) into.values = [data.getFloat64(0, true)];
  },
  [tag(5, 'bytes')]: packed(4, (reader) => reader.float()),
  [tag(5, 'fixed32')]: (reader, into) => keep(into, reader.float()),
  [tag(6, 'bytes')]: packed(8, (reader) => reader.double()),
  [tag(6, 'fixed64')]: (reader, into) => keep(into, reader.double())
};

/**
 * Returns the number in a tensor of one float32 or float64; else a text that says what it is
 * instead.
 */
export function scalarOf({ dtype, size, values }: ScalarTensor): number | string {
  if (dtype !== FLOAT && dtype !== DOUBLE) return `has the element type ${dtype}`;
  if (size !== 1) return `has ${size} elements`;
  return values.length === 1 ? values[0] : 'has no value';
}

function packed(width: number, read: (reader: protobuf.Reader) => number) {
  return (reader: protobuf.Reader, into: Loose): void => {
    const length = reader.uint32();
    const end = reader.pos + length;
    if (length % width !== 0 || end > reader.len) throw new RangeError('a list is cut short');
    while (reader.pos < end && into.values.length < MOST) keep(into, read(reader));
    reader.skip(end - reader.pos);
  };
}

function keep(into: Loose, value: number): void {
  if (into.values.length < MOST) into.values.push(value);
}
