import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { randomOf } from './fuzz/random.ts';
import { reportFaults } from './report.ts';
import { cases } from './torture/cases.ts';
import { hitsSinceLast } from './torture/program.ts';

// Kills the built program at random moments, lets writers meet, goes on and compares bytes with runs that nothing happened
// to. `npm run torture -- --minutes 5 --rounds 100 --seed 1 --only analyze --write`

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '1000' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false }
  }
});

const folder = mkdtempSync(join(tmpdir(), 'grokscope-torture-'));
const chosen = cases.filter(({ what }) => what.includes(values.only));
const rows = chosen.map(({ what }) => ({ what, tried: 0, hits: 0, failures: [] as string[] }));
try {
  for (const each of chosen) await each.prepare(folder);
  const until = performance.now() + Number(values.minutes) * 60_000;
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [i, { what, attempt }] of chosen.entries()) {
      if (performance.now() > until) break;
      const place = join(folder, `${round}-${i}`);
      mkdirSync(place);
      // One try can be repeated alone: its choices follow from the seed, the round and the case.
      const own = (Number(values.seed) * 1009 + round) * 31 + cases.indexOf(chosen[i]);
      const { below } = randomOf(own);
      const random = () => below(2 ** 30) / 2 ** 30;
      const failure = await attempt({ folder: place, random });
      rows[i].tried++;
      rows[i].hits += hitsSinceLast();
      if (failure !== null)
        rows[i].failures.push(`seed ${values.seed}, round ${round}: ${failure}`);
      process.stderr.write(`round ${round}: ${what}: ${failure ?? 'held'}\n`);
      rmSync(place, { recursive: true, force: true });
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const noted = rows.map(({ hits, ...row }) => ({
  ...row,
  ...(hits > 0 && { note: `${hits} signals reached it running` })
}));
const command = `npm run torture -- --seed ${values.seed} --minutes ${values.minutes}`;
process.exitCode = reportFaults('torture', noted, command, values.write);
