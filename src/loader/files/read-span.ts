import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { type FileDescription, fileError } from './read-file.ts';

const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/** Bytes of a file that is read at once, rather than part by part. */
const SMALL = 2 ** 22;

/** A regular file of any size that stays open, of which parts are read. */
export interface SpanFile {
  readonly size: number;
  /**
   * Returns the bytes from `begin` to `end`. Rejects with a UserError where they cannot be read.
   */
  read(begin: number, end: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Opens a file for {@link SpanFile}. Rejects with a UserError. */
export async function openSpans(path: string, description: FileDescription): Promise<SpanFile> {
  let file: FileHandle;
  let size: number;
  try {
    file = await open(path, FLAGS);
    const found = await file.stat();
    size = found.size;
    if (!found.isFile()) {
      await file.close();
      throw new UserError(
        `not a regular file: ${printable(path)}`,
        description.folder ?? 'give the path of a file'
      );
    }
  } catch (error) {
    throw fileError(error, path, description);
  }
  const read = async (begin: number, end: number): Promise<Uint8Array> => {
    const bytes = new Uint8Array(Buffer.allocUnsafeSlow(end - begin).buffer);
    try {
      let done = 0;
      for (let more = 1; more > 0 && done < bytes.length; done += more)
        more = (await file.read(bytes, done, bytes.length - done, begin + done)).bytesRead;
      if (done === bytes.length) return bytes;
    } catch (error) {
      throw fileError(error, path, description);
    }
    throw new UserError(
      `file became shorter: ${printable(path)}`,
      description.remedy ?? 'copy it again'
    );
  };
  let whole: Promise<Uint8Array> | undefined;
  return {
    size,
    close: () => file.close(),
    async read(begin, end) {
      if (size > SMALL) return read(begin, end);
      whole ??= read(0, size);
      return (await whole).slice(begin, end);
    }
  };
}
