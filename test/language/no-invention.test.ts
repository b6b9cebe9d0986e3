import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzers } from '../../src/analyzers/index.ts';
import { textsIn } from '../../src/array/text-array.ts';
import type { HeatmapTrace, ScatterTrace } from '../../src/figure/figure.ts';
import { readSummary, type Variant } from '../../src/loader/index.ts';
import { visualizations } from '../../src/visualizations/index.ts';
import { needsOf } from '../../src/visualizations/visualization.ts';
import { analyzeVariant } from '../../src/workbench/analysis/index.ts';
import { importLanguage } from '../../src/workbench/import/import-language.ts';
import { hardBoard } from '../../src/workbench/language/hard-examples.ts';
import { historyRows } from '../../src/workbench/language/record-history.ts';
import { missingData } from '../../src/workbench/run/missing-data.ts';
import { readRun } from '../../src/workbench/run/run-data.ts';
import { shared } from '../helpers/shared.ts';

const root = shared('data/learning/syllo-run');
const textFigures = visualizations.filter(
  (figure) =>
    figure.time === 'step' &&
    !needsOf(figure).some((need) => need.from === 'source' && need.source === 'logged_run')
);
const own = analyzers.filter(({ structure }) => structure === 'text');
const opened = (variant: Variant) =>
  readRun(
    variant,
    own.map(({ id }) => id)
  );

/** A run of three checkpoints whose probes of level `hard`, and one hard example, have no expected answer. */
async function made(): Promise<Variant> {
  const folder = mkdtempSync(join(tmpdir(), 'grokscope-'));
  const run = join(folder, 'run');
  mkdirSync(run);
  for (const step of [250, 500, 750])
    cpSync(join(root!, `checkpoints/checkpoint-${step}`), join(run, `checkpoint-${step}`), {
      recursive: true
    });
  const json = (name: string) => JSON.parse(readFileSync(join(root!, 'config', name), 'utf8'));
  const probes = json('probe_set.json')
    .probes.slice(0, 40)
    .map((probe: { metadata: { level: string } }) =>
      probe.metadata.level === 'hard' ? { ...probe, expected_answer: null } : probe
    );
  const hard = json('hard_examples.json').slice(0, 3);
  hard[1].expected = null;
  writeFileSync(join(folder, 'probes.json'), JSON.stringify({ probes }));
  writeFileSync(join(folder, 'hard.json'), JSON.stringify(hard));
  const { variant } = await importLanguage({
    results: join(folder, 'results'),
    run,
    probeFile: join(folder, 'probes.json'),
    hard: join(folder, 'hard.json')
  });
  expect((await analyzeVariant(variant)).failures).toEqual([]);
  return variant;
}

describe.skipIf(root === null)('nothing is invented', () => {
  let variant: Variant;
  beforeAll(async () => {
    variant = await made();
  });

  it('of a skill whose probes have no expected answer', async () => {
    const run = await opened(variant);
    const skills = await readSummary(variant, 'probe_skills');
    const count = skills.accuracy.shape[1];
    const bytes = skills.skills.data.subarray(0, skills.skills.shape[1]);
    const names = textsIn({ dtype: 'uint8', shape: [bytes.length], data: bytes }, count);
    const at = names.indexOf('level/hard');
    expect(skills.accuracy.data[at]).toBeNaN();
    expect(skills.count.data[at]).toBe(0);
    const find = (id: string) => textFigures.find((figure) => figure.id === id)!;
    const radar = await run.draw(find('skill_radar'), { epoch: 250 });
    const polygon = radar.data.at(-1) as ScatterTrace;
    const corner = (polygon.customdata as string[]).findIndex((text) => text.startsWith('hard:'));
    expect(polygon.y[corner]).toBeNaN();
    expect(polygon.fill).toBeUndefined();
    const lines = await run.draw(find('skill_trajectories'), { epoch: 250 });
    const line = lines.data.find(({ name }) => name?.startsWith('hard')) as ScatterTrace;
    expect(Array.from(line.y).every(Number.isNaN)).toBe(true);
    for (const row of await historyRows(variant)) {
      expect(row.skills).not.toHaveProperty('level/hard');
      expect(row.hardTotal).toBe(2);
    }
  });

  it('of a hard example without an expected answer', async () => {
    const run = await opened(variant);
    const board = await run.draw(textFigures.find(({ id }) => id === 'hard_example_board')!, {
      epoch: 250
    });
    const map = board.data[0] as HeatmapTrace;
    const gaps = map.z.map((row) => Array.from(row).every(Number.isNaN));
    expect(gaps.filter(Boolean)).toHaveLength(1);
    const { entries, examples } = await hardBoard(variant, '');
    expect(examples).toHaveLength(3);
    for (const { results } of entries) expect(Object.keys(results)).toHaveLength(2);
  });

  it.each(own.map(({ id }) => id))(
    'without the files of %s: figures that need them say so, with the command',
    async (id) => {
      const folder = join(variant.path, 'artifacts', id);
      renameSync(folder, `${folder}.away`);
      try {
        const run = await opened(variant);
        for (const figure of textFigures) {
          const needed = needsOf(figure).some((need) => 'analyzer' in need && need.analyzer === id);
          expect(run.canDraw(figure), figure.id).toBe(!needed);
          if (needed) expect(missingData(run, figure).hint).toContain(`--analyzer ${id}`);
        }
        const rows = await historyRows(variant);
        if (id === 'probe_answers') expect(rows).toEqual([]);
        for (const row of rows) {
          if (id === 'layer_drift') expect([row.totalDrift, row.layerDrifts]).toEqual([null, null]);
          if (id === 'probe_calibration') expect(row.calibrationError).toBeNull();
          if (id === 'probe_skills') expect(row.skills).toEqual({});
          if (id === 'geometry_drift') expect(row.geometryDrift).toBeNull();
        }
      } finally {
        renameSync(`${folder}.away`, folder);
      }
    }
  );

  it('without one checkpoint of an analyzer: figures of that step are absent, the others drawn', async () => {
    for (const { id } of own.filter(({ arrays }) => Object.keys(arrays).length > 0)) {
      const path = join(variant.path, 'artifacts', id, 'epoch_00500.npz');
      renameSync(path, `${path}.away`);
      try {
        const run = await opened(variant);
        for (const figure of textFigures.filter(({ kind }) => kind === 'epoch'))
          if (needsOf(figure).some((need) => need.from === 'epoch' && need.analyzer === id))
            expect(run.epochsOf(figure), figure.id).toEqual([250, 750]);
      } finally {
        renameSync(`${path}.away`, path);
      }
    }
    expect(readdirSync(variant.path)).toContain('learning_history.jsonl');
  });
});
