import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { link, lstat, open, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { isFolder } from './folder.ts';
import { sweep, temporaryPath } from './leftovers.ts';
import { refuseLinks } from './links.ts';
import { isAlive, type Owner, thisOwner } from './owner.ts';
import { readBytes, readBytesSync } from './read-file.ts';
import { makeFolder, writeError } from './write-atomic.ts';

/** What a lock is held for. */
export type LockedWork = 'training' | 'densifying' | 'manifest' | 'history';

/** A held lock. */
export interface Lock {
  /**
   * Throws UserError when it is no longer held: its folder is gone, or another process took it
   * over.
   */
  check(): Promise<void>;
  release(): Promise<void>;
}

/** What a lock file says. */
interface Holder extends Owner {
  readonly work: string;
  /** ISO 8601, by the holder's clock; for people. */
  readonly since: string;
  /** One holding of the lock; letters and digits. */
  readonly nonce: string;
}

/**
 * How often a holder gives a sign of life, and without one for how long it counts as dead on
 * another machine, in ms.
 */
const BEAT = 5_000;
const STALE = 120_000;

const LOCK = '.lock';

/**
 * A lock that comes and goes between two looks is looked at anew; one that is neither there nor
 * absent is an error.
 */
const MOST_TRIES = 1000;

/**
 * Locks a variant's folder, which is made if it is missing, for one that writes a run. A dead
 * holder's lock is taken over: one whose process has ended on this machine, or that gave no sign of
 * life for two minutes (by the file server's clock) on another. Throws a UserError that names the
 * holder.
 */
export async function lockVariant(path: string, work: LockedWork): Promise<Lock> {
  refuseLinks(path, join(path, LOCK));
  const isNew = !isFolder(path);
  let taken: Taken | Holder;
  try {
    makeFolder(path);
    taken = await take(join(path, LOCK), work);
  } catch (error) {
    throw writeError(error, join(path, LOCK));
  }
  if (!('mine' in taken)) throw held(path, taken);
  for (const folder of [path, join(path, 'checkpoints')]) await sweep(folder);
  return lockOf(path, taken.mine, isNew);
}

/**
 * Does some work while no other process does the same; waits for it at most 10 s and then goes on
 * regardless.
 */
export async function withLock<T>(
  path: string,
  work: LockedWork,
  run: () => Promise<T>
): Promise<T> {
  const until = performance.now() + 10_000;
  const attempt = () =>
    take(path, work).catch((error: unknown) => {
      throw writeError(error, path);
    });
  try {
    makeFolder(dirname(path));
  } catch (error) {
    throw writeError(error, path);
  }
  let taken = await attempt();
  while (!('mine' in taken) && performance.now() < until) {
    await new Promise((wake) => setTimeout(wake, 20));
    taken = await attempt();
  }
  try {
    return await run();
  } finally {
    if ('mine' in taken) await letGo(path, taken.mine);
  }
}

/**
 * Returns what a variant is locked for; null when no living process holds it, undefined when it was
 * never locked.
 */
export function lockedFor(path: string): string | null | undefined {
  const lock = join(path, LOCK);
  try {
    const holder = holderOf(readBytesSync(lock, description));
    const isLiving = isAlive(holder) ?? Math.abs(Date.now() - statSync(lock).mtimeMs) < STALE;
    return isLiving ? holder.work : null;
  } catch {
    return undefined;
  }
}

interface Taken {
  readonly mine: Holder;
}

/**
 * Takes a lock file, or returns who holds it. A link is atomic on network file systems too. Of
 * those who find a holder dead at once, the one that locks the file named after that holding
 * replaces it; a later one finds another holding there.
 */
async function take(path: string, work: LockedWork): Promise<Taken | Holder> {
  const nonce = randomBytes(8).toString('hex');
  const mine: Holder = { ...thisOwner(), work, since: new Date().toISOString(), nonce };
  const claim = temporaryPath(path);
  try {
    await writeFile(claim, `${JSON.stringify(mine)}\n`);
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      if (await isLinked(claim, path)) return { mine };
      const found = await readHolder(path);
      if (found === null) continue;
      if (!(await isDead(found, path, claim))) return found;
      const over = `${path}.${found.nonce}`;
      const turn = await take(over, work);
      if (!('mine' in turn)) return turn;
      try {
        if ((await readHolder(path))?.nonce !== found.nonce) continue;
        await rename(claim, path);
        return { mine };
      } finally {
        await letGo(over, turn.mine);
      }
    }
    throw Object.assign(new Error(`cannot lock: ${path}`), { code: 'EEXIST' });
  } finally {
    await rm(claim, { force: true });
  }
}

