import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { open } from '../../src/index.ts';
import { event, tfRecords } from '../helpers/event-logs.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { grokscope } from './program.ts';

const fixture = (path: string) =>
  fileURLToPath(new URL(`../fixtures/interop/${path}`, import.meta.url));

/** Imports into a new folder; returns what it said and the folder. */
async function imported(...words: readonly string[]) {
  const results = temporaryFolder();
  const { stdout, stderr, code } = await grokscope([
    ...['import', ...words, '--results', results, '--json']
  ]);
  return { results, code, stderr, report: code === 0 ? JSON.parse(stdout) : null };
}

/** Lines of a figure by name. */
async function lines(results: string, variant: string, figure: string, options = {}) {
  const run = await open(variant, { results });
  const { data } = await run.figure(figure, options);
  return new Map(data.map((trace) => [String(trace.name), trace]));
}

/** A status folder of the plan, written as its project writes it. */
function statusFolder(): string {
  const status = join(temporaryFolder(), 'status');
  mkdirSync(status);
  const rows = [
    { step: 100, train_loss: 2.5, skill_scores: { easy: 0.25 }, learning_rate: 0.01 },
    { step: 200, train_loss: 1.5, skill_scores: { easy: 0.75, hard: 0 }, learning_rate: 0.005 }
  ];
  const timed = rows.map((row) => JSON.stringify({ timestamp: '2026-01-01T00:00:00', ...row }));
  writeFileSync(join(status, 'learning_history.jsonl'), `${timed.join('\n')}\n`);
  writeFileSync(
    join(status, 'hard_example_board.json'),
    JSON.stringify({
      examples: ['trap', 'plain', 'never_tried'],
      entries: [
        { checkpoint: 'checkpoint-100', step: 100, results: { trap: false, plain: true } },
        { checkpoint: 'checkpoint-200', step: 200, results: { trap: false } }
      ]
    })
  );
  return status;
}

