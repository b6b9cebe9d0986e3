import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { writeNpz } from '../../src/codec/index.ts';
import { readEmbeddings } from '../../src/loader/status/embeddings.ts';
import { hardScore } from '../../src/loader/status/hard-board.ts';
import { readStatus } from '../../src/loader/status/read-status.ts';
import { withoutAskedThinking, withoutThinking } from '../../src/loader/status/thinking.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const syllo = shared('data/learning/syllo-run/status');
const broken = shared('data/learning/broken-run/status');
const steps = [250, 500, 750, 1000, 2000, 3000, 4000, 5000, 6500, 8000, 9000, 10000, 12000];

/** A status folder of these files; what is no text is written as JSON. */
function statusOf(files: Readonly<Record<string, unknown>>): string {
  const folder = join(temporaryFolder(), 'status');
  mkdirSync(folder);
  for (const [name, value] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return folder;
}

const damage = async (folder: string) =>
  (await readStatus(folder)).problems.filter(({ kind }) => kind === 'damaged');

test('the status folder that the origin wrote is read whole, each part with its file', async () => {
  if (syllo === null) return;
  const status = await readStatus(syllo);
  expect(status.problems).toEqual([]);
  expect(await readStatus(dirname(syllo))).toEqual(status);
  const byStep = [
    status.history,
    status.layerDriftHistory,
    status.stabilityHistory,
    status.calibration,
    status.ledger
  ];
  for (const part of byStep) expect(part!.value.map(({ step }) => step)).toEqual(steps);
  expect(status.hardBoard!.value.entries.map(({ step }) => step)).toEqual(steps);
  expect(status.umapCoords!.value.slices.map(({ step }) => step)).toEqual(steps);
  expect(status.embeddings.map(({ step }) => step)).toEqual(steps);
  expect(status.curriculum!.file).toBe('../data_manager/curriculum_state.json');
  expect(status.layerDrift!.file).toBe('layer_drift.json');
  expect(status.layerDrift!.value).toEqual(status.layerDriftHistory!.value.at(-1));
  expect(status.stability!.value).toEqual(status.stabilityHistory!.value.at(-1));
});

test('its numbers are those of its files', async () => {
  if (syllo === null) return;
  const status = await readStatus(syllo);
  const drift = status.layerDrift!.value;
  expect([drift.reference, drift.referenceStep, drift.sumRatio]).toEqual(['base', null, 1.576698]);
  const norm = (key: 'deltaNorm' | 'referenceNorm') =>
    drift.layers.reduce((sum, layer) => sum + layer[key]!, 0);
  expect(norm('deltaNorm') / norm('referenceNorm')).toBeCloseTo(drift.sumRatio!, 6);
  expect(drift.layers[0]).toMatchObject({ index: -1, parameters: 3584 });
  expect(status.ledger!.value.map(({ epoch }) => epoch).slice(0, 2)).toEqual([0.020833, 0.041667]);
  expect(status.hardBoard!.value.entries.map(hardScore).map(({ correct }) => correct)).toEqual([
    6, 6, 5, 6, 5, 5, 5, 6, 7, 8, 8, 8, 10
  ]);
  const [first] = status.calibration!.value;
  expect(first.bins[0]).toMatchObject({ from: 0.6, to: 0.7, count: 8 });
  const mean = first.bins.reduce((sum, { error }) => sum + error!, 0) / first.bins.length;
  expect(first.maceOrigin).toBeCloseTo(mean, 12);
  expect(JSON.stringify(status.calibration).toLowerCase()).not.toContain('"ece"');
  expect(status.deployments!.value.map((row) => row.step)).toContain(250);
  expect(status.deployments!.value.at(-1)).toMatchObject({
    status: 'failed_verification',
    verifiedAt: null
  });
  expect(status.dataImpact!.value[0]).toMatchObject({
    dataFile: 'syllo_easy_0001.jsonl',
    stepBefore: 1000,
    skills: { bin: -0.03125 },
    examples: 60
  });
  expect(status.comparisons!.value.best).toMatchObject({ step: 250, score: 0.3057772934176645 });
  expect(status.comparisons!.value.comparisons).toHaveLength(11);
  expect(status.probeSet!.value.probes).toHaveLength(96);
});

test('skills: the last evaluation, their history and the curriculum agree', async () => {
  if (syllo === null) return;
  const { curriculumEval, evalHistory, curriculum } = await readStatus(syllo);
  const [last] = curriculumEval!.value;
  expect(last).toMatchObject({ skill: 'bin', level: '2', step: 12000, correct: 14, total: 20 });
  expect(last.problems.filter(({ isRight }) => isRight)).toHaveLength(14);
  const rows = evalHistory!.value;
  expect(rows.map(({ step }) => step!)).toEqual(
    rows.map(({ step }) => step!).toSorted((a, b) => a - b)
  );
  expect(rows.at(-1)).toMatchObject({ skill: 'bin', level: '2', accuracy: 0.7 });
  for (const row of rows) expect(row.correct! / row.total!).toBeCloseTo(row.accuracy, 12);
  const skills = curriculum!.value;
  expect(skills.map(({ skill, mastered }) => [skill, mastered])).toEqual([
    ['syllo', 3],
    ['bin', 1]
  ]);
  expect(skills[0].evals).toHaveLength(13);
  expect(skills[0].evals[0]).toMatchObject({ level: '1', total: 20, checkpoint: 'checkpoint-250' });
  const same = skills[1].evals.at(-1)!;
  expect([same.accuracy, same.correct]).toEqual([last.accuracy, last.correct]);
});

test('the other shapes: an evaluation per level, rankings as the README has them', async () => {
  if (syllo === null) return;
  const text = (name: string) => readFileSync(join(syllo, name), 'utf8');
  const status = await readStatus(
    statusOf({
      'curriculum_eval.json': text('curriculum_eval.reader-shape.json'),
      'model_comparisons.json': text('model_comparisons.readme-shape.json')
    })
  );
  expect(status.problems.filter(({ kind }) => kind === 'damaged')).toEqual([]);
  expect(status.curriculumEval!.value).toHaveLength(12);
  expect(status.curriculumEval!.value[3]).toMatchObject({
    skill: 'syllo',
    level: 'negation',
    accuracy: 11 / 24,
    step: null
  });
  const { comparisons, best } = status.comparisons!.value;
  expect(comparisons).toHaveLength(1);
  expect(comparisons[0].ranking.map(({ step }) => step).sort((a, b) => a! - b!)).toEqual(steps);
  expect([best?.checkpoint, best?.step]).toEqual(['checkpoint-250', 250]);
});

test('examples lose the emoji that the program puts in', async () => {
  expect(withoutAskedThinking('1+1=\n\nFor this task, think with 🤔 /four/ times.')).toBe('1+1=');
  expect(withoutAskedThinking('For this task, think.')).toBe('For this task, think.');
  expect(withoutThinking('🤔🤔🤔🤔\nYes\nNo')).toBe('Yes\nNo');
  expect(withoutThinking('🤷🏽‍♀️ ❤️\nYes')).toBe('Yes');
  for (const answer of ['Yes', '', '\nYes', '12\n13', 'I 🤔\nYes'])
    expect(withoutThinking(answer)).toBe(answer);
  if (syllo === null) return;
  const { examples, losses } = (await readStatus(syllo)).trainingStatus!.value;
  expect(JSON.stringify(examples)).not.toContain('🤔');
  expect(examples[0]).toMatchObject({
    prompt: 'It is false that some pigs are not emus. Are all pigs emus?',
    expected: 'Yes',
    answer: 'Yes',
    isRight: true
  });
  for (const { expected, answer, isRight } of examples) expect(expected === answer).toBe(isRight);
  expect(losses).toHaveLength(200);
});

test('the end of a training resets its numbers, which are then absent', async () => {
  if (syllo === null) return;
  const text = readFileSync(join(syllo, 'training_status.completed.json'), 'utf8');
  const { trainingStatus } = await readStatus(statusOf({ 'training_status.json': text }));
  expect(trainingStatus!.value).toMatchObject({
    status: 'completed',
    step: 12000,
    loss: null,
    learningRate: null,
    evals: null,
    correct: null,
    losses: [],
    examples: []
  });
});

test('a run that went wrong: NaN is absent, Infinity is a number, the rest is there', async () => {
  if (broken === null) return;
  const status = await readStatus(broken);
  expect(status.problems.filter(({ kind }) => kind === 'damaged')).toEqual([]);
  expect(
    status.problems.filter(({ kind }) => kind === 'missing').map(({ file }) => file)
  ).toContain('learning_history.jsonl');
  expect(status.history).toBe(null);
  const at = [9, 10, 100, 1000, 1500, 2000];
  expect(status.layerDriftHistory!.value.map(({ step }) => step)).toEqual(at);
  expect(status.stabilityHistory!.value.map(({ step }) => step)).toEqual(at);
  const drift = status.layerDrift!.value;
  expect(drift.sumRatio).toBe(null);
  expect(drift.layers.map(({ relativeChange }) => relativeChange)).toContain(Infinity);
  expect(drift.layers[0].deltaNorm).toBe(61709.890625);
  const alerts = status.stabilityHistory!.value.flatMap((row) => row.alerts);
  expect(new Set(alerts.map(({ type }) => type))).toEqual(
    new Set(['spike', 'vanishing', 'exploding'])
  );
  expect(status.calibration!.value.some(({ maceOrigin }) => maceOrigin === null)).toBe(true);
  const ranking = status.comparisons!.value.comparisons[0].ranking;
  expect(ranking.at(-1)).toMatchObject({ step: 2000, loss: null });
});

test('embeddings are read as they were written, and contradictions are told', async () => {
  if (syllo === null) return;
  const path = join(syllo, 'embeddings', 'checkpoint_250.npz');
  const read = await readEmbeddings({ path, step: 250 });
  expect(read.lastLayer).toMatchObject({ dtype: 'float16', shape: [96, 64] });
  expect([read.ids[95], read.categories[0], read.difficulties[0]]).toEqual([
    'probe_0095',
    'edge_negation',
    'hard'
  ]);
  const folder = statusOf({ 'embeddings/notes.txt': '' });
  const put = (name: string, bytes: Uint8Array) =>
    writeFileSync(join(folder, 'embeddings', name), bytes);
  const bytes = readFileSync(path);
  put('checkpoint_250.npz', bytes);
  put('checkpoint_300.npz', bytes);
  put('checkpoint_400.npz', bytes.subarray(0, 5000));
  put('checkpoint_500.npz', writeNpz({ last_layer: read.lastLayer }));
  const few = { dtype: 'float32', shape: [1, 2], data: Float32Array.of(1, 2) } as const;
  const step = { dtype: 'int64', shape: [], data: Float64Array.of(9000) } as const;
  const arrays = { last_layer: few, mid_layer: few, step };
  put('checkpoint_9000.npz', writeNpz({ ...arrays, probe_ids: { shape: [1], texts: ['x'] } }));
  const status = await readStatus(folder);
  expect(status.embeddings.map((part) => [part.step, part.ids.length])).toEqual([
    [250, 96],
    [9000, 1]
  ]);
  const told = status.problems.filter(({ file }) => file.startsWith('embeddings/checkpoint_'));
  expect(
    told.map(({ file, text }) => [file.slice(22, -4), text.replace(`: ${folder}`, '|')])
  ).toEqual([
    ['300', 'damaged embeddings: it is of step 250|/embeddings/checkpoint_300.npz'],
    ['400', expect.stringContaining('damaged npz')],
    ['500', expect.stringContaining('missing array: mid_layer')],
    ['9000', 'has other probes than embeddings/checkpoint_250.npz']
  ]);
});

test('a folder that is none is an error, an empty one a list of what is missing', async () => {
  const folder = temporaryFolder();
  expect((await userErrorOf(() => readStatus(join(folder, 'x')))).message).toBe(
    `missing status folder: ${folder}/x`
  );
  const { problems, embeddings, history } = await readStatus(folder);
  expect(problems).toHaveLength(18);
  expect(problems.every(({ kind }) => kind === 'missing')).toBe(true);
  expect([embeddings, history]).toEqual([[], null]);
});

/** A file of each kind of which every key is read. */
const whole: Readonly<Record<string, unknown>> = {
  'training_status.json': {
    status: 'training',
    current_step: 5,
    total_steps: 10,
    epoch: 0,
    loss: 1,
    learning_rate: 0.1,
    validation_loss: 2,
    timestamp: 't',
    model_name: 'm',
    current_file: 'f',
    total_evals: 2,
    total_correct: 1,
    train_loss_history: [{ step: 1, loss: 2, lr: 3 }],
    recent_examples: [
      {
        step: 1,
        current_file: 'f',
        prompt: 'p',
        golden: 'g',
        model_output: 'o',
        matches: true,
        loss: 1
      }
    ]
  },
  'curriculum_eval.json': {
    last_eval: {
      skill: 's',
      level: 1,
      level_name: 'n',
      accuracy: 0.5,
      correct: 1,
      total: 2,
      step: 3,
      timestamp: 't',
      model: 'm',
      results: [
        { problem_id: 'p', correct: true, partial_score: 1, expected: 'e', model_answer: 'a' }
      ]
    }
  },
  'eval_results_history.json': {
    s: { 1: [{ timestamp: 't', step: 1, accuracy: 1, correct: 1, total: 1, results: [] }] }
  },
  'curriculum_state.json': {
    skills: {
      s: {
        current_level: 1,
        accuracy_history: [
          {
            step: 1,
            accuracy: 1,
            training_level: 1,
            timestamp: 't',
            metadata: { problems: 1, correct: 1, model: 'm' }
          }
        ],
        progression_history: [{ earned_level: 1, timestamp: 't' }]
      }
    }
  },
  'model_comparisons.json': {
    comparisons: [
      {
        timestamp: 't',
        ranking: [{ step: 1, score: 1, loss: 1, accuracy: 1, inference_time_ms: 1, ece: 1 }]
      }
    ],
    best_checkpoint: { step: 1, score: 1 }
  },
  'deployment_status.json': [
    {
      deployment_id: 'd',
      timestamp: 't',
      checkpoint_step: 1,
      checkpoint_name: 'n',
      checkpoint_path: 'p',
      score: 1,
      loss: 1,
      accuracy: 1,
      status: 's',
      verified_at: 'v'
    }
  ],
  'layer_drift.json': {
    reference_checkpoint: 'b',
    current_checkpoint: 'c',
    reference_step: 0,
    current_step: 1,
    timestamp: 't',
    total_delta_norm: 1,
    total_relative_change: 1,
    layers: [
      {
        layer_idx: 0,
        layer_name: 'l',
        delta_norm: 1,
        reference_norm: 1,
        relative_change: 1,
        param_count: 1
      }
    ],
    summary: { pattern: 'p' }
  },
  'layer_drift_history.json': { history: [{ step: 1, layers: [] }] },
  'parameter_stability.json': {
    checkpoint: 'c',
    step: 1,
    timestamp: 't',
    layers: [
      {
        layer_idx: 0,
        layer_name: 'l',
        weight_norm: 1,
        bias_norm: 1,
        max_abs_weight: 1,
        min_abs_weight: 1,
        param_count: 1
      }
    ],
    summary: { health_status: 'h' },
    alerts: [{ severity: 's', type: 't', layer: 0, message: 'm', value: 1, threshold: 1 }]
  },
  'parameter_stability_history.json': { history: [{ step: 1, layers: [] }] },
  'hard_example_board.json': {
    examples: ['a'],
    entries: [
      {
        checkpoint: 'c',
        step: 1,
        timestamp: 't',
        results: { a: true },
        total_correct: 1,
        error_types: { e: 1 }
      }
    ]
  },
  'confidence_calibration.json': {
    calibrations: [
      {
        step: 1,
        timestamp: 't',
        calibration_bins: [
          {
            confidence_range: '0.9-1.0',
            avg_confidence: 1,
            avg_accuracy: 1,
            count: 1,
            calibration_error: 1
          }
        ],
        overall_confidence: 1,
        overall_accuracy: 1,
        ece: 1
      }
    ]
  },
  'checkpoint_ledger.json': {
    checkpoints: {
      1: {
        step: 1,
        timestamp: 't',
        path: 'p',
        canonical_name: 'n',
        train_loss: 1,
        val_loss: 1,
        learning_rate: 1,
        epoch: 1,
        accuracy: 1,
        training_file: 'f',
        size_bytes: 1
      }
    }
  },
  'data_file_impact.jsonl': {
    filename: 'f',
    step_before: 1,
    step_after: 2,
    timestamp: 't',
    skill_impacts: { s: 1 },
    avg_accuracy_delta: 1,
    num_examples: 1,
    detected_type: 't',
    overall_impact: 'o'
  },
  'learning_history.jsonl': {
    step: 1,
    timestamp: 't',
    train_loss: 1,
    val_loss: 1,
    learning_rate: 1,
    skill_scores: { s: 1 },
    skill_counts: { s: { correct: 1, total: 1 } },
    total_weight_drift: 1,
    layer_drifts: [1],
    layer_norms: [1],
    geometry_drift: 1,
    expected_calibration_error: 1,
    mean_confidence: 1,
    hard_examples_correct: 1,
    hard_examples_total: 1,
    checkpoint_path: 'p',
    data_files_trained: ['f'],
    probe_set: 'p'
  },
  'embeddings/probe_set.json': { probes: [{ id: 'i', prompt: 'p', expected_answer: 'e' }] },
  'embeddings/umap_coords.json': { method: 'm', layer: 'l', coords: { 1: { p: [1, 2] } } }
};

/** Each copy of a value that has another in the place of one part, with the way to that part. */
function* changed(value: unknown, other: unknown, way = ''): Generator<[string, unknown]> {
  yield [way, other];
  if (Array.isArray(value))
    for (const [i, item] of value.entries())
      for (const [at, copy] of changed(item, other, `${way}[${i}]`))
        yield [at, value.with(i, copy)];
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value))
      for (const [at, copy] of changed(item, other, `${way}.${key}`))
        yield [at, { ...value, [key]: copy }];
}

