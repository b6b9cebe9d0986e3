import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FaultRow } from '../report.ts';
import { type Format, formats } from './formats.ts';
import { randomOf } from './random.ts';
import { watched } from './watched.ts';

/** What one input of a codec may take; loading the worker counts too. */
const limits = { cpu: 5, memory: 3 * 2 ** 30, wall: 60 };
const worker = fileURLToPath(new URL('codec-worker.ts', import.meta.url));

/** Returns an input of a format: first those made by hand, then mutations of sound files that follow from the seed. */
export function inputOf(
  { id, make, bombs }: Format,
  seed: number,
  index: number
): { readonly what: string; readonly bytes: Uint8Array } {
  const byHand = Object.entries(bombs)[index];
  if (byHand) return { what: byHand[0], bytes: byHand[1]() };
  const place = formats.findIndex((format) => format.id === id);
  const random = randomOf((seed * 1_000_003 + index) * formats.length + place);
  return { what: `mutation ${index}`, bytes: make(random) };
}

/**
 * Returns a row for each codec: so many inputs each, read in a process of their own. What fails is kept in a file of the
 * folder `kept`.
 */
export async function fuzzCodecs(
  seed: number,
  inputs: number,
  kept: string
): Promise<readonly FaultRow[]> {
  const rows: FaultRow[] = [];
  for (const format of formats) {
    const failures: string[] = [];
    const total = Math.max(inputs, Object.keys(format.bombs).length);
    for (let from = 0; from < total; )
      from = await readFrom(format, seed, from, total, failures, kept);
    const byHand = Object.keys(format.bombs).length;
    rows.push({
      what: `${format.id} read in process`,
      tried: total,
      failures,
      note: `${byHand} made by hand`
    });
  }
  return rows;
}

/** Reads inputs until one ends the process, and returns where to go on. */
async function readFrom(
  format: Format,
  seed: number,
  from: number,
  to: number,
  failures: string[],
  kept: string
): Promise<number> {
  let current = from;
  let line = '';
  const fail = (index: number, why: string): void => {
    const { what, bytes } = inputOf(format, seed, index);
    const file = join(kept, `${format.id}-${seed}-${index}`);
    mkdirSync(kept, { recursive: true });
    writeFileSync(file, bytes);
    failures.push(`${what} (--seed ${seed}): ${why}; kept as ${file}`);
  };
  const onOutput = (text: string): boolean => {
    const lines = (line + text).split('\n');
    line = lines.pop()!;
    let begins = false;
    for (const said of lines) {
      const [, kind, index, why = ''] = /^(begin|fail) (\d+) ?(.*)$/.exec(said) ?? [];
      if (kind === 'begin') {
        current = Number(index);
        begins = true;
      } else if (kind === 'fail') fail(Number(index), why);
    }
    return begins;
  };
  const args = [worker, format.id, String(seed), String(from), String(to)];
  const ended = await watched(process.execPath, args, limits, process.env, onOutput);
  if (ended.code === 0) return to;
  if (ended.over !== null) fail(current, ended.over);
  else if (ended.code !== 3)
    fail(current, `ended by ${ended.signal ?? ended.code}: ${ended.output.slice(-400)}`);
  return current + 1;
}