const linkless = ['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'];

async function isLinked(claim: string, path: string): Promise<boolean> {
  try {
    await link(claim, path);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // A network file system may have done it and lost the answer.
    if (code === 'EEXIST') return (await stat(claim)).nlink === 2;
    if (!linkless.includes(code)) throw error;
  }
  try {
    await writeFile(path, await readFile(claim), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Both times are the file server's: the claim was written just now. */
async function isDead(holder: Holder, path: string, claim: string): Promise<boolean> {
  const alive = isAlive(holder);
  if (alive !== null) return !alive;
  const beat = await lstat(path).catch(() => null);
  // A sign of life from the future is of a clock that was set back since: a living holder would
  // have given another.
  return beat !== null && Math.abs((await stat(claim)).mtimeMs - beat.mtimeMs) > STALE;
}

/** A lock says little; opening it makes a network file system ask for its state anew. */
const description = { missing: 'missing lock', largest: 4096 };

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return holderOf(await readBytes(path, description));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return (await lstat(path).catch(() => null)) === null ? null : nobody;
  }
}

/** Who holds a lock that cannot be read: someone, elsewhere. */
const nobody = { host: '', machine: '', pid: 0, started: '', work: '', since: '', nonce: '0' };

function holderOf(bytes: Uint8Array): Holder {
  try {
    const found = {
      ...nobody,
      ...(JSON.parse(new TextDecoder().decode(bytes)) as Partial<Holder>)
    };
    const isSane = /^[0-9a-f]{1,32}$/.test(found.nonce) && Number.isSafeInteger(found.pid);
    return isSane && found.pid > 0 ? found : nobody;
  } catch {
    return nobody;
  }
}

function lockOf(folder: string, mine: Holder, isNew: boolean): Lock {
  const path = join(folder, LOCK);
  let holding = mine;
  const beat = setInterval(() => void beatOnce(path).catch(() => undefined), BEAT).unref();
  return {
    async check() {
      const found = await readHolder(path).catch(() => null);
      if (found?.nonce === holding.nonce) return;
      const shown = printable(folder);
      if (!isFolder(folder))
        throw new UserError(
          `folder is gone: ${shown}`,
          'it was moved or deleted while this wrote into it; the last state saved there counts'
        );
      const taken = found ?? (await take(path, mine.work as LockedWork));
      if (!('mine' in taken)) throw held(folder, taken);
      holding = taken.mine;
    },
    async release() {
      clearInterval(beat);
      await letGo(path, holding);
      // Of a start that failed nothing stays.
      if (isNew) await rmdir(folder).catch(() => undefined);
    }
  };
}

/** Writes what is there already: the file server then notes the time. */
async function beatOnce(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.write('{', 0);
  } finally {
    await file.close();
  }
}

async function letGo(path: string, { nonce }: Holder): Promise<void> {
  const found = await readHolder(path).catch(() => null);
  if (found?.nonce === nonce) await rm(path, { force: true }).catch(() => undefined);
}

function held(folder: string, { work, host, machine, pid, since }: Holder): UserError {
  if (pid === 0)
    return new UserError(
      `locked, but by whom cannot be read: ${printable(join(folder, LOCK))}`,
      `it falls when it is ${STALE / 60_000} minutes old; delete it where nothing trains`
    );
  const doing = work === 'densifying' ? 'being densified' : 'in training';
  const [name, time] = [host, since].map((text) => printable(String(text)));
  const remedy =
    machine === thisOwner().machine
      ? `stop it: kill ${pid}`
      : `stop it there; its lock falls ${STALE / 60_000} minutes after its last sign of life`;
  return new UserError(
    `${doing} by process ${pid} on ${name} since ${time}: ${printable(basename(folder))}`,
    `wait until it ends, or ${remedy}`
  );
}
