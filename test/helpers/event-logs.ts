import { crc32 } from 'node:zlib';
import protobuf from 'protobufjs/minimal.js';
import { maskedCrc32c } from '../../src/codec/event-logs/crc32c.ts';

/** What {@link event} writes into an event of TensorBoard. */
export interface EventParts {
  readonly step?: number;
  readonly wallTime?: number;
  readonly version?: string;
  readonly restarts?: boolean;
  readonly values?: readonly {
    readonly tag: string;
    readonly simple?: number;
    readonly plugin?: string;
    readonly tensor?: Uint8Array;
  }[];
}

/** Returns an event of TensorBoard as bytes. */
export function event({ step, wallTime, version, restarts, values }: EventParts): Uint8Array {
  const writer = protobuf.Writer.create();
  if (wallTime !== undefined) writer.uint32(9).double(wallTime);
  if (step !== undefined) writer.uint32(16).int64(step);
  if (version !== undefined) writer.uint32(26).string(version);
  if (restarts) writer.uint32(58).fork().uint32(8).uint32(1).ldelim();
  if (values !== undefined) {
    writer.uint32(42).fork();
    for (const { tag, simple, plugin, tensor } of values) {
      writer.uint32(10).fork().uint32(10).string(tag);
      if (simple !== undefined) writer.uint32(21).float(simple);
      if (tensor !== undefined) writer.uint32(66).bytes(tensor);
      if (plugin !== undefined)
        writer.uint32(74).fork().uint32(10).fork().uint32(10).string(plugin).ldelim().ldelim();
      writer.ldelim();
    }
    writer.ldelim();
  }
  return Uint8Array.from(writer.finish());
}

/** Returns records as a TFRecord file. */
export function tfRecords(records: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(
    Buffer.concat(
      records.map((data) => {
        const bytes = new Uint8Array(16 + data.length);
        const view = new DataView(bytes.buffer);
        view.setUint32(0, data.length, true);
        view.setUint32(8, maskedCrc32c(bytes.subarray(0, 8)), true);
        bytes.set(data, 12);
        view.setUint32(12 + data.length, maskedCrc32c(data), true);
        return bytes;
      })
    )
  );
}

/** Returns records as a log of LevelDB with W&B's checksums, the first block begun with `head`. */
export function logFile(
  records: readonly Uint8Array[],
  head = new Uint8Array(0)
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [head];
  let at = head.length;
  const put = (part: Uint8Array) => {
    parts.push(part);
    at += part.length;
  };
  for (const record of records) {
    let from = 0;
    let isFirst = true;
    let isLast = false;
    while (!isLast) {
      const left = 32_768 - (at % 32_768);
      if (left < 7) {
        put(new Uint8Array(left));
        continue;
      }
      const data = record.subarray(from, from + left - 7);
      from += data.length;
      isLast = from === record.length;
      const chunk = new Uint8Array(7 + data.length);
      const view = new DataView(chunk.buffer);
      view.setUint16(4, data.length, true);
      chunk[6] = isFirst ? (isLast ? 1 : 2) : isLast ? 4 : 3;
      chunk.set(data, 7);
      view.setUint32(0, crc32(chunk.subarray(6)), true);
      put(chunk);
      isFirst = false;
    }
  }
  return Uint8Array.from(Buffer.concat(parts));
}

/** Returns records as a `.wandb` file. */
export function wandbFile(records: readonly Uint8Array[]): Uint8Array {
  return logFile(records, Uint8Array.from([...Buffer.from(':W&B'), 0xe1, 0xbe, 0]));
}
