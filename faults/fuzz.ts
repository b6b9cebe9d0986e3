import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzzCodecs } from './fuzz/codecs.ts';
import { changedCopy, family, type Ground, makeGround, tryCase } from './fuzz/program.ts';
import { type Case, type Kind, kinds } from './fuzz/program-cases.ts';
import { randomOf } from './fuzz/random.ts';
import { type FaultRow, reportFaults } from './report.ts';

/** All rows, and how many inputs of each codec and runs of the program of each kind: some ten minutes on two cores. */
const all = ['codecs', ...Object.keys(kinds)];
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    inputs: { type: 'string', default: '2250' },
    runs: { type: 'string', default: '100' },
    only: { type: 'string', default: all.join() },
    keep: { type: 'string', default: join(tmpdir(), 'grokscope-fuzz') },
    write: { type: 'boolean', default: false }
  }
});
const [seed, inputs, runs] = [values.seed, values.inputs, values.runs].map(Number) as [
  number,
  number,
  number
];
const only = values.only.split(',');
const unknown = only.find((row) => !all.includes(row));
if (unknown !== undefined) throw new Error(`unknown row: ${unknown} (rows: ${all.join(', ')})`);

const rows: FaultRow[] = [];
if (only.includes('codecs')) rows.push(...(await fuzzCodecs(seed, inputs, values.keep)));
const asked = Object.entries(kinds).filter(([id]) => only.includes(id));
if (asked.length > 0) {
  const ground = await makeGround();
  try {
    for (const [, kind] of asked) rows.push(await rowOf(kind, ground));
  } finally {
    rmSync(ground.folder, { recursive: true, force: true });
  }
}
process.exitCode = reportFaults('fuzz', rows, `npm run fuzz -- --seed ${seed}`, values.write);

async function rowOf(kind: Kind, ground: Ground): Promise<FaultRow> {
  const made = kind.make ? Array.from({ length: runs }, (_, i) => i) : [];
  const cases: (() => Case)[] = [
    ...kind.byHand(ground).map((byHand) => () => byHand),
    ...made.map((i) => () => kind.make!(ground, randomOf(seed * 1_000_003 + i)))
  ];
  const failures: string[] = [];
  for (const [i, make] of cases.entries()) {
    const { what, words, change } = make();
    const results = changedCopy(ground, change);
    const variant = join(results, family, ground.name);
    const filled = words.map((word) => word.replace('{variant}', variant));
    const failure = await tryCase(what, filled, results, values.keep);
    if (failure !== null) failures.push(`case ${i} (--seed ${seed}): ${failure}`);
    if ((i + 1) % 25 === 0 || failure !== null)
      console.error(`${kind.what}: ${i + 1} of ${cases.length}, ${failures.length} failed`);
  }
  return { what: kind.what, tried: cases.length, failures };
}
