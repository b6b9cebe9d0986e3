import { crc32 } from 'node:zlib';
import { concat } from '../../src/codec/concat.ts';

/** Parts of a pickle: bytes as numbers or texts (latin1). */
export type PicklePart = number | string | Uint8Array | readonly PicklePart[];

/** Returns the bytes of pickle parts one after the other. */
export function pickleBytes(...parts: readonly PicklePart[]): Uint8Array {
  return concat(
    parts.map((part) => {
      if (typeof part === 'number') return Uint8Array.of(part);
      if (typeof part === 'string') return Uint8Array.from(Buffer.from(part, 'latin1'));
      return part instanceof Uint8Array ? part : pickleBytes(...part);
    })
  );
}

/** A pickled text. */
export function unicode(text: string): PicklePart {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return ['X', Uint8Array.from(length), Uint8Array.from(bytes)];
}

/** A pickled whole number of 32 bits. */
export function integer(value: number): PicklePart {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return ['J', Uint8Array.from(bytes)];
}

/** A pickled tuple of parts. */
export function tuple(...parts: readonly PicklePart[]): PicklePart {
  return ['(', parts, 't'];
}

/** A pickled tensor as `torch.save` writes it. */
export function tensorPart(options: {
  readonly key: string;
  readonly count: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset?: number;
  readonly storage?: string;
}): PicklePart {
  const { key, count, shape, strides, offset = 0, storage = 'FloatStorage' } = options;
  const place = tuple(
    ...[unicode('storage'), `ctorch\n${storage}\n`, unicode(key), unicode('cpu'), integer(count)]
  );
  const args = tuple(
    ...[
      [place, 'Q'],
      integer(offset),
      tuple(...shape.map(integer)),
      tuple(...strides.map(integer))
    ],
    ...[0x89, 'ccollections\nOrderedDict\n)R']
  );
  return ['ctorch._utils\n_rebuild_tensor_v2\n', args, 'R'];
}

/** A pickled dictionary of texts to parts. */
export function dictionary(entries: Readonly<Record<string, PicklePart>>): PicklePart {
  return ['}(', Object.entries(entries).map(([key, value]) => [unicode(key), value]), 'u'];
}

/** Returns a .pth file whose pickle (protocol 2) builds `value`, with its storages as raw bytes. */
export function pthFile(
  value: PicklePart,
  storages: Readonly<Record<string, ArrayBufferView>> = {}
): Uint8Array {
  const raw = (view: ArrayBufferView) =>
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return storedZip({
    'archive/data.pkl': pickleBytes(0x80, 2, value, '.'),
    ...Object.fromEntries(
      Object.entries(storages).map(([key, view]) => [`archive/data/${key}`, raw(view)])
    ),
    'archive/version': pickleBytes('3\n')
  });
}

/** Returns a zip archive of stored files; `claim` changes the size that the directory claims for each. */
export function storedZip(
  files: Readonly<Record<string, Uint8Array>>,
  { method = 0, claim = (size: number) => size } = {}
): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const label = Uint8Array.from(Buffer.from(name));
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(label.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(crc32(content), 16);
    central.writeUInt32LE(content.length, 20);
    central.writeUInt32LE(claim(content.length), 24);
    central.writeUInt16LE(label.length, 28);
    central.writeUInt32LE(at, 42);
    parts.push(local, label, content);
    directory.push(central, label);
    at += 30 + label.length + content.length;
  }
  const end = Buffer.alloc(22);
  const count = Object.keys(files).length;
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return concat([...parts, ...directory, end]);
}