describe('grokscope import of a log', () => {
  it.each([
    ['trainer', 'interop_trainer', 'Hugging Face Trainer', 'eval_loss'],
    ['wandb', 'interop_wandb', 'W&B', 'train/loss'],
    ['tensorboard/restarted', 'tensorboard_restarted', 'TensorBoard', 'acc']
  ])('%s: its points are those that log tells', async (path, name, program, scalar) => {
    const told = JSON.parse((await grokscope(['log', fixture(path), '--json'])).stdout);
    const { results, report } = await imported(fixture(path));
    expect(report).toMatchObject({ variant: name, program });
    expect(report.scalars).toEqual(Object.keys(told.scalars));
    const drawn = await lines(results, name, 'logged_scalars', { names: scalar });
    const points: { step: number; value: number }[] = told.scalars[scalar];
    expect(drawn.get(scalar)).toMatchObject({
      x: points.map(({ step }) => step),
      y: points.map(({ value }) => value)
    });
  });

  it('a status folder: each number under its file, nothing where nothing was written', async () => {
    const { results, report } = await imported('--status', statusFolder());
    expect(report.scalars).toEqual([
      'learning_history.jsonl/train_loss',
      'learning_history.jsonl/learning_rate',
      'learning_history.jsonl/skills/easy',
      'learning_history.jsonl/skills/hard',
      'hard_example_board.json/right'
    ]);
    const losses = await lines(results, report.variant, 'logged_losses');
    expect([...losses.keys()]).toEqual(['learning_history.jsonl/train_loss']);
    const shares = await lines(results, report.variant, 'logged_scalars');
    expect(shares.get('learning_history.jsonl/skills/hard')).toMatchObject({ x: [200], y: [0] });
    expect([...shares.keys()]).not.toContain('learning_history.jsonl/learning_rate');

    const run = await open(report.variant, { results });
    expect(run.data.epochs).toEqual([100, 200]);
    const [board] = (await run.figure('logged_examples')).data;
    // The hardest on top; the one that nobody tried is a gap, not wrong.
    expect(board).toMatchObject({
      z: [
        [NaN, NaN],
        [1, NaN],
        [0, 0]
      ]
    });
    const map = await run.figure('logged_map');
    expect(map.data[0]).toMatchObject({ type: 'heatmap', meta: { steps: [100, 200] } });
  });

  it('values at a step say at which one they were logged; what is constant is in the middle', async () => {
    const { results, report } = await imported('--status', statusFolder());
    const words = ['show', report.variant, 'logged_scalars', '--results', results];
    const { stdout } = await grokscope([...words, '--epoch', '100']);
    expect(stdout).toContain('learning_history.jsonl/skills/hard 0 (at step 200)');
    const run = await open(report.variant, { results });
    const [map] = (await run.figure('logged_map', { names: 'learning_history.jsonl/skills' })).data;
    expect(map).toMatchObject({
      z: [
        [NaN, 0.5],
        [0, 1]
      ]
    });
  });

  it('a log beside checkpoints, and lm-eval folders named as checkpoints, are told apart', async () => {
    const runs = temporaryFolder();
    cpSync(fixture('lm-eval/our__tiny__v1'), join(runs, 'checkpoint-100'), { recursive: true });
    const { report } = await imported(runs);
    expect(report).toMatchObject({ program: 'lm-evaluation-harness', examples: 9 });
  });

  it('losses that are not all positive are on a linear axis; without any there is no picture', async () => {
    const folder = join(temporaryFolder(), 'run');
    mkdirSync(folder);
    const history = [1, 2].map((step) => ({ step, epoch: step, loss: step - 2, grad_norm: 1 }));
    const state = { log_history: history, global_step: 2, epoch: 2 };
    writeFileSync(join(folder, 'trainer_state.json'), JSON.stringify(state));
    const { results, report } = await imported(folder);
    const run = await open(report.variant, { results });
    expect((await run.figure('logged_losses')).layout.yaxis?.type).not.toBe('log');
    await expect(run.figure('logged_examples')).rejects.toThrow('no examples were logged');
    await expect(run.figure('logged_scalars')).rejects.toThrow('no share was logged');
  });

  it('steps that no cursor reaches are left out and told; the later of two entries of a step counts', async () => {
    const status = statusFolder();
    const entry = (trap: boolean) => ({ checkpoint: 'c', step: 5, results: { trap } });
    writeFileSync(
      join(status, 'hard_example_board.json'),
      JSON.stringify({ examples: ['trap'], entries: [entry(false), entry(true)] })
    );
    const { results, report } = await imported('--status', status);
    const run = await open(report.variant, { results });
    const [board] = (await run.figure('logged_examples')).data;
    expect(board).toMatchObject({ z: [[1]], meta: { steps: [5] } });

    const log = temporaryFolder();
    const points = [-3, 2].map((step) =>
      event({ step, wallTime: 1, values: [{ tag: 'loss', simple: step }] })
    );
    const head = event({ wallTime: 0, version: 'brain.Event:2' });
    writeFileSync(join(log, 'events.out.tfevents.1.host'), tfRecords([head, ...points]));
    const curves = await imported(log, '--name', 'curves');
    expect(curves.report.remarks).toEqual([
      '1 numbers left out: their step is not a whole number from 0 on'
    ]);
    const kept = await lines(curves.results, 'curves', 'logged_losses');
    expect(kept.get('loss')).toMatchObject({ x: [2], y: [2] });
  });

  it('damaged files are named where nothing else is left', async () => {
    const status = join(temporaryFolder(), 'status');
    mkdirSync(status);
    writeFileSync(join(status, 'layer_drift_history.json'), '{"history": 5}');
    expect(await imported('--status', status)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('layer_drift_history.json')
    });
  });

  it('lm-eval: its metrics and samples at the step in the name of its folder', async () => {
    const runs = temporaryFolder();
    cpSync(fixture('lm-eval/our__tiny__v1'), join(runs, 'mine__checkpoint-500'), {
      recursive: true
    });
    const { results, report } = await imported(runs, '--name', 'evals');
    expect(report).toMatchObject({ variant: 'evals', examples: 9 });
    const drawn = await lines(results, 'evals', 'logged_scalars', { names: 'carry/acc' });
    expect(drawn.get('carry/acc')).toMatchObject({ x: [500], y: [1 / 3] });
  });

  it('lm-eval without a step in a name asks for one', async () => {
    expect(await imported(fixture('lm-eval'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--step N')
    });
    const { results, report } = await imported(fixture('lm-eval'), '--step', '70');
    expect((await open(report.variant, { results })).data.epochs).toEqual([70]);
  });

  it('tells what else logged into the folder, and names the logs in folders of it', async () => {
    const folder = temporaryFolder();
    cpSync(fixture('trainer'), join(folder, 'one'), { recursive: true });
    cpSync(fixture('tensorboard/restarted'), join(folder, 'one'), { recursive: true });
    const { stdout } = await grokscope(['log', join(folder, 'one'), '--json']);
    const { program, remarks } = JSON.parse(stdout);
    expect({ program, remarks }).toEqual({
      program: 'Hugging Face Trainer',
      remarks: ['not read: what TensorBoard logged there (give the path of its file)']
    });
    const { code, stderr } = await grokscope(['log', folder]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/: 1 log in .*\n.*one$/m)
    });
  });

  it('what needs checkpoints says that there are none', async () => {
    const { results } = await imported(fixture('trainer'));
    const name = 'interop_trainer';
    for (const words of [
      ['analyze', name],
      ['show', name, 'loss_curves'],
      ['turn', name],
      ['trace', name, '3+4'],
      ['list', 'gaps', name],
      ['list', 'neurons', name],
      ['train', 'logged_run'],
      ['learn', 'radar', name]
    ]) {
      const { code, stderr } = await grokscope([...words, '--results', results]);
      expect({ words, code: code > 0 && code < 3 }).toEqual({ words, code: true });
      expect(stderr).not.toMatch(/bug|d_model/);
    }
    const { code, stdout } = await grokscope(['list', 'variants', '--results', results]);
    expect({ code, row: stdout }).toEqual({ code: 0, row: expect.stringContaining(name) });
    expect(stdout).toMatch(/^ *variant +steps /);
    const odd = await grokscope(['anomalies', name, '--results', results]);
    expect(odd.stdout).not.toContain('nothing odd');
  });

  it('wrong words and damaged files are told, and leave nothing behind', async () => {
    const status = statusFolder();
    for (const [words, message] of [
      [['--status', status, '--hard', 'x.json'], '--hard is not for a log'],
      [[fixture('trainer'), '--status', status], 'a path and --status together'],
      [[], 'nothing to import'],
      [['--status', join(status, 'none')], 'no such file or folder'],
      [[join(status, 'none')], 'no such file or folder'],
      [['--status', status, '--name', 'all'], 'invalid name: all'],
      [['--status', status, '--step', '5'], '--step 5 is of no use'],
      [[fixture('lm-eval'), '--step=-1'], 'invalid step: -1'],
      [[fixture('README.md')], '']
    ] as const) {
      const { code, stderr, results } = await imported(...words);
      expect({ code: code > 0 && code < 3, stderr }).toEqual({
        code: true,
        stderr: expect.stringContaining(message)
      });
      expect(stderr).not.toContain('bug');
      expect(existsSync(join(results, 'logged_run', 'status'))).toBe(false);
    }
    const { results, report } = await imported('--status', status);
    rmSync(status, { recursive: true });
    expect((await lines(results, report.variant, 'logged_losses')).size).toBe(1);
    const file = join(results, 'logged_run', report.variant, 'logged.npz');
    writeFileSync(file, 'damaged');
    const { code, stderr } = await grokscope([
      ...['show', report.variant, 'logged_losses', '--results', results]
    ]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('logged.npz') });
    expect((await grokscope(['list', 'variants', '--results', results])).code).toBe(0);
  });
});
