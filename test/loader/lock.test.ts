import {
  existsSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Owner, thisOwner } from '../../src/loader/files/owner.ts';
import {
  isTraining,
  type Lock,
  listVariants,
  lockVariant,
  writeLosses
} from '../../src/loader/index.ts';
import { deadOwner, farOwner } from '../helpers/dead-owner.ts';
import { countingLosses, freshVariant } from '../helpers/fresh-variant.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const lockOf = (path: string) => join(path, '.lock');
const secondsAgo = (seconds: number) => Date.now() / 1000 - seconds;

/** A lock that another process left, its last sign of life some seconds ago. */
function left(path: string, owner: Owner, seconds = 0, nonce = 'abc'): void {
  const holder = { ...owner, work: 'training', since: '2026-01-02T03:04:05.000Z', nonce };
  writeFileSync(lockOf(path), JSON.stringify(holder));
  utimesSync(lockOf(path), secondsAgo(seconds), secondsAgo(seconds));
}

async function isHeld(path: string): Promise<boolean> {
  const lock = await lockVariant(path, 'training').catch(() => null);
  await lock?.release();
  return lock === null;
}

test('who holds a run, since when, and what to do is told to the next; afterwards nothing stays', async () => {
  const path = join(temporaryFolder(), 'family', 'run');
  const lock = await lockVariant(path, 'training');
  const error = await userErrorOf(() => lockVariant(path, 'densifying'));
  expect(error.message).toMatch(
    new RegExp(`^in training by process ${process.pid} on ${hostname()} since 2.*Z: run$`)
  );
  expect(error.hint).toBe(`wait until it ends, or stop it: kill ${process.pid}`);
  expect(error.exitCode).toBe(1);
  await lock.check();
  expect(readdirSync(path)).toEqual(['.lock']);
  await lock.release();
  expect(existsSync(path)).toBe(false);
});

test('a folder that was there stays, and a lock is no part of it to readers', async () => {
  const variant = await freshVariant();
  const results = join(variant.path, '../..');
  mkdirSync(join(results, 'family', 'begun'), { recursive: true });
  const locks = [variant.path, join(results, 'family', 'begun')].map((path) =>
    lockVariant(path, 'training')
  );
  const names = async () => (await listVariants(results)).map(({ name }) => name);
  expect(await names()).toEqual([variant.name]);
  for (const lock of await Promise.all(locks)) await lock.release();
  expect(readdirSync(variant.path).sort()).toEqual(['checkpoints', 'config.json']);
  expect(existsSync(join(results, 'family', 'begun'))).toBe(true);
});

test('a dead process of this machine holds nothing, nor does one whose number another has now', async () => {
  const path = temporaryFolder();
  left(path, deadOwner());
  expect(await isHeld(path)).toBe(false);
  left(path, { ...thisOwner(), started: '1' });
  expect(await isHeld(path)).toBe(thisOwner().started === '');
  left(path, thisOwner(), 3600);
  expect(await isHeld(path), 'suspended for an hour, but alive').toBe(true);
});

test('one of another machine holds until two minutes after its last sign of life', async () => {
  const path = temporaryFolder();
  left(path, farOwner(), 100);
  const error = await userErrorOf(() => lockVariant(path, 'training'));
  expect(error.message).toContain('by process 1 on elsewhere since 2026-01-02T03:04:05.000Z');
  expect(error.hint).toContain('its lock falls 2 minutes after its last sign of life');
  left(path, farOwner(), -100);
  expect(await isHeld(path), 'a clock that was set back a little').toBe(true);
  left(path, farOwner(), -3600);
  expect(await isHeld(path), 'a sign of life from the future, and none since').toBe(false);
  left(path, farOwner(), 140);
  expect(await isHeld(path)).toBe(false);
});

test.each(['', 'junk', '[]', '{"nonce": "../x", "pid": 3}', '{"pid": -1, "nonce": "ab"}'])(
  'a lock file that says %j is held by someone unknown, until it is old',
  async (text) => {
    const path = temporaryFolder();
    writeFileSync(lockOf(path), text);
    expect(await isHeld(path)).toBe(true);
    utimesSync(lockOf(path), secondsAgo(200), secondsAgo(200));
    expect(await isHeld(path)).toBe(false);
    expect(readdirSync(path)).toEqual([]);
  }
);

test('a lock that is a link or no file is held by someone unknown; a link is replaced, not what it leads to', async () => {
  const path = temporaryFolder();
  const target = join(temporaryFolder(), 'target');
  symlinkSync(target, lockOf(path));
  const error = await userErrorOf(() => lockVariant(path, 'training'));
  expect(error.message).toBe(`locked, but by whom cannot be read: ${lockOf(path)}`);
  expect(error.hint).toContain('delete it where nothing trains');
  writeFileSync(target, 'mine');
  lutimesSync(lockOf(path), secondsAgo(500), secondsAgo(500));
  expect(await isHeld(path)).toBe(false);
  expect(readFileSync(target, 'utf8')).toBe('mine');
});

test('of many who take over from a dead holder at once exactly one wins, round after round', async () => {
  const path = temporaryFolder();
  for (let round = 0; round < 20; round++) {
    left(path, deadOwnerOnce, 0, `${round}`);
    if (round % 2 === 1)
      // One that began to take over was killed as well.
      writeFileSync(
        `${lockOf(path)}.${round}`,
        JSON.stringify({ ...deadOwnerOnce, nonce: 'dead', work: 'training', since: '' })
      );
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => lockVariant(path, 'training'))
    );
    const won = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(won).toHaveLength(1);
    await (won[0] as Lock).check();
    await (won[0] as Lock).release();
    expect(readdirSync(path)).toEqual([]);
  }
});
const deadOwnerOnce = deadOwner();

test('a holder whose lock was taken over, or whose folder went, is told so and takes nothing away', async () => {
  const path = join(temporaryFolder(), 'run');
  const lock = await lockVariant(path, 'training');
  left(path, farOwner());
  expect((await userErrorOf(() => lock.check())).message).toContain('on elsewhere');
  await lock.release();
  expect(existsSync(lockOf(path))).toBe(true);
  rmSync(path, { recursive: true });
  const other = await lockVariant(path, 'training');
  rmSync(lockOf(path));
  await other.check();
  expect(existsSync(lockOf(path)), 'a lock that was deleted is taken again').toBe(true);
  rmSync(path, { recursive: true });
  expect((await userErrorOf(() => other.check())).message).toBe(`folder is gone: ${path}`);
  await other.release();
});

test('a run is in training while a living process holds it, whatever its files say', async () => {
  const variant = await freshVariant();
  await writeLosses(variant, 0, countingLosses(0, 3));
  expect(isTraining(variant), 'no lock, losses of now').toBe(true);
  const future = Date.now() / 1000 + 3600;
  utimesSync(join(variant.path, 'losses'), future, future);
  expect(isTraining(variant), 'no lock, losses from the future').toBe(false);
  const lock = await lockVariant(variant.path, 'training');
  expect(isTraining(variant)).toBe(true);
  await lock.release();
  left(variant.path, deadOwner());
  await writeLosses(variant, 0, countingLosses(0, 3));
  utimesSync(join(variant.path, 'losses'), secondsAgo(0), secondsAgo(0));
  expect(isTraining(variant), 'killed a moment ago').toBe(false);
  left(variant.path, farOwner());
  expect(isTraining(variant)).toBe(true);
  left(variant.path, farOwner(), -3600);
  expect(isTraining(variant), 'a sign of life from the future').toBe(false);
});
