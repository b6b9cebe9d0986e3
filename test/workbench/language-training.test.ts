import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type RecipeChanges,
  readFamily,
  readTokenizer,
  readVariant,
  recipeWith,
  variantName
} from '../../src/loader/index.ts';
import { subjectOf } from '../../src/training/index.ts';
import { questionsOf } from '../../src/training/language/questions.ts';
import { analyzeVariant, findGaps } from '../../src/workbench/analysis/index.ts';
import { explorerSource } from '../../src/workbench/explorer/explorer-source.ts';
import { openLanguageModel } from '../../src/workbench/language/language-model.ts';
import { runProbes, tokenized } from '../../src/workbench/language/run-probes.ts';
import { open } from '../../src/workbench/open.ts';
import { densifyVariant } from '../../src/workbench/train/densify-variant.ts';
import { type TrainRequest, trainVariant } from '../../src/workbench/train/train-variant.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const family = 'n_digit_addition';
const sizes = { dModel: 16, heads: 2, dMlp: 24, layers: 1, lr: 1e-2, batch: 64 };
const parameters = { digits: 2, reversed: 1 };
const changes: RecipeChanges = { ...sizes, parameters, epochs: 60, checkpoints: '0:60:25' };

const train = (results: string, more: Partial<TrainRequest> = {}) =>
  trainVariant({ results, family, changes, device: 'cpu', threads: 1, ...more });

/** Every file below a folder with its bytes. */
function filesIn(folder: string): ReadonlyMap<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    files
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path)])
  );
}

