import { mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sweep, sweepVariant, temporaryPath } from '../../src/loader/files/leftovers.ts';
import { type Owner, ownerMark, thisOwner } from '../../src/loader/files/owner.ts';
import { writeAtomic } from '../../src/loader/index.ts';
import { deadOwner, farOwner } from '../helpers/dead-owner.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const nameOf = (owner: Owner) => `.grokscope-${ownerMark(owner)}-0-7.tmp`;
const dead = deadOwner();

function age(path: string, hours: number): void {
  const then = Date.now() / 1000 - hours * 3600;
  utimesSync(path, then, then);
}

test('what a dead writer left goes, what a living one writes stays; of other machines only what is old goes', async () => {
  const folder = temporaryFolder();
  const put = (name: string, hours: number) => {
    writeFileSync(join(folder, name), '');
    age(join(folder, name), hours);
    return name;
  };
  put(nameOf(dead), 0);
  put('.epoch_00010.npz.123-4.tmp', 30);
  put('.lock.0123', 30);
  const kept = [
    put(nameOf(thisOwner()), 1000),
    put(nameOf(farOwner()), 20),
    put('.losses.123-4.tmp', 1),
    put('.lock', 1000),
    put('.hidden.tmp', 1000),
    put('notes.1-1.tmp', 1000),
    put('epoch_00010.npz', 1000)
  ];
  put(nameOf({ ...farOwner(), pid: 2 }), 30);
  mkdirSync(join(folder, `.grokscope-${ownerMark(dead)}-0-8.tmp`, 'checkpoints'), {
    recursive: true
  });
  await sweep(folder);
  expect(readdirSync(folder).sort()).toEqual(kept.sort());
});

test('a process number that another has now is a dead writer', async () => {
  if (thisOwner().started === '') return;
  const folder = temporaryFolder();
  writeFileSync(join(folder, nameOf({ ...thisOwner(), started: '1' })), '');
  await sweep(folder);
  expect(readdirSync(folder)).toEqual([]);
});

test('names tell their writer, and no two are the same', () => {
  const [one, two] = [temporaryPath('/r/x'), temporaryPath('/r/x')];
  expect(one).not.toBe(two);
  expect(one.startsWith(`/r/.grokscope-${ownerMark(thisOwner())}-`)).toBe(true);
});

test('the next write into a folder sweeps it', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, nameOf(dead)), '');
  await writeAtomic(join(folder, 'file'), 'x');
  expect(readdirSync(folder)).toEqual(['file']);
});

test('a variant is swept in all its folders, but not through links', async () => {
  const path = temporaryFolder();
  const elsewhere = temporaryFolder();
  const folders = ['', 'checkpoints', 'artifacts', 'artifacts/coarseness', 'artifacts/x/probe_y_0'];
  for (const folder of folders) {
    mkdirSync(join(path, folder), { recursive: true });
    writeFileSync(join(path, folder, nameOf(dead)), '');
  }
  writeFileSync(join(elsewhere, nameOf(dead)), '');
  symlinkSync(elsewhere, join(path, 'artifacts', 'linked'));
  await sweepVariant(path);
  for (const folder of folders)
    expect(readdirSync(join(path, folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  expect(readdirSync(elsewhere)).toEqual([nameOf(dead)]);
});
