import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appendHistory } from '../../src/loader/history/append-history.ts';
import type { HistoryRow } from '../../src/loader/history/history-row.ts';
import { historyOf, readHistory } from '../../src/loader/history/read-history.ts';
import { pythonWithNumpy, runPython } from '../helpers/numpy.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

function rowOf(step: number, changes: Partial<HistoryRow> = {}): HistoryRow {
  return {
    step,
    timestamp: '2026-01-02T03:04:05.000Z',
    trainLoss: 1 / (1 + step),
    validationLoss: null,
    learningRate: 0.001,
    skills: { easy: { accuracy: 0.75, correct: 3, total: 4 }, hard: { accuracy: 0 } },
    layerDrifts: [0.1, null],
    layerNorms: null,
    totalDrift: 0.2,
    geometryDrift: null,
    calibrationError: 0.03,
    meanConfidence: 0.9,
    hardCorrect: 2,
    hardTotal: 5,
    dataFiles: ['a.jsonl'],
    checkpoint: `checkpoints/checkpoint-${step}`,
    probeSet: 'abc',
    origin: 'grokscope',
    others: {},
    ...changes
  };
}

const fresh = () => join(temporaryFolder(), 'status', 'learning_history.jsonl');
const linesOf = (path: string) => readFileSync(path, 'utf8').split('\n').slice(0, -1);

test('rows are read as they were given; what is there is not written again', async () => {
  const path = fresh();
  const rows = [rowOf(10), rowOf(20, { others: { grad_norm: 0.5, step: 7 } })];
  expect(await appendHistory(path, rows)).toEqual({ appended: 2, repaired: null });
  const before = readFileSync(path);
  const later = rows.map((row) => ({ ...row, timestamp: 'another day' }));
  expect((await appendHistory(path, later)).appended).toBe(0);
  expect(readFileSync(path)).toEqual(before);
  expect(await readHistory(path)).toEqual({
    rows: [rows[0], { ...rows[1], others: { grad_norm: 0.5 } }],
    problems: []
  });
  expect(readdirSync(join(path, '..'))).toEqual(['learning_history.jsonl']);
});

test('a changed content and another probe set are new rows, of which the last counts', async () => {
  const path = fresh();
  await appendHistory(path, [rowOf(10), rowOf(20)]);
  const anew = rowOf(10, { trainLoss: 5 });
  expect(
    (await appendHistory(path, [anew, rowOf(20), rowOf(10, { probeSet: 'x' })])).appended
  ).toBe(2);
  expect((await appendHistory(path, [anew])).appended).toBe(0);
  expect((await appendHistory(path, [rowOf(10)])).appended).toBe(1);
  expect(linesOf(path)).toHaveLength(5);
  const { rows } = await readHistory(path);
  expect(rows.map(({ step, probeSet, trainLoss }) => [step, probeSet, trainLoss])).toEqual([
    [10, 'abc', 1 / 11],
    [10, 'x', 1 / 11],
    [20, 'abc', 1 / 21]
  ]);
});

test('what is not finite or not known makes no row new', async () => {
  const path = fresh();
  const row = rowOf(1, {
    trainLoss: Number.NaN,
    skills: { a: { accuracy: Number.NaN } },
    layerDrifts: [Number.NaN, Infinity],
    hardCorrect: 0,
    hardTotal: 0,
    dataFiles: []
  });
  await appendHistory(path, [row]);
  expect((await appendHistory(path, [row])).appended).toBe(0);
  expect((await readHistory(path)).rows[0]).toMatchObject({
    trainLoss: null,
    skills: {},
    layerDrifts: [null, null],
    hardCorrect: null,
    hardTotal: null,
    dataFiles: null
  });
});

test('a line is the plan’s program’s with more keys', async () => {
  const path = fresh();
  await appendHistory(path, [rowOf(10)]);
  expect(JSON.parse(linesOf(path)[0])).toEqual({
    step: 10,
    timestamp: '2026-01-02T03:04:05.000Z',
    train_loss: 1 / 11,
    val_loss: null,
    learning_rate: 0.001,
    skill_scores: { easy: 0.75, hard: 0 },
    total_weight_drift: 0.2,
    layer_drifts: [0.1, null],
    layer_norms: [],
    geometry_drift: null,
    expected_calibration_error: 0.03,
    mean_confidence: 0.9,
    hard_examples_correct: 2,
    hard_examples_total: 5,
    checkpoint_path: 'checkpoints/checkpoint-10',
    data_files_trained: ['a.jsonl'],
    skill_counts: { easy: { correct: 3, total: 4 } },
    probe_set: 'abc',
    origin: 'grokscope'
  });
});

test('in the shape of the plan’s program it has no other key, since it refuses them', async () => {
  const path = fresh();
  const rows = [rowOf(10, { others: { grad_norm: 1 } })];
  await appendHistory(path, rows, 'code');
  expect((await appendHistory(path, rows, 'code')).appended).toBe(0);
  const origin = shared('data/learning/syllo-run/status/learning_history.jsonl');
  if (origin !== null)
    expect(Object.keys(JSON.parse(linesOf(path)[0]))).toEqual(
      Object.keys(JSON.parse(linesOf(origin)[0]))
    );
  await expect(
    appendHistory(path, [rowOf(1), rowOf(1, { probeSet: 'x' })], 'code')
  ).rejects.toThrow(RangeError);
  const python = pythonWithNumpy();
  if (python === null) return;
  // What the program does with a line: json.loads, then a dataclass of these fields and no others.
  const script = `
import json, sys
fields = 'step timestamp train_loss val_loss learning_rate skill_scores total_weight_drift layer_drifts layer_norms geometry_drift expected_calibration_error mean_confidence hard_examples_correct hard_examples_total checkpoint_path data_files_trained'
def snapshot(step, timestamp, **rest): assert set(rest) <= set(fields.split()[2:]); return step
print([snapshot(**json.loads(line)) for line in open(sys.argv[1]) if line.strip()])`;
  expect(runPython(python, script, path).trim()).toBe('[10]');
});

