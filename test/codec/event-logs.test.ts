import { crc32 } from 'node:zlib';
import protobuf from 'protobufjs/minimal.js';
import { describe, expect, it } from 'vitest';
import { crc32c, maskedCrc32c } from '../../src/codec/event-logs/crc32c.ts';
import { eachLogRecord } from '../../src/codec/event-logs/leveldb-log.ts';
import { readTensorBoardEvents } from '../../src/codec/event-logs/tensorboard-events.ts';
import { eachTfRecord } from '../../src/codec/event-logs/tfrecord.ts';
import { readWandbRecords } from '../../src/codec/event-logs/wandb-records.ts';
import { UserError } from '../../src/error/user-error.ts';
import { event, logFile, tfRecords, wandbFile } from '../helpers/event-logs.ts';

const ascii = (text: string) => new TextEncoder().encode(text);

describe('CRC32C', () => {
  it('has the check values of RFC 3720', () => {
    expect(crc32c(ascii('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    expect(crc32c(new Uint8Array(0))).toBe(0);
  });

  it('is masked as LevelDB says: turned by 15 bits, plus a282ead8', () => {
    expect(maskedCrc32c(ascii('123456789'))).toBe(
      (((0xe3069283 >>> 15) | (0xe3069283 << 17)) + 0xa282ead8) >>> 0
    );
  });
});

function tfRecordsIn(bytes: Uint8Array): [string[], boolean] {
  const found: string[] = [];
  const isTorn = eachTfRecord(bytes, 'test', (data) => found.push(Buffer.from(data).toString()));
  return [found, isTorn];
}

describe('TFRecord files', () => {
  const whole = tfRecords(['one', '', 'three'].map(ascii));

  it('are read record by record', () => {
    expect(tfRecordsIn(whole)).toEqual([['one', '', 'three'], false]);
    expect(tfRecordsIn(new Uint8Array(0))).toEqual([[], false]);
  });

  it('may end within a record, anywhere', () => {
    const begins = [0, 19, 35, whole.length];
    for (let cut = 0; cut < whole.length; cut++) {
      const [found, isTorn] = tfRecordsIn(whole.subarray(0, cut));
      expect(found).toHaveLength(begins.filter((at) => at > 0 && at <= cut).length);
      expect(isTorn).toBe(!begins.includes(cut));
    }
  });

  it('are refused at a wrong bit before the last record, by record and byte', () => {
    for (let bit = 0; bit < 8 * 35; bit++) {
      const bytes = whole.slice();
      bytes[bit >> 3] ^= 1 << (bit & 7);
      expect(() => tfRecordsIn(bytes)).toThrow(
        bit < 8 * 19
          ? /^damaged test: the checksum of the (length|data) of record 1 at byte 0 is wrong$/
          : /of record 2 at byte 19 is wrong$/
      );
    }
  });

  it('leave out a last record whose data is wrong, as one that is being written', () => {
    const bytes = whole.slice();
    bytes[whole.length - 5] ^= 1;
    expect(tfRecordsIn(bytes)).toEqual([['one', ''], true]);
  });
});

describe('logs of LevelDB', () => {
  function recordsIn(bytes: Uint8Array, start = 0): [number[], boolean] {
    const sizes: number[] = [];
    const isTorn = eachLogRecord(bytes, start, 'test', (data) => {
      expect(new Set(data).size).toBeLessThan(2);
      sizes.push(data.length);
    });
    return [sizes, isTorn];
  }

  it('have records over several blocks, and blanks at ends of blocks', () => {
    for (const sizes of [[1, 100_000, 0, 5], [32_754, 3], [32_751, 9], [32_755, 1], [70_000]]) {
      const bytes = logFile(sizes.map((size, i) => new Uint8Array(size).fill(i + 1)));
      expect(recordsIn(bytes)).toEqual([sizes, false]);
    }
  });

  it('may end within a record, anywhere', () => {
    const bytes = logFile([7, 40_000, 9].map((size) => new Uint8Array(size).fill(size & 255)));
    const begins = [0, 14, 14 + 40_014, bytes.length];
    for (let cut = 0; cut < bytes.length; cut += cut < 60 || cut > 40_000 ? 1 : 997) {
      const [found, isTorn] = recordsIn(bytes.subarray(0, cut));
      expect(found).toHaveLength(begins.filter((at) => at > 0 && at <= cut).length);
      expect(isTorn).toBe(!begins.includes(cut));
    }
  });

  it('are refused where anything before the end is wrong, by byte', () => {
    const bytes = logFile([new Uint8Array(7).fill(1), new Uint8Array(2000).fill(2)]);
    for (let at = 0; at < 14; at++) {
      const wrong = bytes.slice();
      wrong[at] ^= 4;
      expect(() => recordsIn(wrong)).toThrow(/^damaged test: .* at byte 0 /);
    }
    const chunk = (kind: number) => {
      const made = logFile([ascii('x')]);
      made[6] = kind;
      new DataView(made.buffer).setUint32(0, crc32(made.subarray(6)), true);
      return made;
    };
    const joined = (...kinds: number[]) => Buffer.concat(kinds.map(chunk));
    expect(() => recordsIn(joined(9, 1))).toThrow('unknown kind 9');
    for (const kinds of [[3, 1], [4], [2, 1], [2, 2], [1, 3, 4]])
      expect(() => recordsIn(joined(...kinds))).toThrow('none that follows the one before');
    expect(recordsIn(joined(2, 3))).toEqual([[], true]);
    expect(recordsIn(joined(2, 3, 4))).toEqual([[3], false]);
  });
});

describe('TensorBoard events', () => {
  it('are told by the version in their first record', () => {
    expect(readTensorBoardEvents(new Uint8Array(0))).toEqual({ events: [], isTorn: false });
    expect(() => readTensorBoardEvents(tfRecords([event({ step: 1 })]))).toThrow(
      'damaged TensorBoard events: its first record names no version'
    );
    expect(() => readTensorBoardEvents(tfRecords([event({ version: 'brain.Event:9' })]))).toThrow(
      'unsupported TensorBoard events: version brain.Event:9'
    );
    expect(() => readTensorBoardEvents(ascii('{"log_history": [], "step": 1}'))).toThrow(
      'the checksum of the length of record 1 at byte 0 is wrong'
    );
  });

  it('have steps below zero and beyond 32 bits', () => {
    const steps = [-3, 2 ** 40 + 1];
    const file = tfRecords([
      event({ version: 'brain.Event:2' }),
      ...steps.map((step) => event({ step, values: [{ tag: 'a', simple: 0 }] }))
    ]);
    expect(readTensorBoardEvents(file).events.map(({ step }) => step)).toEqual(steps);
  });

  it('are damaged, never a bug, whatever a record holds', () => {
    const sound = event({ step: 300, values: [{ tag: 'loss', simple: 0.5 }] });
    const first = event({ version: 'brain.Event:2' });
    for (let at = 0; at < sound.length; at++)
      for (const byte of [0, 1, 0x7f, 0x80, 0xff, sound[at] ^ 8]) {
        const wrong = sound.slice();
        wrong[at] = byte;
        for (const record of [wrong, wrong.subarray(0, at)])
          try {
            readTensorBoardEvents(tfRecords([first, record, first]));
          } catch (error) {
            expect(error).toBeInstanceOf(UserError);
            expect((error as UserError).message).toMatch(/^damaged TensorBoard events: a record/);
          }
      }
  });

  it('skip groups, however deep, without the stack', () => {
    const deep = new Uint8Array(200_000).fill(0x0b + 0x60);
    const first = event({ version: 'brain.Event:2' });
    expect(() => readTensorBoardEvents(tfRecords([first, deep]))).toThrow('no protobuf message');
  });
});

describe('W&B files', () => {
  it('are refused by name where they are something else', () => {
    expect(() => readWandbRecords(ascii('{}'))).toThrow(
      'damaged W&B run: it does not begin with :W&B'
    );
    expect(() => readWandbRecords(ascii(':W&B'))).toThrow('it does not begin with');
    const file = wandbFile([]);
    file[4] = 0;
    expect(() => readWandbRecords(file)).toThrow('its magic number is be00, not bee1');
    file[4] = 0xe1;
    file[6] = 1;
    expect(() => readWandbRecords(file)).toThrow('unsupported W&B run: version 1');
  });

  it('are damaged, never a bug, whatever a record holds', () => {
    const writer = protobuf.Writer.create();
    const item = writer.uint32(18).fork();
    item.uint32(10).fork().uint32(18).string('loss').uint32(130).string('0.5').ldelim();
    const sound = item.ldelim().finish();
    expect(readWandbRecords(wandbFile([sound])).history).toEqual([
      { step: null, items: [{ keys: ['loss'], json: '0.5' }] }
    ]);
    for (let at = 0; at < sound.length; at++)
      for (const byte of [0, 1, 0x7f, 0x80, 0xff]) {
        const wrong = sound.slice();
        wrong[at] = byte;
        try {
          readWandbRecords(wandbFile([wrong]));
        } catch (error) {
          expect((error as UserError).message).toMatch(/^damaged W&B run: a record/);
        }
      }
  });
});
