import { spawnSync } from 'node:child_process';
import { type Owner, thisOwner } from '../../src/loader/files/owner.ts';

/** Returns the owner that a process of this machine was, which has ended. */
export function deadOwner(): Owner {
  return { ...thisOwner(), pid: spawnSync(process.execPath, ['--version']).pid };
}

/** Returns an owner on a machine that cannot be asked. */
export function farOwner(): Owner {
  return { host: 'elsewhere', machine: '00000000', pid: 1, started: '1' };
}
