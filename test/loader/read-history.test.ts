import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { historyOf, readHistory } from '../../src/loader/history/read-history.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const of = (...lines: readonly string[]) =>
  historyOf(new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')));
const nothing = {
  timestamp: null,
  trainLoss: null,
  validationLoss: null,
  learningRate: null,
  skills: {},
  layerDrifts: null,
  layerNorms: null,
  totalDrift: null,
  geometryDrift: null,
  calibrationError: null,
  meanConfidence: null,
  hardCorrect: null,
  hardTotal: null,
  dataFiles: null,
  checkpoint: null,
  probeSet: null,
  others: {}
};
const steps = [250, 500, 750, 1000, 2000, 3000, 4000, 5000, 6500, 8000, 9000, 10000, 12000];
const origin = (name: string) =>
  shared(`data/learning/syllo-run/status/learning_history${name}.jsonl`);

test('what the plan’s program writes for want of a value is absent, not zero', () => {
  const code =
    '{"step": 5, "timestamp": "", "train_loss": 0.0, "val_loss": 1.5, "learning_rate": 0.0, "skill_scores": {}, "total_weight_drift": null, "layer_drifts": [], "layer_norms": [], "geometry_drift": null, "expected_calibration_error": null, "mean_confidence": null, "hard_examples_correct": 0, "hard_examples_total": 0, "checkpoint_path": null, "data_files_trained": []}';
  const { rows, problems } = of(code);
  expect(rows).toEqual([{ ...nothing, step: 5, validationLoss: 1.5, origin: 'code' }]);
  expect(problems).toEqual([
    'line 1: train_loss and learning_rate are 0, as the end of a run resets them: left out'
  ]);
  const ours = of('{"step": 5, "train_loss": 0, "learning_rate": 0, "origin": "grokscope"}').rows;
  expect([ours[0].trainLoss, ours[0].learningRate]).toEqual([0, 0]);
});

test('the sample’s flat shape: skills are keys, norms are weight_norms, strangers are kept', () => {
  const { rows, problems } = of(
    '{"step": 1, "train_loss": 1.23, "syllo_easy": 0.85, "bin_2": 0, "layer_drifts": [0.01, null], "weight_norms": [3], "ece": 0.1, "syllable": 0.5, "note": {"__proto__": 1}}'
  );
  expect(problems).toEqual([]);
  expect(rows).toEqual([
    {
      ...nothing,
      step: 1,
      trainLoss: 1.23,
      skills: { syllo_easy: { accuracy: 0.85 }, bin_2: { accuracy: 0 } },
      layerDrifts: [0.01, null],
      layerNorms: [3],
      calibrationError: 0.1,
      origin: 'plan',
      others: JSON.parse('{"syllable": 0.5, "note": {"__proto__": 1}}')
    }
  ]);
});

test('names that a row lists as skills are skills where they are keys', () => {
  const { rows } = of(
    '{"step": 1, "carry": 0.5, "speed": 0.25}',
    '{"step": 2, "skill_scores": {"carry": 0.75}, "skill_counts": {"carry": {"correct": 3, "total": 4}}}'
  );
  expect(rows[0].skills).toEqual({ carry: { accuracy: 0.5 } });
  expect(rows[0].others).toEqual({ speed: 0.25 });
  expect(rows[1].skills).toEqual({ carry: { accuracy: 0.75, correct: 3, total: 4 } });
});

test('the sketch of the plan has its losses in metrics', () => {
  const [row] = of('{"step": 3, "metrics": {"loss": 2, "x": 1}, "skill_scores": {}}').rows;
  expect([row.trainLoss, row.origin, row.others]).toEqual([
    2,
    'plan',
    { metrics: { loss: 2, x: 1 } }
  ]);
});

test('rows come by step, of a step and probe set the last', () => {
  const { rows, problems } = of(
    '{"step": 10000, "train_loss": 1}',
    '{"step": 9000, "train_loss": 2}',
    '{"step": 9000, "train_loss": 3}',
    '{"step": 9000, "train_loss": 4, "origin": "grokscope", "probe_set": "a"}',
    '{"step": 9000, "train_loss": 5, "origin": "grokscope", "probe_set": "a"}'
  );
  expect(rows.map(({ step, trainLoss, probeSet }) => [step, trainLoss, probeSet])).toEqual([
    [9000, 3, null],
    [9000, 5, 'a'],
    [10000, 1, null]
  ]);
  expect(problems).toEqual(['line 3 has step 9000 again: the later line counts']);
});

test('bare NaN is absent, Infinity is a number', () => {
  const [row] = of(
    '{"step": 1, "train_loss": NaN, "val_loss": Infinity, "layer_drifts": [NaN, 1]}'
  ).rows;
  expect([row.trainLoss, row.validationLoss, row.layerDrifts]).toEqual([null, Infinity, [null, 1]]);
});

test('a torn or damaged line is told with its number, the others are kept', () => {
  const text =
    '\ufeff{"step": 1}\r\n\r\n{"step": 2, "tr\n[1]\n{"step": 4}\n{"step": 5, "t{"step": 6}\n{"step": 7, "ti';
  const { rows, problems } = historyOf(new TextEncoder().encode(text));
  expect(rows.map(({ step }) => step)).toEqual([1, 4, 6]);
  expect(problems).toEqual([
    'line 3 is damaged: 15 characters left out',
    'line 4 is no object: a list',
    'line 6 is torn, and another row follows it there',
    'line 7 is torn: 15 characters left out'
  ]);
});

test('a last line without a line end that is whole is a row', () => {
  const { rows, problems } = historyOf(new TextEncoder().encode('{"step": 1}\n{"step": 2}'));
  expect([rows.length, problems]).toEqual([2, []]);
});

test('wrong types are told, and the rest of the row is kept', () => {
  const { rows, problems } = of(
    '{"step": "1", "train_loss": 1}',
    '{"train_loss": 1}',
    '{"step": 1.5}',
    '{"step": 2, "train_loss": "1.2\\u001b", "val_loss": 3, "skill_scores": [], "layer_drifts": [1, "x"], "data_files_trained": {}, "timestamp": 5}',
    '{"step": 3, "skill_scores": {"a": 85, "b": "1", "c": 0.5}, "skill_counts": {"c": {"correct": -1, "total": 4}}, "hard_examples_correct": 5, "hard_examples_total": 4}',
    '{"step": 4, "syllo_easy": 85, "bin1": "0.5"}'
  );
  expect(rows.map(({ step }) => step)).toEqual([2, 3, 4]);
  expect(rows[0].validationLoss).toBe(3);
  expect(rows[1].skills).toEqual({ c: { accuracy: 0.5 } });
  expect(rows[2].others).toEqual({ syllo_easy: 85, bin1: '0.5' });
  expect(problems).toEqual([
    'line 1: step is no whole number: "1"',
    'line 2: step is missing',
    'line 3: step is no whole number: 1.5',
    'line 4: skill_scores is no object: a list',
    'line 4: timestamp is no text: 5',
    'line 4: train_loss is no number: "1.2\\u001b"',
    'line 4: layer_drifts is no list of numbers: a list',
    'line 4: data_files_trained is no list of texts: an object',
    'line 5: skill_scores.a is no number from 0 to 1: 85',
    'line 5: skill_scores.b is no number from 0 to 1: "1"',
    'line 5: skill_counts.c.correct is no whole number: -1',
    'line 5: hard_examples_correct is more than all 4: 5',
    'line 6: syllo_easy is no number from 0 to 1: 85',
    'line 6: bin1 is no number from 0 to 1: "0.5"'
  ]);
});

test('of very many problems only the number is told', () => {
  const { problems } = of(...new Array<string>(1000).fill('x'));
  expect(problems.length).toBe(51);
  expect(problems.at(-1)).toBe('… and 950 more');
});

test('a history that is absent, or a folder, is an error', async () => {
  const folder = temporaryFolder();
  const error = await userErrorOf(() => readHistory(join(folder, 'x.jsonl')));
  expect(error.message).toBe(`missing learning history: ${folder}/x.jsonl`);
  expect((await userErrorOf(() => readHistory(folder))).message).toBe(`not a file: ${folder}`);
});

test('the origin’s own history: what its readers never found is absent', async () => {
  const path = origin('');
  if (path === null) return;
  const { rows, problems } = await readHistory(path);
  expect(problems).toEqual([]);
  expect(rows.map(({ step }) => step)).toEqual(steps);
  for (const row of rows)
    expect(row).toMatchObject({
      skills: {},
      hardCorrect: null,
      hardTotal: null,
      geometryDrift: null,
      calibrationError: null,
      checkpoint: null,
      dataFiles: null,
      origin: 'code',
      others: {}
    });
  expect(rows[0]).toMatchObject({ trainLoss: 0.15398, validationLoss: 1.054206 });
});

test('the flat history and the filled one say the same', async () => {
  const [plan, filled] = [origin('.plan'), origin('.filled')];
  if (plan === null || filled === null) return;
  const [a, b] = [await readHistory(plan), await readHistory(filled)];
  expect([...a.problems, ...b.problems]).toEqual([]);
  expect(b.rows.map(({ hardCorrect, hardTotal }) => [hardCorrect, hardTotal]).at(-1)).toEqual([
    10, 12
  ]);
  expect(Object.keys(a.rows[0].skills)).toHaveLength(12);
  for (const [i, row] of a.rows.entries()) {
    expect(row.skills).toEqual(b.rows[i].skills);
    expect(row.calibrationError).toBe(b.rows[i].calibrationError);
    expect(row.geometryDrift).toBe(b.rows[i].geometryDrift);
    expect(row.others).toEqual({ note: 'unknown keys must survive' });
  }
});

test('the mixed history: a change of shape, a blank line, a repeated step, a torn end', async () => {
  const path = origin('.mixed');
  if (path === null) return;
  const { rows, problems } = await readHistory(path);
  expect(rows.map(({ step }) => step)).toEqual(steps);
  expect(rows.map((row) => row.origin)).toEqual(
    steps.map((step) => (step < 4000 ? 'plan' : 'code'))
  );
  const last = readFileSync(path, 'utf8').split('\n').at(-1)!;
  expect(problems).toEqual([
    `line 16 is torn: ${last.length} characters left out`,
    'line 15 has step 4000 again: the later line counts'
  ]);
  const again = JSON.parse(readFileSync(path, 'utf8').split('\n')[14]) as { train_loss: number };
  expect(rows[6].trainLoss).toBe(again.train_loss);
});

test('10,000 rows are read in well under a second', async () => {
  const row = {
    train_loss: 0.5,
    skill_scores: Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`s${i}`, i / 12])),
    layer_drifts: Array.from({ length: 28 }, (_, i) => i / 3),
    layer_norms: Array.from({ length: 28 }, (_, i) => i / 7),
    origin: 'grokscope'
  };
  const path = join(temporaryFolder(), 'learning_history.jsonl');
  const lines = Array.from({ length: 10_000 }, (_, step) => JSON.stringify({ step, ...row }));
  writeFileSync(path, `${lines.join('\n')}\n`);
  const start = performance.now();
  const { rows } = await readHistory(path);
  const took = performance.now() - start;
  expect(rows.length).toBe(10_000);
  console.info(`10,000 rows read in ${took.toFixed(0)} ms`);
  expect(took).toBeLessThan(2000);
});
