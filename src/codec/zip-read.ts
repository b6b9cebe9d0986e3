import { promisify } from 'node:util';
import { crc32, inflateRaw, inflateRawSync, type ZlibOptions } from 'node:zlib';
import { damaged, unsupported } from './damaged.ts';

/** One file of a zip archive as its central directory describes it; sizes in bytes. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated; others are refused when the content is read. */
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Position of the entry's own header. */
  readonly local: number;
  /** Position of the packed bytes. */
  readonly start: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/** DEFLATE cannot shrink by more than this factor. */
const DEFLATE_LIMIT = 1032;

/**
 * Words of error messages: which format is packed in the archive, what its files are, and what
 * writes a readable one.
 */
export interface ZipDescription {
  readonly format: string;
  readonly items: string;
  readonly remedy: string;
}

const npz: ZipDescription = {
  format: 'npz',
  items: 'arrays',
  remedy: 'save it with numpy.savez_compressed'
};

/**
 * Returns the entries of a zip archive, from its central directory only: NumPy's local headers hold
 * 0xFFFFFFFF for sizes. Every position is checked against the bytes; no two entries share any, and
 * the directory holds no more than it counts. Throws UserError `damaged npz` or `unsupported npz`.
 */
export function zipEntries(
  bytes: Uint8Array,
  description: ZipDescription = npz
): readonly ZipEntry[] {
  const { format, items } = description;
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, start, end } = centralDirectory(data, description);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || data.getUint32(at, true) !== CENTRAL)
      throw damaged(format, `its list of ${items} breaks off after ${i} of ${count}`);
    const nameLength = data.getUint16(at + 28, true);
    const extraLength = data.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + data.getUint16(at + 32, true);
    if (next > end) throw damaged(format, `its list of ${items} breaks off after ${i} of ${count}`);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if (names.has(name)) throw damaged(format, `two ${items} have the name ${name}`);
    names.add(name);
    entries.push(entryAt(data, at, name, { nameLength, extraLength, limit: start, format }));
    at = next;
  }
  if (at < end)
    throw damaged(format, `its list of ${items} holds more than the ${count} it counts`);
  checkOverlaps(entries, format);
  return entries;
}

/** A bomb lists the same packed bytes a thousand times. */
function checkOverlaps(entries: readonly ZipEntry[], format: string): void {
  let free = 0;
  for (const { name, local, start, packedSize } of [...entries].sort((a, b) => a.local - b.local)) {
    if (local < free) throw damaged(format, `${name} overlaps another of its parts`);
    free = start + packedSize;
  }
}

function centralDirectory(
  data: DataView,
  { format, items }: ZipDescription
): { count: number; start: number; end: number } {
  const size = data.byteLength;
  if (size >= 4 && data.getUint32(0, true) !== LOCAL && data.getUint32(0, true) !== END)
    throw damaged(format, 'it is not a zip archive');
  let at = size - 22;
  const lowest = Math.max(0, at - 0xffff);
  while (at >= lowest) {
    if (data.getUint32(at, true) === END && at + 22 + data.getUint16(at + 20, true) === size) break;
    at--;
  }
  if (at < lowest) throw damaged(format, `it is cut short, its list of ${items} is missing`);
  let count = data.getUint16(at + 10, true);
  let length = data.getUint32(at + 12, true);
  let start = data.getUint32(at + 16, true);
  let stop = at;
  if (at >= 20 && data.getUint32(at - 20, true) === LOCATOR_64) {
    const far = readUint64(data, at - 12);
    if (far + 56 > at - 20 || data.getUint32(far, true) !== END_64)
      throw damaged(format, `its ZIP64 list of ${items} is missing`);
    count = readUint64(data, far + 32);
    length = readUint64(data, far + 40);
    start = readUint64(data, far + 48);
    stop = far;
  }
  if (start + length > stop) throw damaged(format, `its list of ${items} points outside the file`);
  if (start + length < stop)
    throw damaged(format, `bytes after its list of ${items} belong to none`);
  return { count, start, end: start + length };
}

interface Around {
  readonly nameLength: number;
  readonly extraLength: number;
  /** Where the packed bytes must have ended. */
  readonly limit: number;
  readonly format: string;
}

