import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { grokscope } from './program.ts';

const results = mkdtempSync(join(tmpdir(), 'grokscope-'));
let name = '';

beforeAll(async () => {
  const small = '--digits 2 --layers 1 --d-model 32 --heads 2 --d-mlp 64 --batch 64 --epochs 40';
  const words = ['train', 'n_digit_addition', ...small.split(' '), '--checkpoints', '0:40:20'];
  const made = await grokscope([...words, '--json', '--results', results]);
  expect(made).toMatchObject({ code: 0, stderr: expect.not.stringContaining('bug') });
  name = JSON.parse(made.stdout).variant;
});
afterAll(() => rm(results, { recursive: true, force: true }));

describe('a language model that was trained here', () => {
  it('tells its skills, with counts', async () => {
    const { code, stdout } = await grokscope(['learn', 'radar', name, '--results', results]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/40 +level\/S0 +0\.\d\d +\d+\/\d+/);
  });

  it('writes the files of the plan, and its history once', async () => {
    const out = join(results, 'status');
    const words = ['learn', 'all', name, '--status-out', out, '--json', '--results', results];
    const first = await grokscope(words);
    expect(first).toMatchObject({ code: 0 });
    expect(JSON.parse(first.stdout)).toMatchObject({ variant: name, steps: [40] });
    const history = () => readFileSync(join(out, 'learning_history.jsonl'), 'utf8');
    const before = history();
    expect(
      before
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).step)
    ).toContain(40);
    expect((await grokscope(words)).code).toBe(0);
    expect(history()).toBe(before);
  });

  it('goes out as the projector and lm-evaluation-harness read it, and comes back', async () => {
    const [projector, evaluated] = [join(results, 'projector'), join(results, 'lm-eval')];
    const out = ['--projector-out', projector, '--lm-eval-out', evaluated];
    const { code } = await grokscope(['learn', 'all', name, ...out, '--results', results]);
    expect(code).toBe(0);
    const points = readFileSync(join(projector, 'tensors.tsv'), 'utf8').trimEnd().split('\n');
    const table = readFileSync(join(projector, 'metadata.tsv'), 'utf8').trimEnd().split('\n');
    expect(table.length).toBe(points.length + 1);
    expect(points[0].split('\t').length).toBe(32);
    const [model] = readdirSync(evaluated);
    const log = JSON.parse((await grokscope(['log', join(evaluated, model), '--json'])).stdout);
    const radar = await grokscope(['learn', 'radar', name, '--json', '--results', results]);
    const skills: { skill: string; accuracy: number }[] = JSON.parse(radar.stdout).skills;
    for (const { task, value } of log.results)
      expect(skills.find(({ skill }) => skill === `category/${task}`)?.accuracy).toBe(value);
    expect(log.results.length).toBeGreaterThan(3);
    const wrong = await grokscope(['learn', 'hard', name, ...out, '--results', results]);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('learn embeddings') });
  });

  it('has its status folder read by log, each number by its file', async () => {
    const { stdout } = await grokscope(['log', join(results, 'status'), '--json']);
    const { scalars } = JSON.parse(stdout);
    const steps = scalars['learning_history.jsonl/validation_loss'].map(
      ({ step }: { step: number }) => step
    );
    expect(steps).toEqual([0, 20, 40]);
  });

  it('is watched until no checkpoint comes any more', async () => {
    const { code, stderr } = await grokscope(['watch', name, '--idle', '1', '--results', results]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('bug') });
  });

  it('draws its figures, and says what a grid would have', async () => {
    const shown = await grokscope(['show', name, 'skill_trajectories', '--results', results]);
    expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining('S0') });
    const turn = await grokscope(['turn', name, '--results', results]);
    expect(turn.code).toBe(2);
    expect(turn.stderr).toContain('language model');
  });

  it('refuses digits that it has no probes for', async () => {
    const words = ['train', 'n_digit_addition', '--digits', '9', '--results', results];
    expect(await grokscope(words)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('digits')
    });
    expect(existsSync(join(results, 'n_digit_addition', name, 'probes.json'))).toBe(true);
  });
});
