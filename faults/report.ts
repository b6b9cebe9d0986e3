import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

/** One line of a table of faults: what was done, how often, and how often it went wrong and how. */
export interface FaultRow {
  readonly what: string;
  readonly tried: number;
  /** What went wrong, one text each, in words that lead to it (the seed and the moment, say); [] when all held. */
  readonly failures: readonly string[];
  /** What was counted beside failures: `12 killed in time, 3 finished before`. */
  readonly note?: string;
}

const page = fileURLToPath(new URL('../docs/reliability.md', import.meta.url));

/**
 * Prints a table of faults with every failure below it, writes it between the markers `<!-- name -->` and
 * `<!-- /name -->` of docs/reliability.md when `isKept`, and returns the exit code: 1 where anything failed.
 */
export function reportFaults(
  name: string,
  rows: readonly FaultRow[],
  command: string,
  isKept: boolean
): 0 | 1 {
  const lines = [
    '| what | tried | failed | remarks |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ what, tried, failures, note = '' }) =>
        `| ${what} | ${tried} | ${failures.length} | ${note} |`
    )
  ];
  console.log(lines.join('\n'));
  for (const { what, failures } of rows)
    for (const failure of failures) console.log(`\n${what}: ${failure}`);
  if (isKept) keep(name, lines, command);
  return rows.some(({ failures }) => failures.length > 0) ? 1 : 0;
}

function keep(name: string, lines: readonly string[], command: string): void {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`;
  const made = `\`${command}\` on ${machine}, ${new Date().toISOString().slice(0, 10)}.`;
  const section = [`<!-- ${name} -->`, '', ...lines, '', made, '', `<!-- /${name} -->`].join('\n');
  const text = readFileSync(page, 'utf8');
  const marked = new RegExp(`<!-- ${name} -->[^]*?<!-- /${name} -->`);
  writeFileSync(
    page,
    text.replace(marked, () => section)
  );
}
