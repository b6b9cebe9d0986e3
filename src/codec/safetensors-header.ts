import { damaged } from './damaged.ts';
import { parseJson, repeatedKey } from './json.ts';

/**
 * One tensor as the header of a safetensors file describes it; positions count from the end of the
 * header.
 */
export interface HeaderEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** The checked header of a safetensors file. */
export interface SafetensorsHeader {
  readonly entries: readonly HeaderEntry[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Position of the first byte after the header. */
  readonly start: number;
}

/** The format's own limit on the header, in bytes. */
const HEADER_LIMIT = 100_000_000;
const MOST_DIMENSIONS = 64;
/** A tensor without elements may claim any length; nothing that is counted here is longer. */
const LONGEST_EMPTY = 2 ** 24;

const widths: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  F8_E8M0: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
  C64: 8
};

/**
 * Returns the header of a safetensors file, checked against the bytes: length, JSON, no name twice,
 * shape × width = span, and the spans cover the rest of the file without overlaps or holes. Of a
 * file of `size` bytes the first will do, its header included. Throws UserError.
 */
export function readSafetensorsHeader(bytes: Uint8Array, size = bytes.length): SafetensorsHeader {
  if (bytes.length < 8) throw damaged('safetensors', `${bytes.length} bytes are too few`);
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = data.getUint32(4, true) * 2 ** 32 + data.getUint32(0, true);
  if (length > HEADER_LIMIT) throw damaged('safetensors', 'it does not begin with a header');
  const start = 8 + length;
  if (start > bytes.length) throw damaged('safetensors', 'its header is cut short');
  const header = parseHeader(bytes.subarray(8, start));
  const { __metadata__: metadata, ...rest } = header;
  const entries = Object.entries(rest).map(([name, value]) => entryOf(name, value));
  checkSpans(entries, size - start);
  return { entries, metadata: metadataOf(metadata), start };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    header = parseJson(text);
  } catch {
    throw damaged('safetensors', 'its header is not JSON');
  }
  if (!text.startsWith('{') || header === null || typeof header !== 'object')
    throw damaged('safetensors', 'its header is not an object');
  const twice = repeatedKey(text);
  if (twice !== null) throw damaged('safetensors', `two tensors have the name ${twice}`);
  return header as Record<string, unknown>;
}

function entryOf(name: string, value: unknown): HeaderEntry {
  const { dtype, shape, data_offsets: span } = (value ?? {}) as Record<string, unknown>;
  const counts = (list: unknown): list is number[] =>
    Array.isArray(list) &&
    list.length <= MOST_DIMENSIONS &&
    list.every((n) => Number.isSafeInteger(n) && n >= 0);
  if (typeof dtype !== 'string' || !counts(shape) || !counts(span) || span.length !== 2)
    throw damaged('safetensors', `the description of ${name} is unreadable`);
  const width = widths[dtype];
  if (width === undefined) throw damaged('safetensors', `${name} has the unknown type ${dtype}`);
  const [begin, end] = span as [number, number];
  const claims = shape.reduce((size, n) => size * n, width);
  const endless = shape.includes(0) && shape.some((n) => n > LONGEST_EMPTY);
  if (endless || end - begin !== claims)
    throw damaged(
      'safetensors',
      `${name} spans ${end - begin} bytes, its shape [${shape}] needs ${claims}`
    );
  return { name, dtype, shape, begin, end };
}

function checkSpans(entries: readonly HeaderEntry[], size: number): void {
  let at = 0;
  for (const { name, begin, end } of [...entries].sort(
    (a, b) => a.begin - b.begin || a.end - b.end
  )) {
    if (begin < at) throw damaged('safetensors', `${name} overlaps another tensor`);
    if (begin > at)
      throw damaged('safetensors', `${begin - at} bytes before ${name} belong to no tensor`);
    at = end;
  }
  if (at > size) throw damaged('safetensors', `it is cut short: ${size} bytes of ${at}`);
  if (at < size) throw damaged('safetensors', `${size - at} bytes at its end belong to no tensor`);
}

function metadataOf(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || !Object.values(value).every((text) => typeof text === 'string'))
    throw damaged('safetensors', 'its metadata is not text by name');
  return value as Record<string, string>;
}
