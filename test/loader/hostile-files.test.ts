import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../src/array/tensor.ts';
import { textOf } from '../../src/cli/arguments/chosen-probe.ts';
import { writeNpz } from '../../src/codec/index.ts';
import { zip } from '../../src/codec/zip-write.ts';
import { readBytesSync } from '../../src/loader/files/read-file.ts';
import {
  findVariant,
  hasLosses,
  isTraining,
  listProbes,
  readAcross,
  readArtifact,
  readBytes,
  readCheckpoint,
  readLosses,
  readPthFile,
  readSummary,
  readVariant,
  type Variant
} from '../../src/loader/index.ts';
import { readView } from '../../src/tui/state/view-memory.ts';
import { freshVariant } from '../helpers/fresh-variant.ts';
import { npy } from '../helpers/npy-file.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const words = { missing: 'missing file' };
const zeros = (length: number): Tensor => ({
  dtype: 'float32',
  shape: [length],
  data: new Float32Array(length)
});

/** Returns a file of zeros that takes no room on the disk. */
function sparse(path: string, bytes: number): string {
  writeFileSync(path, '');
  truncateSync(path, bytes);
  return path;
}

function place(variant: Variant, file: string): string {
  const path = join(variant.path, file);
  mkdirSync(join(path, '..'), { recursive: true });
  rmSync(path, { force: true });
  return path;
}

describe('what is no regular file', () => {
  /** Everything that reads a file which a user gives or leaves in a results folder. */
  const readers: Readonly<Record<string, (variant: Variant) => Promise<string>>> = {
    losses: (variant) => messageOf(variant, 'losses', () => readLosses(variant)),
    'metadata.json': (variant) => messageOf(variant, 'metadata.json', () => readLosses(variant)),
    'config.json': async (variant) => {
      pipe(place(variant, 'config.json'));
      return (await readVariant(variant.path)).problem ?? 'no problem';
    },
    'a checkpoint': (variant) =>
      messageOf(variant, 'checkpoints/checkpoint_epoch_00005.safetensors', () =>
        readCheckpoint(variant, 5)
      ),
    'an artifact': (variant) =>
      messageOf(variant, 'artifacts/coarseness/epoch_00005.npz', () =>
        readArtifact(variant, 'coarseness', 5)
      ),
    'a summary': (variant) =>
      messageOf(variant, 'artifacts/coarseness/summary.npz', () =>
        readSummary(variant, 'coarseness')
      ),
    'a file to import': (variant) =>
      messageOf(variant, 'run.pth', () => readPthFile(join(variant.path, 'run.pth'))),
    'a file of pairs': (variant) =>
      messageOf(variant, 'pairs.txt', () => textOf(join(variant.path, 'pairs.txt')))
  };

  test.each(Object.keys(readers))('is refused as %s', async (name) => {
    expect(await readers[name](await freshVariant())).toMatch(/^not a regular file: \//);
  });

  test('is left out as a probe set and as a remembered view', async () => {
    const variant = await freshVariant();
    const probe = place(variant, 'artifacts/probes/probe_x_1.json');
    const real = join(variant.path, 'pipe');
    pipe(real);
    symlinkSync(real, probe);
    expect(listProbes(variant).size).toBe(0);
    expect(readView(real)).toEqual({});
  });

  test('is refused whether it is a device, a socket or a folder', async () => {
    const folder = temporaryFolder();
    const socket = join(folder, 'socket');
    const server = createServer().listen(socket);
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      for (const path of ['/dev/zero', '/dev/null', socket])
        for (const read of [readBytes, readBytesSync])
          expect((await userErrorOf(() => read(path, words))).message).toBe(
            `not a regular file: ${path}`
          );
    } finally {
      server.close();
    }
    expect((await userErrorOf(() => readBytes(folder, words))).message).toBe(
      `not a file: ${folder}`
    );
  });

  async function messageOf(variant: Variant, file: string, read: () => unknown): Promise<string> {
    pipe(place(variant, file));
    return (await userErrorOf(read)).message;
  }

  function pipe(path: string): void {
    execFileSync('mkfifo', [path]);
  }
});

