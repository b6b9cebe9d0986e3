import { damaged } from '../damaged.ts';
import { maskedCrc32c } from './crc32c.ts';

/**
 * Length (8 bytes) and its checksum (4) before the data of a record, that of the data (4) after.
 */
const HEAD = 12;
const TAIL = 4;

/**
 * Calls `visit` with the data of each record of a TFRecord file (a view, not a copy), in their
 * order. Returns whether the file ends within a record, as one does that is being written: the last
 * is cut short, or the file ends with it and its checksum is wrong; it is then left out. Throws
 * UserError `damaged <format>` at a wrong checksum anywhere else.
 */
export function eachTfRecord(
  bytes: Uint8Array,
  format: string,
  visit: (data: Uint8Array) => void
): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wrong = (number: number, at: number, what: string) =>
    damaged(format, `the checksum of the ${what} of record ${number} at byte ${at} is wrong`);
  let at = 0;
  for (let number = 1; at < bytes.length; number++) {
    if (bytes.length - at < HEAD) return true;
    if (maskedCrc32c(bytes.subarray(at, at + 8)) !== view.getUint32(at + 8, true))
      throw wrong(number, at, 'length');
    const length = view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
    const end = at + HEAD + length;
    if (end + TAIL > bytes.length) return true;
    const data = bytes.subarray(at + HEAD, end);
    if (maskedCrc32c(data) !== view.getUint32(end, true)) {
      if (end + TAIL === bytes.length) return true;
      throw wrong(number, at, 'data');
    }
    visit(data);
    at = end + TAIL;
  }
  return false;
}
