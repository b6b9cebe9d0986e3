import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stabilityRules } from '../../src/analyzers/text/parameter-stability.ts';
import type { NamedArrays } from '../../src/array/tensor.ts';
import { textsIn } from '../../src/array/text-array.ts';
import {
  findVariant,
  readAcross,
  readArtifact,
  readSummary,
  type Variant
} from '../../src/loader/index.ts';
import { analyzeVariant, findGaps } from '../../src/workbench/analysis/index.ts';
import {
  importLanguage,
  type LanguageImportRequest
} from '../../src/workbench/import/import-language.ts';
import { watchRun } from '../../src/workbench/language/watch-run.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const root = shared('data/learning/syllo-run') === null ? null : shared('data/learning');
const run = join(root ?? '', 'syllo-run');
const json = (path: string) => JSON.parse(readFileSync(join(root!, path), 'utf8'));
const probeFile = join(run, 'config/probe_set.json');
const hard = join(run, 'config/hard_examples.json');

async function imported(more: Partial<LanguageImportRequest> = {}) {
  return importLanguage({ results: temporaryFolder(), run, probeFile, hard, ...more });
}

async function analyzed(more: Partial<LanguageImportRequest>, analyzers?: readonly string[]) {
  const { variant } = await imported(more);
  const report = await analyzeVariant(variant, analyzers ? { analyzers } : {});
  return { variant, report };
}

const stepsOf = (variant: Variant) =>
  readSummary(variant, 'probe_answers').then(({ epochs }) => [...epochs.data]);

describe.skipIf(root === null)('a run of a language model', () => {
  it('is analyzed where it lies: answers, skills, hard examples and embeddings as computed elsewhere', async () => {
    const { variant, report } = await analyzed({});
    expect(report.failures).toEqual([]);
    const steps = await stepsOf(variant);
    expect(steps).toEqual(json('expected/index.json').steps);
    const skills = json('expected/skills.json').probes;
    const examples = json('expected/hard_examples.json').results;
    for (const step of steps) {
      const found = await readArtifact(variant, 'probe_skills', step);
      const names = textsIn(found.skills, found.count.data.length);
      for (const by of ['level', 'category', 'difficulty'])
        for (const [name, { correct, total, accuracy }] of Object.entries<Record<string, number>>(
          skills[step][by]
        )) {
          const at = names.indexOf(`${by}/${name}`);
          expect([found.right.data[at], found.count.data[at]], `${name} at ${step}`).toEqual([
            correct,
            total
          ]);
          expect(found.accuracy.data[at]).toBe(accuracy);
        }
      const { correct } = await readArtifact(variant, 'probe_answers', step);
      const exact = Object.values<{ exact: boolean }>(examples[step]).map((one) =>
        Number(one.exact)
      );
      expect([...correct.data].slice(96)).toEqual(exact);
    }
    expect(await findGaps(variant)).toEqual([]);
  });

  it('learns and forgets as computed elsewhere', async () => {
    const { variant } = await analyzed({ hard: undefined }, ['probe_learning']);
    const found = await readAcross(variant, 'probe_learning');
    for (const [i, probe] of json('expected/learning_events.json').probes.entries()) {
      const at = (key: string) => found[key].data[i];
      expect(at('first_correct')).toBe(probe.first_correct ?? -1);
      expect(at('learned_at')).toBe(probe.learned_at ?? -1);
      expect(at('learned_for_good')).toBe(probe.learned_for_good ?? -1);
      expect(at('forgetting_events')).toBe(probe.forgetting_events);
      expect(at('correct_share')).toBeCloseTo(probe.correctness, 12);
      expect(at('mean_probability')).toBeCloseTo(probe.mean_p, 5);
      expect(at('probability_deviation')).toBeCloseTo(probe.std_p, 5);
    }
  });

  it('is as well calibrated as computed elsewhere', async () => {
    const validation = join(run, 'data/validation/val.jsonl');
    const { variant } = await analyzed({ probeFile: validation, hard: undefined }, [
      'probe_calibration'
    ]);
    const wanted = json('expected/calibration.json');
    const names = {
      accuracy: 'accuracy',
      mean_confidence: 'mean_confidence',
      ece: 'ece_width_10',
      mce: 'mce_width_10',
      ece_mass: 'ece_mass_10_ties',
      nll: 'nll',
      confident_wrong: 'confident_wrong_rate',
      count: 'n'
    };
    for (const step of wanted.steps) {
      const found = await readArtifact(variant, 'probe_calibration', step);
      for (const side of ['token', 'answer']) {
        const numbers = wanted.results[step][side];
        for (const [key, name] of Object.entries(names))
          expect(found[`${side}_${key}`].data[0], `${side} ${key}`).toBeCloseTo(numbers[name], 5);
        const brier = side === 'token' ? 'brier_multiclass' : 'brier_top_label';
        expect(found[`${side}_brier`].data[0]).toBeCloseTo(numbers[brier], 5);
      }
    }
  });

  it('drifts from its base, and from the checkpoint before, as computed elsewhere', async () => {
    const base = join(run, 'models/base');
    const { variant } = await analyzed({ base }, ['layer_drift', 'parameter_stability']);
    const drift = json('expected/layer_drift.json').results;
    const norms = json('expected/weight_norms.json').results;
    const found = await readSummary(variant, 'layer_drift');
    const stability = await readSummary(variant, 'parameter_stability');
    const steps = [...found.epochs.data];
    expect(steps[0]).toBe(0);
    for (const [i, step] of steps.entries()) {
      if (step === 0) continue;
      const { base: ofBase, previous } = drift[step];
      expect(found.total_reference.data[i]).toBeCloseTo(ofBase.total_relative_change, 12);
      if (previous)
        expect(found.total_previous.data[i]).toBeCloseTo(previous.total_relative_change, 12);
      for (const [k, layer] of [-1, 0, 1].entries()) {
        const { weight_norm, max_abs_weight, param_count } = norms[step].layers[layer];
        expect(stability.weight_norm.data[i * 3 + k]).toBeCloseTo(weight_norm, 10);
        expect(stability.largest.data[i * 3 + k]).toBe(max_abs_weight);
        expect(stability.parameters.data[i * 3 + k]).toBe(param_count);
      }
    }
    expect(Math.max(...stability.rules.data)).toBe(0);
  });

  it('is watched while it trains: a checkpoint that is not whole waits', async () => {
    const results = temporaryFolder();
    const folder = join(results, 'run');
    const place = (step: number) => join(folder, `checkpoint-${step}`);
    mkdirSync(folder);
    cpSync(join(run, 'checkpoints/checkpoint-250'), place(250), { recursive: true });
    cpSync(join(run, 'checkpoints/checkpoint-500'), place(500), { recursive: true });
    const weights = join(place(500), 'model.safetensors');
    const bytes = readFileSync(weights);
    writeFileSync(weights, bytes.subarray(0, 200_000));
    const { variant, damaged } = await imported({ results, run: folder });
    expect(damaged).toEqual([500]);
    const told: string[] = [];
    const reports: number[] = [];
    await watchRun(
      variant,
      {
        onReport({ checkpoints, failures }) {
          reports.push(checkpoints, failures.length);
          writeFileSync(weights, bytes);
        },
        onWait: (whole, unfinished) => void told.push(`${whole} ${unfinished}`)
      },
      { signal: new AbortController().signal, idle: 3, interval: 0.2 }
    );
    expect(reports).toEqual([1, 0, 1, 0]);
    expect(told[0]).toBe('1 500');
    expect(await stepsOf(variant)).toEqual([250, 500]);
  });
});

