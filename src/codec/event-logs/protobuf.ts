import protobuf from 'protobufjs/minimal.js';
import { UserError } from '../../error/user-error.ts';
import { damaged } from '../damaged.ts';

/** What reads the value of a field, which lies next, into what is made of the message. */
type ReadField<T> = (reader: protobuf.Reader, into: T) => void;

/**
 * The fields of a message that are read, by {@link tag}; all others, and those of another wire
 * type, are skipped.
 */
export type Fields<T> = Readonly<Record<number, ReadField<T>>>;

/** The wire types of protobuf that are read here. */
const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Returns the tag of a field of a message: its number, and how its value is stored. */
export function tag(field: number, type: keyof typeof wire): number {
  return field * 8 + wire[type];
}

/**
 * Reads a whole protobuf message into `into`, and returns that. Of a field that comes again the
 * last counts, unless its reader gathers them. Throws UserError `damaged <format>` where the bytes
 * are no message.
 */
export function readMessage<T>(bytes: Uint8Array, format: string, fields: Fields<T>, into: T): T {
  const reader = new protobuf.Reader(bytes);
  try {
    readUntil(reader, reader.len, fields, into);
  } catch (error) {
    if (error instanceof UserError || error instanceof TypeError) throw error;
    throw damaged(format, 'a record is cut short or no protobuf message');
  }
  return into;
}

/** Reads the message that is the value of a field, and returns `into`. For readers of fields. */
export function readNested<T>(reader: protobuf.Reader, fields: Fields<T>, into: T): T {
  const length = reader.uint32();
  readUntil(reader, reader.pos + length, fields, into);
  return into;
}

/** Returns a whole number of 64 bits, exact to 2^53. */
export function int64(reader: protobuf.Reader): number {
  return Number(reader.int64());
}

/** Returns a text; bytes that are no UTF-8 become replacement characters. */
export function text(reader: protobuf.Reader): string {
  return decoder.decode(reader.bytes());
}
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function readUntil<T>(reader: protobuf.Reader, end: number, fields: Fields<T>, into: T): void {
  if (end > reader.len) throw new RangeError('it ends after its container');
  while (reader.pos < end) {
    const next = reader.uint32();
    const read = fields[next];
    if (read === undefined) reader.skipType(next & 7, 0, next >>> 3);
    else read(reader, into);
  }
  if (reader.pos > end) throw new RangeError('a field ends after its message');
}
