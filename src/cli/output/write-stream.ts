import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';

const pollMs = 20;

/**
 * Writes bytes to a FIFO or a device, which stays what it is. Waits for a FIFO's reader without
 * holding a thread, so that the signal ends the wait; a reader that leaves early has what it
 * wanted. Throws UserError, and the signal's reason.
 */
export async function writeStream(
  path: string,
  bytes: Uint8Array,
  signal?: AbortSignal
): Promise<void> {
  let file: FileHandle | undefined;
  try {
    file = await opened(path, signal);
    for (let at = 0; at < bytes.length; ) {
      signal?.throwIfAborted();
      at += await written(file, bytes.subarray(at));
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EPIPE') return;
    if (code === undefined || signal?.aborted) throw error;
    const reason = message.replace(/^E\w+: |, \w+.*$/g, '');
    throw new UserError(`cannot write to ${printable(path)}: ${reason}`, 'choose another --out');
  } finally {
    await file?.close();
  }
}

/** ENXIO: nobody reads the FIFO yet. */
async function opened(path: string, signal: AbortSignal | undefined): Promise<FileHandle> {
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await open(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
      await setTimeout(pollMs);
    }
  }
}

/** EAGAIN: the reader has not taken the last ones yet. */
async function written(file: FileHandle, bytes: Uint8Array): Promise<number> {
  try {
    return (await file.write(bytes)).bytesWritten;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    await setTimeout(pollMs);
    return 0;
  }
}
