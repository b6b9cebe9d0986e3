import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process that writes: what it takes to tell later whether it still runs. */
export interface Owner {
  /** Name of its machine, for people. */
  readonly host: string;
  /**
   * Eight hexadecimal digits for host name, boot and space of process ids: processes can be told
   * only within one.
   */
  readonly machine: string;
  readonly pid: number;
  /**
   * When the process started, in the system's own words without spaces; '' where that cannot be
   * known.
   */
  readonly started: string;
}

let own: Owner | undefined;

/** Returns this process as an owner. */
export function thisOwner(): Owner {
  const { pid } = process;
  own ??= { host: hostname(), machine: thisMachine(), pid, started: startOf(pid) ?? '' };
  return own;
}

/**
 * Tells whether an owner still runs; null where that cannot be told from here, since it is on
 * another machine.
 */
export function isAlive({ machine, pid, started }: Omit<Owner, 'host'>): boolean | null {
  if (machine !== thisOwner().machine) return null;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const start = startOf(pid);
  return start !== 'ended' && (start === null || started === '' || start === started);
}

/** Returns an owner as letters, digits and dashes, for names of files. */
export function ownerMark({ machine, pid, started }: Omit<Owner, 'host'>): string {
  return `${machine}-${pid}-${started || '0'}`;
}

/** Returns the owner in a mark, without its host; null for any other text. */
export function ownerOfMark(mark: string): Omit<Owner, 'host'> | null {
  const found = /^([0-9a-f]{8})-(\d{1,10})-(\w+)$/.exec(mark);
  if (found === null) return null;
  const [, machine = '', pid, started = ''] = found;
  return { machine, pid: Number(pid), started: started === '0' ? '' : started };
}

/**
 * Containers may share their host's name, and two machines one name: boot and space of process ids
 * tell them apart.
 */
function thisMachine(): string {
  const read = (work: () => string) => {
    try {
      return work();
    } catch {
      return '';
    }
  };
  const boot = read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const space = read(() => readlinkSync('/proc/self/ns/pid'));
  const all = [hostname(), boot, space].join('\0');
  return createHash('sha256').update(all).digest('hex').slice(0, 8);
}

/**
 * When a process started; 'ended' for one that only waits to be collected, null where the system
 * does not say.
 */
function startOf(pid: number): string | null {
  if (process.platform === 'win32') return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name before it, in brackets, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return /^[ZX]$/.test(fields[0]) ? 'ended' : (fields[19] ?? null);
  } catch {
    return process.platform === 'linux' ? null : startByPs(pid);
  }
}

function startByPs(pid: number): string | null {
  try {
    const args = ['-o', 'lstart=', '-p', String(pid)];
    const said = execFileSync('ps', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    return said.toString().replace(/\W+/g, '') || null;
  } catch {
    return null;
  }
}
