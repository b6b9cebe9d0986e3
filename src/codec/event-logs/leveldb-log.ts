import { crc32 } from 'node:zlib';
import { concat } from '../concat.ts';
import { damaged } from '../damaged.ts';

/** A file consists of blocks of this many bytes; no chunk lies in two. */
const BLOCK = 32_768;
/** Checksum (4 bytes), length (2) and kind (1) before the data of a chunk. */
const HEAD = 7;
/** The kinds of chunks: a record is a whole one, or a first, any number of middles and a last. */
const kinds = { whole: 1, first: 2, middle: 3, last: 4 } as const;

/**
 * Calls `visit` with each record of a log of LevelDB's (log_format.md), from byte `start` of its
 * first block on; its checksums are the CRC32 of zip over kind and data, as W&B's are. Returns
 * whether the file ends within a record, as one does that is being written; it is then left out.
 * Throws UserError `damaged <format>` at anything else that is wrong.
 */
export function eachLogRecord(
  bytes: Uint8Array,
  start: number,
  format: string,
  visit: (data: Uint8Array) => void
): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let parts: Uint8Array[] = [];
  let at = start;
  while (at < bytes.length) {
    const left = BLOCK - (at % BLOCK);
    if (left < HEAD) {
      at += left;
      continue;
    }
    if (at + HEAD > bytes.length) return true;
    const length = view.getUint16(at + 4, true);
    const kind = bytes[at + 6];
    const end = at + HEAD + length;
    if (length > left - HEAD) throw damaged(format, `a chunk at byte ${at} leaves its block`);
    if (end > bytes.length) return true;
    if (crc32(bytes.subarray(at + 6, end)) !== view.getUint32(at, true)) {
      if (end === bytes.length) return true;
      throw damaged(format, `the checksum of the chunk at byte ${at} is wrong`);
    }
    const begins = kind === kinds.whole || kind === kinds.first;
    if (!begins && kind !== kinds.middle && kind !== kinds.last)
      throw damaged(format, `the chunk at byte ${at} has the unknown kind ${kind}`);
    if (begins !== (parts.length === 0))
      throw damaged(format, `the chunk at byte ${at} is none that follows the one before`);
    parts.push(bytes.subarray(at + HEAD, end));
    if (kind === kinds.whole || kind === kinds.last) {
      visit(parts.length === 1 ? parts[0] : concat(parts));
      parts = [];
    }
    at = end;
  }
  return parts.length > 0;
}