describe.skipIf(root === null)('checkpoints that went wrong', () => {
  it('are flagged by the rules that fired, and the rest is analyzed', async () => {
    const results = temporaryFolder();
    const asked = join(results, 'probes.json');
    writeFileSync(
      asked,
      JSON.stringify([
        { id: 'a', prompt: 'All ants are gnus. Are all ants gnus?', expected: 'Yes' }
      ])
    );
    const { variant, report } = await analyzed({
      results,
      run: join(root!, 'broken-run'),
      probeFile: asked,
      hard: undefined
    });
    expect(report.failures.map(({ epoch }) => epoch)).toEqual([2000]);
    expect(report.failures[0].error.message).toMatch(/^answers that are no numbers: step 2000/);
    expect(await stepsOf(variant)).toEqual([9, 10, 100, 1000, 1500]);
    const { order, results: wanted } = json('broken-run/expected_flags.json');
    const { rules, layers, epochs } = await readSummary(variant, 'parameter_stability');
    expect([...epochs.data]).toEqual([9, 10, 100, 1000, 1500, 2000]);
    const words: Readonly<Record<string, string>> = {
      non_finite: 'not_finite',
      exploding_max: 'exploding_weight',
      vanishing_norm: 'vanishing'
    };
    for (const [i, name] of order.entries()) {
      const flags = (wanted[name].flags as [string, number][]).map(
        ([rule, layer]) => `${words[rule] ?? rule} ${layer}`
      );
      const fired = Array.from({ length: 4 }, (_, k) => i * 4 + k).flatMap((at) =>
        stabilityRules.flatMap((rule, bit) =>
          layers.data[at] >= 0 && (rules.data[at] >> bit) & 1 ? [`${rule} ${layers.data[at]}`] : []
        )
      );
      expect(fired.sort(), name).toEqual(flags.sort());
    }
  });
});