function entryAt(data: DataView, at: number, name: string, around: Around): ZipEntry {
  const { format } = around;
  if (data.getUint16(at + 8, true) & 1)
    throw unsupported(format, `${name} is encrypted`, 'save it without a password');
  const crc = data.getUint32(at + 16, true);
  let packedSize = data.getUint32(at + 20, true);
  let size = data.getUint32(at + 24, true);
  let local = data.getUint32(at + 42, true);
  const extraEnd = at + 46 + around.nameLength + around.extraLength;
  for (let x = at + 46 + around.nameLength; x + 4 <= extraEnd; ) {
    const id = data.getUint16(x, true);
    const stop = Math.min(x + 4 + data.getUint16(x + 2, true), extraEnd);
    let y = x + 4;
    const take = (value: number): number => {
      if (id !== 1 || value !== 0xffffffff || y + 8 > stop) return value;
      y += 8;
      return readUint64(data, y - 8);
    };
    size = take(size);
    packedSize = take(packedSize);
    local = take(local);
    x = stop;
  }
  if (local + 30 > around.limit || data.getUint32(local, true) !== LOCAL)
    throw damaged(format, `the start of ${name} is missing`);
  if (!equalNames(data, local + 30, at + 46, around.nameLength, local + 26))
    throw damaged(format, `the start of ${name} has another name`);
  const start = local + 30 + data.getUint16(local + 26, true) + data.getUint16(local + 28, true);
  if (start + packedSize > around.limit) throw damaged(format, `${name} is cut short`);
  const method = data.getUint16(at + 10, true);
  const most = method === 0 ? packedSize : packedSize * DEFLATE_LIMIT;
  if (size > most || (method === 0 && size !== packedSize))
    throw damaged(format, `${name} claims ${size} bytes, but packs ${packedSize}`);
  return { name, method, crc, packedSize, size, local, start };
}

function equalNames(data: DataView, a: number, b: number, length: number, at: number): boolean {
  if (data.getUint16(at, true) !== length || a + length > data.byteLength) return false;
  for (let i = 0; i < length; i++) if (data.getUint8(a + i) !== data.getUint8(b + i)) return false;
  return true;
}

/**
 * Returns the content of an entry in a buffer of its own. Throws UserError when size or checksum
 * contradict it.
 */
export function unpackEntry(
  bytes: Uint8Array,
  entry: ZipEntry,
  description: ZipDescription = npz
): Uint8Array<ArrayBuffer> {
  const packed = bytes.subarray(entry.start, entry.start + entry.packedSize);
  const content = entry.method === 0 ? packed : inflate(packed, entry, description);
  return checked(content, packed, entry, description);
}

/** As {@link unpackEntry}, but a large entry is inflated on another thread meanwhile. */
export async function unpackEntryApart(
  bytes: Uint8Array,
  entry: ZipEntry,
  description: ZipDescription = npz
): Promise<Uint8Array<ArrayBuffer>> {
  if (entry.method !== 8 || entry.size < LARGE) return unpackEntry(bytes, entry, description);
  const packed = bytes.subarray(entry.start, entry.start + entry.packedSize);
  const work = inflateApart(packed, roomFor(entry)) as Promise<unknown> as Promise<Unpacked>;
  const content = inflated(await work.catch(() => null), packed, entry, description);
  return checked(content, packed, entry, description);
}

/** From so many bytes on the way to another thread and back pays. */
const LARGE = 2 ** 18;
const inflateApart = promisify<Uint8Array, ZlibOptions, Buffer>(inflateRaw);

function checked(
  content: Uint8Array,
  packed: Uint8Array,
  entry: ZipEntry,
  { format }: ZipDescription
): Uint8Array<ArrayBuffer> {
  if (content.length !== entry.size)
    throw damaged(format, `${entry.name} holds ${content.length} bytes, not ${entry.size}`);
  if (crc32(content) !== entry.crc) throw damaged(format, `the checksum of ${entry.name} is wrong`);
  const whole = content.buffer as ArrayBuffer;
  const isOwn = content !== packed && whole.byteLength <= content.length + 64;
  return new Uint8Array(isOwn ? whole.transfer(content.length) : content);
}

interface Unpacked {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

/**
 * Room is made for what the entry claims, and nothing more is unpacked; a byte more, since zlib
 * makes as much room again where the first is full.
 */
function roomFor({ size }: ZipEntry): ZlibOptions {
  return { chunkSize: Math.max(64, size + 1), maxOutputLength: Math.max(1, size), info: true };
}

function inflate(packed: Uint8Array, entry: ZipEntry, description: ZipDescription): Uint8Array {
  const { format, remedy } = description;
  const { name, method } = entry;
  if (method !== 8) throw unsupported(format, `${name} uses compression method ${method}`, remedy);
  let unpacked: Unpacked | null = null;
  try {
    unpacked = inflateRawSync(packed, roomFor(entry)) as unknown as Unpacked;
  } catch {}
  return inflated(unpacked, packed, entry, description);
}

function inflated(
  unpacked: Unpacked | null,
  packed: Uint8Array,
  { name, size }: ZipEntry,
  { format }: ZipDescription
): Uint8Array {
  if (unpacked === null)
    throw damaged(format, `${name} cannot be unpacked to the ${size} bytes it claims`);
  if (unpacked.engine.bytesWritten !== packed.length)
    throw damaged(format, `${name} ends before its packed bytes do`);
  return unpacked.buffer;
}

function readUint64(data: DataView, at: number): number {
  return data.getUint32(at + 4, true) * 2 ** 32 + data.getUint32(at, true);
}
