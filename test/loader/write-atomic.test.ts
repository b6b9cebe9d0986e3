import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../src/error/user-error.ts';
import { fileError } from '../../src/loader/files/read-file.ts';
import { writeError } from '../../src/loader/files/write-atomic.ts';
import { writeAtomic } from '../../src/loader/index.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

test('a file appears whole, with the folders it needs, and is replaced whole', async () => {
  const path = join(temporaryFolder(), 'a', 'b', 'file');
  await writeAtomic(path, 'one');
  await writeAtomic(path, Uint8Array.of(50));
  expect(readFileSync(path, 'utf8')).toBe('2');
  expect(readdirSync(join(path, '..'))).toEqual(['file']);
});

test('a write whose check fails makes neither the file nor its folders', async () => {
  const folder = temporaryFolder();
  const refuse = () => {
    throw new UserError('replaced', 'start again');
  };
  const error = await userErrorOf(() => writeAtomic(join(folder, 'a', 'b', 'file'), 'x', refuse));
  expect(error.message).toBe('replaced');
  expect(readdirSync(folder)).toEqual([]);
});

test('a write that fails leaves the old content and no temporary file', async () => {
  const folder = temporaryFolder();
  const taken = join(folder, 'taken');
  mkdirSync(join(taken, 'inside'), { recursive: true });
  expect((await userErrorOf(() => writeAtomic(taken, 'x'))).message).toBe(`cannot write: ${taken}`);
  const file = join(folder, 'file');
  writeFileSync(file, 'old');
  expect((await userErrorOf(() => writeAtomic(join(file, 'below'), 'x'))).message).toContain(
    'cannot write'
  );
  expect(readdirSync(folder).sort()).toEqual(['file', 'taken']);
  expect(readFileSync(file, 'utf8')).toBe('old');
});

test.skipIf(!existsSync('/proc/self'))(
  'a folder that cannot be written to is a UserError',
  async () => {
    expect(await userErrorOf(() => writeAtomic('/proc/grokscope/results/x', 'x'))).toBeInstanceOf(
      UserError
    );
  }
);

test.each([
  ['ENOSPC', 'no space left: /r/x', 'free some space'],
  ['EDQUOT', 'no space left: /r/x', 'free some space'],
  ['EROFS', 'read-only file system: /r/x', '--results DIR'],
  ['EACCES', 'permission denied: /r/x', 'permissions'],
  ['ENAMETOOLONG', 'name too long: /r/x', 'shorter'],
  ['EIO', 'cannot use file (EIO): /r/x', 'check the disk']
])('%s is told in words', (code, message, hint) => {
  const error = writeError(Object.assign(new Error('x'), { code }), '/r/x') as UserError;
  expect(error.message).toBe(message);
  expect(error.hint).toContain(hint);
});

test('errors that are no system errors stay what they are', () => {
  const bug = new TypeError('bug');
  expect(fileError(bug, '/r/x')).toBe(bug);
});
