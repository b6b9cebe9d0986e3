const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/**
 * Tells from the first four bytes and the last 22 or more of a zip archive of `size` bytes whether it is whole, its
 * contents unread: what a killed or full disk leaves is cut, empty or zero. Null where that cannot be told (a comment at
 * the end, ZIP64): then the list of its files must be read.
 */
export function isWholeZip(head: Uint8Array, tail: Uint8Array, size: number): boolean | null {
  if (size < 22 || head.length < 4 || tail.length < 22) return false;
  const first = viewOf(head).getUint32(0, true);
  if (first !== LOCAL && !(first === END && size === 22)) return false;
  const data = viewOf(tail);
  const at = tail.length - 22;
  if (data.getUint32(at, true) !== END) return tail.every((byte) => byte === 0) ? false : null;
  const length = data.getUint32(at + 12, true);
  const start = data.getUint32(at + 16, true);
  if (length === 0xffffffff || start === 0xffffffff) return null;
  if (start + length !== size - 22) return null;
  const inTail = start - (size - tail.length);
  return length === 0 || inTail < 0 || data.getUint32(inTail, true) === CENTRAL;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
