// Makes the fixtures of figures about language models, test/fixtures/run-p13/probe-*.json and others: 26 probes and six hard
// examples of ../shared/data/learning/syllo-run, asked at steps 250, 500 … 12000, which count as 0, 5 … 59 so that figures find them.
// Run in the repository's root: node tools/text-fixtures.ts
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { analyzers } from '../src/analyzers/index.ts';
import type { NamedArrays } from '../src/array/tensor.ts';
import {
  artifactEpochs,
  hasAcross,
  hasSummary,
  readAcross,
  readArtifact,
  readSummary,
  writeLoggedRun
} from '../src/loader/index.ts';
import { analyzeVariant } from '../src/workbench/analysis/index.ts';
import { importLanguage } from '../src/workbench/import/import-language.ts';
import { importLog } from '../src/workbench/import/import-log.ts';
import { readForeignLog } from '../src/workbench/import/read-log.ts';
import { findSource } from '../src/workbench/run/sources/index.ts';

const from = resolve('../shared/data/learning/syllo-run');
const steps = [250, 500, 750, 1000, 2000, 3000, 4000, 5000, 6500, 8000, 9000, 10000, 12000];
const shown = [0, 5, 10, 15, 20, 25, 28, 30, 35, 40, 45, 50, 59];
const folder = mkdtempSync(join(tmpdir(), 'text-fixtures-'));
steps.forEach((step, i) => {
  symlinkSync(join(from, `checkpoints/checkpoint-${step}`), join(folder, `checkpoint-${shown[i]}`));
});
const { probes } = JSON.parse(readFileSync(join(from, 'config/probe_set.json'), 'utf8'));
const hard = JSON.parse(readFileSync(join(from, 'config/hard_examples.json'), 'utf8'));
writeFileSync(join(folder, 'probes.json'), JSON.stringify({ probes: probes.slice(0, 26) }));
writeFileSync(join(folder, 'hard.json'), JSON.stringify(hard.slice(0, 6)));
writeFileSync(
  join(folder, 'data_files.json'),
  JSON.stringify({
    files: JSON.parse(readFileSync(join(from, 'data_files.json'), 'utf8')).files.map(
      (file: { filename: string; step_from: number; step_to: number }) => ({
        filename: file.filename,
        step_from: scaled(file.step_from),
        step_to: scaled(file.step_to)
      })
    )
  })
);
const { variant } = await importLanguage({
  results: join(folder, 'results'),
  run: folder,
  probeFile: join(folder, 'probes.json'),
  hard: join(folder, 'hard.json')
});
const report = await analyzeVariant(variant);
for (const { error } of report.failures) throw error;

for (const { id, structure } of analyzers) {
  if (structure !== 'text') continue;
  const found: Record<string, unknown> = {};
  const have = await artifactEpochs(variant, id);
  for (const epoch of [0, 30, 59].filter((one) => have.includes(one)))
    found[`${id}/epoch_${String(epoch).padStart(5, '0')}`] = stored(
      await readArtifact(variant, id, epoch)
    );
  if (hasSummary(variant, id)) found[`${id}/summary`] = stored(await readSummary(variant, id));
  if (hasAcross(variant, id)) found[`${id}/cross_epoch`] = stored(await readAcross(variant, id));
  write(id, found);
}
const list = stored(await findSource('probe_list').load(variant, { epoch: 59, neuron: 0 }));
const at = ['run', 'epoch_00000', 'epoch_00030', 'epoch_00059'];
write('probe_list', Object.fromEntries(at.map((name) => [`probe_list/${name}`, list])));
const log = await readForeignLog(join(from, 'status'));
const kept = /train_loss|status.json.loss|syllo.2|mace|mean_conf|board|drift_history|learning_rate/;
const { variant: logged } = await importLog({
  results: join(folder, 'results'),
  log: join(from, 'status'),
  name: 'logged'
});
await writeLoggedRun(logged, {
  ...log,
  scalars: new Map(
    [...log.scalars]
      .filter(([name]) => kept.test(name))
      .map(([name, points]) => [name, points.filter((_, i) => i % 20 === 0 || points.length < 20)])
      .map(([name, points]) => [
        name,
        points.map(({ step, value }) => ({ step: scaled(step), value }))
      ])
  ),
  board: log.board && {
    ...log.board,
    columns: log.board.columns.map(({ step, results }) => ({ step: scaled(step), results }))
  }
});
write('logged_run', {
  'logged_run/run': stored(await findSource('logged_run').load(logged, { epoch: 59, neuron: 0 }))
});
rmSync(folder, { recursive: true });

function scaled(step: number): number {
  return Math.round(Math.sqrt(step / 12000) * 59);
}

function stored(arrays: NamedArrays) {
  return Object.fromEntries(
    Object.entries(arrays).map(([key, { dtype, shape, data }]) => [
      key,
      {
        dtype,
        shape,
        data: Array.from(data, (x) => (Number.isFinite(x) ? Number(x.toPrecision(7)) : null))
      }
    ])
  );
}

function write(id: string, found: object): void {
  writeFileSync(
    `test/fixtures/run-p13/${id.replaceAll('_', '-')}.json`,
    `${JSON.stringify(found)}\n`
  );
}
