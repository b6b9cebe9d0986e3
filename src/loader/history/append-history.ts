import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { exists } from '../files/folder.ts';
import { LARGEST_LINES } from '../files/json-lines.ts';
import { isLink, refuseLink, refuseLinks } from '../files/links.ts';
import { withLock } from '../files/lock.ts';
import { readBytes } from '../files/read-file.ts';
import { writeError } from '../files/write-atomic.ts';
import { type HistoryRow, rowKey } from './history-row.ts';
import { type History, historyOf } from './read-history.ts';
import { type HistoryShape, rowLine } from './written-row.ts';

/** What was done to a learning history. */
export interface Appended {
  /** Rows that were added; the others were there already. */
  readonly appended: number;
  /** What a killed writer had left, in words; null where the file ended well. */
  readonly repaired: string | null;
}

/**
 * Appends rows to a learning history, which is made if it is missing. Nothing in it is ever changed
 * or cut off: a row whose step, probe set and content (its timestamp apart) are those of the last
 * one there is not written again; of a known step with another content the new row counts from then
 * on. Half a line that a killed writer left stays, and gets a line end first. One process writes at
 * a time, a row per write, and the rows are on the disk when this resolves. Rejects with a
 * UserError on the disk's behalf and for links that lead away, with RangeError for a step that is
 * no whole number, and for two probe sets of one step in the shape of the plan's program, which
 * knows no sets.
 */
export async function appendHistory(
  path: string,
  rows: readonly HistoryRow[],
  shape: HistoryShape = 'full'
): Promise<Appended> {
  const texts = rows.map((row) => lineOf(row, shape));
  if (
    shape === 'code' &&
    new Set(rows.map(({ step }) => step)).size < new Set(rows.map(rowKey)).size
  )
    throw new RangeError('invalid rows: two probe sets of one step');
  refuseLinks(dirname(path), path);
  const lock = join(dirname(path), `.${basename(path, '.jsonl')}.lock`);
  return withLock(lock, 'history', () => append(path, texts));
}

interface Line {
  readonly text: string;
  /** As a reader sees it. */
  readonly row: HistoryRow;
}

function lineOf(row: HistoryRow, shape: HistoryShape): Line {
  const text = rowLine(row, shape);
  const [read] = historyOf(new TextEncoder().encode(text)).rows;
  if (read === undefined) throw new RangeError(`invalid step: ${row.step}`);
  return { text, row: read };
}

async function append(path: string, lines: readonly Line[]): Promise<Appended> {
  refuseLink(path);
  const before =
    exists(path) || isLink(path)
      ? await readBytes(path, { missing: 'missing learning history', largest: LARGEST_LINES })
      : new Uint8Array(0);
  const fresh = newLines(historyOf(before), lines);
  if (fresh.length === 0) return { appended: 0, repaired: null };
  const end = before.lastIndexOf(LINE_END) + 1;
  try {
    const file = await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT);
    try {
      if (end < before.length) await writeWhole(file, '\n');
      for (const { text } of fresh) await writeWhole(file, text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw writeError(error, path);
  }
  return { appended: fresh.length, repaired: repairOf(before, end) };
}

const LINE_END = 0x0a;

function newLines({ rows }: History, lines: readonly Line[]): readonly Line[] {
  const known = new Map(rows.map((row) => [rowKey(row), contentOf(row)]));
  return lines.filter(({ row }) => {
    const [key, content] = [rowKey(row), contentOf(row)];
    if (known.get(key) === content) return false;
    known.set(key, content);
    return true;
  });
}

function contentOf(row: HistoryRow): string {
  return rowLine({ ...row, timestamp: null }, 'full');
}

/** A full disk writes a part only, and says so at the next. */
async function writeWhole(file: FileHandle, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; )
    at += (await file.write(bytes, at, bytes.length - at)).bytesWritten;
}

function repairOf(before: Uint8Array, end: number): string | null {
  if (end === before.length) return null;
  const line = before.reduce((count, byte) => (byte === LINE_END ? count + 1 : count), 1);
  return `line ${line} had no end: its ${before.length - end} bytes stay, on a line of their own`;
}
