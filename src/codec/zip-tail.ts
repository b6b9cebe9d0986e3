const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/** Unpacked bytes by the name of the file in the archive. */
export type ZipSizes = Readonly<Record<string, number>>;

/**
 * Returns the files of a zip archive of `size` bytes by its first four bytes and its last 22 or
 * more, the contents unread; null where it is not whole: what a killed job or a full disk leaves is
 * cut, empty or zero. `'unknown'` where that cannot be told from so few bytes (a long list, a
 * comment at the end, ZIP64): then the whole list must be read.
 */
export function zipSizesAtEnd(
  head: Uint8Array,
  tail: Uint8Array,
  size: number
): ZipSizes | null | 'unknown' {
  if (size < 22 || head.length < 4 || tail.length < 22) return null;
  const first = viewOf(head).getUint32(0, true);
  if (first !== LOCAL && !(first === END && size === 22)) return null;
  const data = viewOf(tail);
  const stop = tail.length - 22;
  if (data.getUint32(stop, true) !== END)
    return tail.every((byte) => byte === 0) ? null : 'unknown';
  const length = data.getUint32(stop + 12, true);
  const start = data.getUint32(stop + 16, true);
  if (length === 0xffffffff || start === 0xffffffff) return 'unknown';
  if (start + length !== size - 22) return 'unknown';
  let at = start - (size - tail.length);
  if (at < 0) return 'unknown';
  const sizes: Record<string, number> = {};
  while (at < stop) {
    if (at + 46 > stop || data.getUint32(at, true) !== CENTRAL) return null;
    const bytes = data.getUint32(at + 24, true);
    if (bytes === 0xffffffff) return 'unknown';
    const nameEnd = at + 46 + data.getUint16(at + 28, true);
    sizes[new TextDecoder().decode(tail.subarray(at + 46, nameEnd))] = bytes;
    at = nameEnd + data.getUint16(at + 30, true) + data.getUint16(at + 32, true);
  }
  return at === stop ? sizes : null;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