test('the whole of each file is read without a word', async () => {
  expect(await damage(statusOf(whole))).toEqual([]);
});

for (const [file, value] of Object.entries(whole))
  test(`${file}: each part that is of another type is told, and nothing throws`, async () => {
    const silent: string[] = [];
    for (const [way, copy] of changed(value, [[]])) {
      const told = await damage(statusOf({ ...whole, [file]: copy }));
      expect(told.filter((problem) => problem.file !== file)).toEqual([]);
      if (told.length === 0) silent.push(way);
    }
    expect(silent).toEqual([]);
    for (const other of [null, 'text', {}, -1.5, true])
      for (const [, copy] of changed(value, other))
        await readStatus(statusOf({ ...whole, [file]: copy }));
  });

for (const [name, text] of Object.entries({
  'half a file': '{"step": 1, "lay',
  nothing: '',
  null: 'null',
  'a text': '"x"',
  'a number': '3',
  'no UTF-8': '\ud800{'
}))
  test(`${name} in the place of any file is told, and the others are read`, async () => {
    for (const file of Object.keys(whole)) {
      // A file of lines without lines is empty, not damaged.
      if (text === '' && file.endsWith('.jsonl')) continue;
      const told = await damage(statusOf({ ...whole, [file]: text }));
      expect(new Set(told.map((problem) => problem.file))).toEqual(new Set([file]));
    }
  });