describe('a language model that is trained here', () => {
  const results = mkdtempSync(join(tmpdir(), 'grokscope-'));
  afterAll(() => rmSync(results, { recursive: true, force: true }));
  let path: string;

  beforeAll(async () => {
    const report = await train(results);
    path = report.variant.path;
    expect([report.from, report.epochs, report.finished]).toEqual([0, 60, true]);
  });

  it('has checkpoints as Hugging Face writes them, the initial weights among them', async () => {
    const steps = ['checkpoint-0', 'checkpoint-25', 'checkpoint-50', 'checkpoint-60'];
    expect(readdirSync(join(path, 'checkpoints')).sort()).toEqual(steps);
    expect(readdirSync(join(path, 'checkpoints/checkpoint-25')).sort()).toEqual([
      'config.json',
      'generation_config.json',
      'model.safetensors',
      'tokenizer.json',
      'tokenizer_config.json',
      'trainer_state.json'
    ]);
    const { global_step: step, log_history: log } = JSON.parse(
      readFileSync(join(path, 'checkpoints/checkpoint-60/trainer_state.json'), 'utf8')
    );
    expect(step).toBe(60);
    const logged = log.filter((row: object) => 'loss' in row);
    expect(logged.map((row: { step: number }) => row.step)).toEqual([10, 20, 30, 40, 50, 60]);
    expect(Object.keys(logged[0])).toEqual(
      expect.arrayContaining(['step', 'loss', 'learning_rate', 'grad_norm'])
    );
    const evaluated = log.filter((row: object) => 'eval_loss' in row);
    expect(evaluated.map((row: { step: number }) => row.step)).toEqual([0, 25, 50, 60]);
  });

  it('is a variant with the parameters of its run, that asks stratified probes', async () => {
    const variant = await readVariant(path);
    expect(variant).toMatchObject({
      family,
      state: 'trained',
      parameters: { digits: 2, reversed: 1, seed: 999, data_seed: 598, fraction: 1 },
      language: { source: join(path, 'checkpoints') }
    });
    expect(variant.problem).toBeUndefined();
    expect(variant.config).toMatchObject({ model_type: 'gpt2', answer_limit: 4, context: 10 });
    expect(variant.config.recipe).toMatchObject({ batch: 64, schedule: 'cosine' });
  });

  it('opened again answers as many questions right as its trainer found', async () => {
    const recipe = recipeWith(await readFamily(family), changes);
    const { corpus } = subjectOf(recipe);
    const { validation } = questionsOf(recipe, corpus);
    const log = JSON.parse(
      readFileSync(join(path, 'checkpoints/checkpoint-60/trainer_state.json'), 'utf8')
    ).log_history;
    const { eval_accuracy: accuracy, eval_loss: loss } = log.findLast(
      (row: object) => 'eval_loss' in row
    );
    const folder = join(path, 'checkpoints/checkpoint-60');
    const tokenizer = await readTokenizer(folder);
    const probes = [...validation].map((row, i) => {
      const text = [...corpus.sequence(row)].map((token) => corpus.vocabulary[token]);
      return {
        id: String(i),
        prompt: text.slice(0, corpus.prompt).join(''),
        expected: text.slice(corpus.prompt, -1).join(''),
        category: '',
        difficulty: '',
        metadata: {}
      };
    });
    const model = await openLanguageModel(folder);
    const { greedy, expected } = await runProbes(
      model,
      tokenizer,
      tokenized(probes, tokenizer, model)
    );
    await model.close();
    const right = greedy.filter(({ isRight }) => isRight).length;
    expect(right / validation.length).toBe(accuracy);
    const sum = expected.logProbability.reduce((total, one) => total - one, 0);
    expect(sum / expected.logProbability.length).toBeCloseTo(loss, 5);
    expect(loss).toBeLessThan(2);
  });

  it('stopped and resumed writes the bytes of one that was never stopped', async () => {
    const other = temporaryFolder();
    const stop = new AbortController();
    const stopped = await train(other, {
      signal: stop.signal,
      onStep: ({ step }) => step === 37 && stop.abort()
    });
    expect([stopped.epochs, stopped.finished]).toEqual([37, false]);
    expect(existsSync(join(stopped.variant.path, 'checkpoints/checkpoint-37'))).toBe(false);
    const resumed = await train(other, { resume: true });
    expect([resumed.from, resumed.finished]).toEqual([37, true]);
    const [found, wanted] = [filesIn(resumed.variant.path), filesIn(path)];
    expect([...found.keys()]).toEqual([...wanted.keys()]);
    for (const [name, bytes] of wanted) expect(found.get(name)!.equals(bytes), name).toBe(true);
    const again = await train(other, { resume: true });
    expect([again.from, again.epochs, again.evaluation]).toEqual([60, 60, resumed.evaluation]);
  });

  it('killed between a checkpoint and the state to resume from, it goes on all the same', async () => {
    const other = temporaryFolder();
    const stop = new AbortController();
    const { variant } = await train(other, {
      signal: stop.signal,
      onStep: ({ step }) => step === 37 && stop.abort()
    });
    const left = join(variant.path, 'checkpoints/checkpoint-50');
    mkdirSync(left);
    writeFileSync(join(left, 'config.json'), 'half');
    const resumed = await train(other, { resume: true });
    const name = 'checkpoints/checkpoint-50/config.json';
    expect(filesIn(resumed.variant.path).get(name)!.equals(filesIn(path).get(name)!)).toBe(true);
  });

  it('is never written over, but by --force, which leaves nothing of the old run', async () => {
    const error = await userErrorOf(() => train(results));
    expect(error.message).toMatch(/^variant exists: /);
    const other = temporaryFolder();
    await train(other);
    const more = { ...changes, checkpoints: '30' };
    const { variant } = await train(other, { force: true, changes: more });
    const steps = ['checkpoint-0', 'checkpoint-30', 'checkpoint-60'];
    expect(readdirSync(join(variant.path, 'checkpoints')).sort()).toEqual(steps);
    rmSync(join(variant.path, 'optimizer.safetensors'));
    const lost = await userErrorOf(() => train(other, { resume: true }));
    expect(lost.message).toBe(
      `cannot resume ${variant.name}: no optimizer state was saved (optimizer.safetensors)`
    );
    const differs = await userErrorOf(() =>
      train(other, { resume: true, changes: { ...changes, dHead: 4 } })
    );
    expect(differs.message).toBe('invalid d_head: 4');
  });

  it('is analyzed and drawn as any language model', async () => {
    const variant = await readVariant(path);
    const { failures } = await analyzeVariant(variant, { device: 'cpu' });
    expect(failures).toEqual([]);
    expect(await findGaps(variant)).toEqual([]);
    const run = await open(path);
    for (const id of run.figures) expect((await run.figure(id)).data.length, id).toBeGreaterThan(0);
    expect(run.figures).toEqual(
      expect.arrayContaining([...(await readFamily(family)).visualizations])
    );
  });

  it('is in tables and opens in the explorer', async () => {
    const run = await open(path);
    expect(JSON.stringify(await run.table())).toContain('n_digit_addition_n2_r1');
    const { groups } = await explorerSource(results).openRun(run.variant.name);
    expect(groups.map(({ title }) => title)).toContain('Loss & skills');
  });

  it('gets no checkpoints between those that it has', async () => {
    const error = await userErrorOf(() =>
      densifyVariant({ results, family, changes, epochs: '5', device: 'cpu' })
    );
    expect(error.message).toBe('no checkpoints are added to a run of n_digit_addition');
  });
});

it('runs that train differently have different names', async () => {
  const own = await readFamily(family);
  const name = (more: RecipeChanges) => variantName(recipeWith(own, more), own);
  const names = [
    name({}),
    name({ layers: 1 }),
    name({ batch: 64 }),
    name({ schedule: 'constant' }),
    name({ epochs: 100 }),
    name({ parameters: { reversed: 1 } }),
    name({ parameters: { digits: 2, fraction: 0.4 } })
  ];
  expect(names[0]).toBe('n_digit_addition_n3_r0_seed999_dseed598');
  expect(names[1]).toBe('n_digit_addition_n3_r0_seed999_dseed598_l1');
  expect(new Set(names).size).toBe(names.length);
  // Without a schedule that falls towards the end, a longer run contains the shorter one.
  expect(name({ schedule: 'constant', epochs: 100 })).toBe(name({ schedule: 'constant' }));
});

it('families of grids have no batches and no schedule', async () => {
  const grid = await readFamily('modulo_addition_1layer');
  for (const more of [{ batch: 5 }, { schedule: 'cosine' }] as const) {
    const error = await userErrorOf(async () => recipeWith(grid, more));
    expect(error.message).toBe(`modulo_addition_1layer has no ${Object.keys(more)[0]}`);
    expect(error.exitCode).toBe(2);
  }
});