test('a link to itself is told, whatever asks when it was changed', async () => {
  for (const file of ['losses', 'metadata.json']) {
    const variant = await freshVariant();
    const path = place(variant, file);
    symlinkSync(path, path);
    expect(hasLosses(variant)).toBe(true);
    expect(isTraining(variant)).toBe(false);
    const error = await userErrorOf(() => readLosses(variant));
    expect(error.message).toBe(`cannot use file (ELOOP): ${path}`);
    const last = await findVariant(join(variant.path, '../..'), 'last');
    expect(last.name).toBe(variant.name);
  }
});

describe('sizes', () => {
  test('a file larger than it may be is refused before it is read', async () => {
    const path = sparse(join(temporaryFolder(), 'x'), 2 ** 40);
    for (const read of [readBytes, readBytesSync])
      expect((await userErrorOf(() => read(path, { ...words, largest: 2 ** 20 }))).message).toBe(
        `file too large: 1048576 MiB, at most 1 are expected: ${path}`
      );
    expect((await userErrorOf(() => readBytes(path, words))).message).toMatch(/^file too large/);
  });

  test('a file is read whole, up to what may be', async () => {
    const path = join(temporaryFolder(), 'x');
    writeFileSync(path, 'grok');
    for (const read of [readBytes, readBytesSync])
      expect(new TextDecoder().decode(await read(path, { ...words, largest: 4 }))).toBe('grok');
  });

  test('files of a run are bounded by its model', async () => {
    const variant = await freshVariant();
    const large = 2 ** 31 + 5;
    sparse(place(variant, 'config.json'), large);
    expect((await readVariant(variant.path)).problem).toMatch(/^file too large: 2049 MiB/);
    sparse(place(variant, 'checkpoints/checkpoint_epoch_00005.safetensors'), 2 ** 25);
    const checkpoint = await userErrorOf(() => readCheckpoint(variant, 5));
    expect(checkpoint.message).toMatch(/^file too large: 32 MiB, at most 16 are expected/);
    sparse(place(variant, 'metadata.json'), large);
    expect((await userErrorOf(() => readLosses(variant))).message).toMatch(/^file too large/);
    sparse(place(variant, 'losses'), large);
    expect((await userErrorOf(() => readLosses(variant))).message).toMatch(/^file too large/);
  });

  test('arrays that unpack to more than a model can have are refused, others are read', async () => {
    const variant = await freshVariant();
    const small = writeNpz({ epochs: zeros(1), coarseness: zeros(2 ** 20) });
    const bomb = writeNpz({ epochs: zeros(1), coarseness: zeros(2 ** 25) });
    expect(bomb.length).toBeLessThan(2 ** 20);
    const readers = {
      'epoch_00005.npz': () => readArtifact(variant, 'coarseness', 5),
      'summary.npz': () => readSummary(variant, 'coarseness'),
      'cross_epoch.npz': () => readAcross(variant, 'coarseness')
    };
    for (const [file, read] of Object.entries(readers)) {
      const path = place(variant, `artifacts/coarseness/${file}`);
      writeFileSync(path, bomb);
      const error = await userErrorOf(read);
      expect(error.message).toMatch(/^unsupported npz: it unpacks to 129 MiB, more than the \d+ /);
      writeFileSync(path, small);
      expect(Object.keys(await read())).toContain('epochs');
    }
  });
});

test('an array of a type that is not read leaves the others usable, and is told by name', async () => {
  const variant = await freshVariant();
  const path = place(variant, 'artifacts/coarseness/epoch_00005.npz');
  const header = ", 'fortran_order': False, 'shape': (2,)";
  const file = zip([
    { name: 'bad.npy', content: npy(`'|O'${header}`) },
    { name: 'good.npy', content: npy(`'>f8'${header}`) }
  ]);
  writeFileSync(path, file);
  const arrays = await readArtifact(variant, 'coarseness', 5);
  expect(Object.keys(arrays)).toEqual(['good']);
  expect(() => arrays.bad).toThrow('bad is an array of objects');
  const error = await userErrorOf(() => readArtifact(variant, 'coarseness', 5, ['bad']));
  expect(error.message).toBe(`unsupported npz: bad is an array of objects: ${path}`);
  expect(error.hint).toBe('save it in NumPy as numbers: a.astype(float)');
});