test('a torn line stays, gets a line end, and is told', async () => {
  const path = fresh();
  await appendHistory(path, [rowOf(10)]);
  appendFileSync(path, '{"step": 20, "train_l\u00e9');
  const before = readFileSync(path);
  const { appended, repaired } = await appendHistory(path, [rowOf(20)]);
  expect(appended).toBe(1);
  expect(repaired).toBe('line 2 had no end: its 23 bytes stay, on a line of their own');
  const after = readFileSync(path);
  expect(after.subarray(0, before.length)).toEqual(before);
  expect(after[before.length]).toBe(0x0a);
  const { rows, problems } = await readHistory(path);
  expect(rows).toEqual([rowOf(10), rowOf(20)]);
  expect(problems).toEqual(['line 2 is damaged: 22 characters left out']);
  expect((await appendHistory(path, [rowOf(30)])).repaired).toBe(null);
});

test('rows of others stay as they are, those of the plan’s histories can be appended', async () => {
  const source = shared('data/learning/syllo-run/status/learning_history.mixed.jsonl');
  if (source === null) return;
  const { rows } = await readHistory(source);
  const path = fresh();
  expect((await appendHistory(path, rows)).appended).toBe(13);
  expect((await readHistory(path)).rows).toEqual(rows);
  const copy = fresh();
  mkdirSync(join(copy, '..'));
  writeFileSync(copy, readFileSync(source));
  const { appended, repaired } = await appendHistory(copy, [...rows, rowOf(12_500)]);
  expect(appended).toBe(1);
  expect(repaired).toMatch(/^line 16 had no end/);
  expect(readFileSync(copy).subarray(0, readFileSync(source).length)).toEqual(readFileSync(source));
});

test('a step that is none is our own bug', async () => {
  const path = fresh();
  await expect(appendHistory(path, [rowOf(1), rowOf(-1)])).rejects.toThrow(RangeError);
  await expect(appendHistory(path, [rowOf(0.5)])).rejects.toThrow(RangeError);
  expect(existsSync(path)).toBe(false);
});

test('no link is written through: of the file, and of its folder to elsewhere', async () => {
  const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
  const target = join(elsewhere, 'target.jsonl');
  symlinkSync(target, join(folder, 'learning_history.jsonl'));
  symlinkSync(elsewhere, join(folder, 'status'));
  for (const path of ['learning_history.jsonl', 'status/learning_history.jsonl']) {
    const error = await userErrorOf(() => appendHistory(join(folder, path), [rowOf(1)]));
    expect(error.message).toContain('not written through a link to');
  }
  expect(readdirSync(elsewhere)).toEqual([]);
});

test('three writers at once write each row once', async () => {
  const path = fresh();
  const rows = Array.from({ length: 50 }, (_, i) => rowOf(i));
  const done = await Promise.all(
    [1, 2, 3].map(() => appendHistory(path, rows).then(({ appended }) => appended))
  );
  expect(done.sort((a, b) => a - b)).toEqual([0, 0, 50]);
  expect(linesOf(path)).toHaveLength(50);
});

/** Appends rows of some 20 kB, one by one, from a step on, until it is killed. */
const writer = `
const { appendHistory } = await import(${JSON.stringify(new URL('../../src/loader/history/append-history.ts', import.meta.url).href)});
const [path, from, row] = [process.argv[1], Number(process.argv[2]), JSON.parse(process.argv[3])];
const more = { others: { ballast: 'x'.repeat(20_000) } };
for (let step = from; ; step++) {
  await appendHistory(path, [{ ...row, ...more, step }]);
  process.stdout.write(step + '\\n');
}`;

test('a process that is killed while it appends loses no row that it has told of', async () => {
  const path = fresh();
  const told: number[] = [];
  let repairs = 0;
  for (let round = 0; round < 5; round++) {
    const before = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    const args = [path, String(1000 * round), JSON.stringify(rowOf(0))];
    const child = spawn(process.execPath, ['--input-type=module', '-e', writer, '--', ...args], {
      stdio: ['ignore', 'pipe', 'inherit']
    });
    let text = '';
    let killing = false;
    child.stdout.on('data', (chunk: Buffer) => {
      text += String(chunk);
      if (killing || text.split('\n').length < 5) return;
      killing = true;
      setTimeout(() => child.kill('SIGKILL'), 3 * round + 1);
    });
    await new Promise((end) => child.on('close', end));
    told.push(...text.split('\n').slice(0, -1).map(Number));
    const after = readFileSync(path);
    expect(after.subarray(0, before.length)).toEqual(before);
    const steps = historyOf(after).rows.map(({ step }) => step);
    expect(told.filter((step) => !steps.includes(step))).toEqual([]);
    // The worst moment of all, made by hand: half of a row.
    appendFileSync(path, `{"step": ${1000 * round + 999}, "train_lo`);
    const { repaired } = await appendHistory(path, [rowOf(100_000 + round)]);
    if (repaired !== null) repairs++;
  }
  expect(told.length).toBeGreaterThanOrEqual(20);
  expect(repairs).toBe(5);
  const { rows, problems } = await readHistory(path);
  expect(rows.filter(({ step }) => step >= 100_000)).toHaveLength(5);
  expect(problems.length).toBeGreaterThanOrEqual(5);
});
