import { printable } from '../../text/printable.ts';
import { jsonLines, LARGEST_LINES } from '../files/json-lines.ts';
import { problemList } from '../files/json-place.ts';
import { readBytes } from '../files/read-file.ts';
import { type HistoryRow, lastRows, rowKey } from './history-row.ts';
import { listedSkills, parsedRow } from './parsed-row.ts';

/** A learning history, and what of its file could not be read. */
export interface History {
  /** Ascending by step; one of each step and probe set, the last that was written. */
  readonly rows: readonly HistoryRow[];
  /** In words, with the number of the line: `line 7 is damaged: …`. */
  readonly problems: readonly string[];
}

/**
 * Returns the learning history in a JSONL file, of ours or in the plan's shapes, which may change
 * within it. Lines that are torn, damaged or of wrong types are told, and the others kept. Rejects
 * with a UserError when the file is absent, unreadable or larger than 128 MiB.
 */
export async function readHistory(path: string): Promise<History> {
  return historyOf(
    await readBytes(path, {
      missing: `missing learning history: ${printable(path)}`,
      hint: 'give the learning_history.jsonl of a status folder',
      largest: LARGEST_LINES
    })
  );
}

/** Returns the learning history in the bytes of a JSONL file, as {@link readHistory}. */
export function historyOf(bytes: Uint8Array): History {
  const { tell, told } = problemList();
  const lines = jsonLines(bytes, '{"step"', tell);
  const skillNames = new Set(lines.flatMap(listedSkills));
  const rows: HistoryRow[] = [];
  const seen = new Set<string>();
  for (const line of lines) {
    const row = parsedRow(line, skillNames);
    if (row === null) continue;
    const key = rowKey(row);
    if (seen.has(key) && row.origin !== 'grokscope')
      tell(`${line.where} has step ${row.step} again: the later line counts`);
    seen.add(key);
    rows.push(row);
  }
  return { rows: lastRows(rows), problems: told() };
}