test('what is nothing without a step, or a list, is told when that is missing', async () => {
  const told = await damage(
    statusOf({
      'training_status.json': { status: 'idle', current_step: null },
      'layer_drift.json': { current_step: 1, layers: null },
      'layer_drift_history.json': {},
      'hard_example_board.json': { entries: [{ step: 1 }, { step: 2, results: { a: null } }] },
      'checkpoint_ledger.json': { checkpoints: { 7: { step: 8 } } },
      'deployment_status.json': [{}],
      'embeddings/umap_coords.json': { coords: { x: {}, 1: { p: [1, null], q: [1] } } }
    })
  );
  expect(told.map(({ file, text }) => `${file}: ${text}`)).toEqual([
    'training_status.json: current_step is missing',
    'deployment_status.json: rows[0].checkpoint_step is missing',
    'layer_drift.json: layers is missing',
    'layer_drift_history.json: history is missing',
    'hard_example_board.json: entries[0].results is missing',
    'checkpoint_ledger.json: checkpoints.7.step is 8 there',
    'embeddings/umap_coords.json: coords.1.p is no point: a list',
    'embeddings/umap_coords.json: coords.1.q is no point: a list',
    'embeddings/umap_coords.json: coords.x is of no step'
  ]);
});

test('names from files are told without what a terminal would obey', async () => {
  const told = await damage(
    statusOf({ 'hard_example_board.json': { entries: [{ step: 1, results: { '\x1b[2J': 5 } }] } })
  );
  expect(told.map(({ text }) => text)).toEqual([
    'entries[0].results.\\x1b[2J is no truth value: 5'
  ]);
});

test('a link to a status folder is read through', async () => {
  const folder = statusOf(whole);
  const link = join(temporaryFolder(), 'link');
  symlinkSync(folder, link);
  expect((await readStatus(link)).layerDrift).toEqual((await readStatus(folder)).layerDrift);
});