describe.skipIf(root === null)('an import says what is wrong', () => {
  const messageOf = async (more: Partial<LanguageImportRequest>) =>
    (await userErrorOf(() => imported(more))).message;

  it.each([
    ['no probes', { probeFile: undefined }, /^no probes for /],
    ['a folder without checkpoints', { run: join(run, 'config') }, /^no checkpoints in /],
    ['a folder that is not there', { run: '/nowhere' }, /^no such folder: \/nowhere$/],
    ['a limit that is none', { limit: 0 }, /^invalid limit: 0$/],
    ['a base that is none', { base: join(run, 'config') }, /^no model in /],
    [
      'a model without a tokenizer',
      { run: join(root ?? '', 'hf-tiny/gpt2-bin') },
      /^missing tokenizer.json in /
    ]
  ])('%s', async (_, more, message) => {
    expect(await messageOf(more)).toMatch(message);
  });

  it('hard examples that the set has already', async () => {
    expect(await messageOf({ hard: probeFile })).toMatch(
      /^a hard example has the id of a probe: probe_0000$/
    );
  });

  it('a run whose last checkpoint lacks a shard, by its name', async () => {
    const folder = join(temporaryFolder(), 'run', 'checkpoint-5');
    cpSync(join(run, 'checkpoints/checkpoint-250'), folder, { recursive: true });
    const map = { 'lm_head.weight': 'model-00002-of-00002.safetensors' };
    writeFileSync(
      join(folder, 'model.safetensors.index.json'),
      JSON.stringify({ weight_map: map })
    );
    rmSync(join(folder, 'model.safetensors'));
    const error = await userErrorOf(() => imported({ run: join(folder, '..') }));
    expect(error.message).toMatch(/^no whole checkpoint in /);
    expect(error.hint).toMatch(/of the last: missing shard: .*model-00002-of-00002/);
  });

  it('probes whose characters the tokenizer does not know', async () => {
    const file = join(temporaryFolder(), 'probes.json');
    const probe = { prompt: 'a is b?', expected_answer: 'Yes' };
    writeFileSync(
      file,
      JSON.stringify([
        { ...probe, id: 'known' },
        { ...probe, id: 'unknown', prompt: 'a is 漢?' }
      ])
    );
    // Two hard examples of the run have a C, which its tokenizer does not know.
    const hard = ['double_neg_1', 'vacuous_1'];
    expect((await imported()).misread).toEqual(hard);
    expect((await imported({ probeFile: file })).misread).toEqual(['unknown', ...hard]);
  });

  it('and leaves nothing behind', async () => {
    const results = temporaryFolder();
    await userErrorOf(() => imported({ results, hard: probeFile }));
    expect(existsSync(join(results, 'language_model'))).toBe(false);
  });
});

describe.skipIf(root === null)('a variant of a language model', () => {
  it('refuses probes that were changed since', async () => {
    const { variant } = await imported();
    const path = join(variant.path, 'probes.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"Yes"', '"No"'));
    const { message } = await userErrorOf(() => analyzeVariant(variant));
    expect(message).toMatch(/^probes.json was changed: /);
  });

  it('goes on without a checkpoint that vanished, and tells of one of another model', async () => {
    const results = temporaryFolder();
    const folder = join(results, 'run');
    mkdirSync(folder);
    for (const step of [250, 500])
      cpSync(join(run, `checkpoints/checkpoint-${step}`), join(folder, `checkpoint-${step}`), {
        recursive: true
      });
    const { variant } = await imported({ results, run: folder });
    rmSync(join(folder, 'checkpoint-250'), { recursive: true });
    cpSync(join(root!, 'hf-tiny/llama-gqa'), join(folder, 'checkpoint-750'), { recursive: true });
    const report = await analyzeVariant(await findVariant(results, variant.name));
    expect(report.checkpoints).toBe(1);
    expect(report.failures.map(({ error }) => error.message)).toEqual([
      expect.stringMatching(/^checkpoint of another model: model_type is llama, not qwen3: /)
    ]);
  });

  it('has numbers of another version of the previous checkpoint made anew', async () => {
    const results = temporaryFolder();
    const folder = join(results, 'run');
    mkdirSync(folder);
    const copy = (step: number) =>
      cpSync(join(run, `checkpoints/checkpoint-${step}`), join(folder, `checkpoint-${step}`), {
        recursive: true
      });
    copy(250);
    copy(1000);
    const { variant } = await imported({ results, run: folder });
    await analyzeVariant(variant, { analyzers: ['layer_drift'] });
    copy(500);
    const gaps = await findGaps(variant, { analyzers: ['layer_drift'] });
    expect(gaps).toEqual([
      { analyzer: 'layer_drift', missing: 'artifacts', epochs: [500] },
      {
        analyzer: 'layer_drift',
        missing: 'artifacts compared with another checkpoint than now',
        epochs: [1000]
      }
    ]);
    await analyzeVariant(variant, { analyzers: ['layer_drift'] });
    const { previous_step }: NamedArrays = await readSummary(variant, 'layer_drift');
    expect([...previous_step.data]).toEqual([Number.NaN, 250, 500]);
  });
});
