import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import inputTrace from '../../src/analyzers/answers/input-trace.ts';
import dominantFrequencies from '../../src/analyzers/frequencies/dominant-frequencies.ts';
import { findAnalyzer } from '../../src/analyzers/index.ts';
import { sumOf } from '../../src/array/statistics/sum-of.ts';
import type { NamedArrays } from '../../src/array/tensor.ts';
import { readCheckpoint, readLosses, readMetadata } from '../../src/loader/index.ts';
import { analyzeVariant, findGaps } from '../../src/workbench/analysis/index.ts';
import { importRun } from '../../src/workbench/import/import-run.ts';
import { trainVariant } from '../../src/workbench/train/train-variant.ts';
import { measured } from '../helpers/measured.ts';
import { pairAnalyzers } from '../helpers/pair-analyzers.ts';
import {
  dictionary,
  integer,
  type PicklePart,
  pthFile,
  tensorPart,
  unicode
} from '../helpers/pth-file.ts';
import { shared } from '../helpers/shared.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const paper = () => shared('data/paper/low_precision_mod_addition.pth');

describe('the run of the paper’s authors', () => {
  it('becomes a variant whose split is recognised', async (context) => {
    const file = paper();
    if (file === null) return context.skip();
    const report = await importRun({ results: temporaryFolder(), file });
    const { variant } = report;
    expect(variant).toMatchObject({
      parameters: { prime: 113, fraction: 0.3, data_seed: 1 },
      state: 'trained'
    });
    expect(report).toMatchObject({ recognised: true, logits: 114, testInterval: 10 });
    expect(report.split.method).toBe('python');
    expect(report.trainedBiases).toEqual(['blocks.0.mlp.b_in', 'blocks.0.mlp.b_out']);
    const { train, test } = await readLosses(variant);
    expect([train.length, test.length]).toEqual([50_000, 50_000]);
    expect(train[49_999]).toBeCloseTo(2.9707776e-4, 10);
    expect([test[0], test[9], test[49_999]]).toEqual([test[0], test[0], 0.004254124127328396]);
    // random.seed(1); random.shuffle(pairs)
    expect([...(await readMetadata(variant)).trainIndices.slice(0, 3)]).toEqual([6612, 8645, 6803]);
    const weights = await readCheckpoint(variant, 49_999);
    expect(weights['embed.W_E'].shape).toEqual([114, 128]);
    expect(weights['blocks.0.attn.W_O'].shape).toEqual([4, 32, 128]);
    expect(weights['unembed.W_U'].shape).toEqual([128, 114]);
    expect(weights['blocks.0.mlp.b_in'].data[0]).toBeCloseTo(0.00193044, 7);
    expect(weights['blocks.0.mlp.b_out'].data[0]).toBeCloseTo(-0.01535756, 7);

    const { correct, split } = await measured(variant, inputTrace, 49_999);
    // A NumPy evaluation of the authors' forward pass, biases included, answers 12762 of 12769 pairs.
    expect(sumOf(correct.data)).toBe(12_762);
    expect(sumOf(split.data)).toBe(3830);

    const { coefficients } = await measured(variant, dominantFrequencies, 49_999);
    expect(strongest(coefficients.data).slice(0, 5)).toEqual([23, 6, 39, 3, 35]);

    // A NumPy evaluation in float64, with the key frequencies 3, 6, 9, 23, 39 of W_out·W_U.
    const progress = await measured(variant, findAnalyzer('progress_measures'), 49_999);
    const known = {
      clean_train: 3.0451812e-4,
      clean_test: 3.99499374e-3,
      restricted_train: 1.4280411e-3,
      restricted_test: 1.4451597e-3,
      excluded_train: 18.6221693,
      restricted_block_all: 2.887619e-2,
      excluded_block_all: 18.7050821
    };
    for (const [key, value] of Object.entries(known))
      expect(progress[key].data[0] / value, key).toBeCloseTo(1, 3);
    const keys = Array.from(progress.key_mask.data).flatMap((one, i) => (one ? [i + 1] : []));
    expect(keys).toEqual([3, 6, 9, 23, 39]);

    const again = await userErrorOf(() =>
      importRun({ results: join(variant.path, '../..'), file })
    );
    expect(again.message).toContain('variant exists: ');
    expect(again.hint).toBe('choose another name: --name NAME');
  });
});

/** Frequencies by the norm of their two coefficients, strongest first. */
function strongest(coefficients: ArrayLike<number>): number[] {
  const norms = Array.from({ length: (coefficients.length - 1) / 2 }, (_, k) =>
    Math.hypot(coefficients[2 * k + 1], coefficients[2 * k + 2])
  );
  return [...norms.keys()].sort((a, b) => norms[b] - norms[a]).map((k) => k + 1);
}

/** A tiny model of p=5, d_model 4, 2 heads, 6 neurons, as TransformerLens shapes it. */
const sizes: Readonly<Record<string, readonly number[]>> = {
  'embed.W_E': [6, 4],
  'pos_embed.W_pos': [3, 4],
  'blocks.0.attn.W_Q': [2, 4, 2],
  'blocks.0.attn.W_K': [2, 4, 2],
  'blocks.0.attn.W_V': [2, 4, 2],
  'blocks.0.attn.W_O': [2, 2, 4],
  'blocks.0.mlp.W_in': [4, 6],
  'blocks.0.mlp.W_out': [6, 4],
  'unembed.W_U': [4, 5]
};

/** A state dict whose tensors count up; `turned` ones are stored (out, in), `more` is added or replaced. */
function stateDict(
  turned = false,
  more: Readonly<Record<string, readonly number[]>> = {}
): { readonly value: PicklePart; readonly storages: Record<string, Float32Array> } {
  const storages: Record<string, Float32Array> = {};
  const parts = Object.entries({ ...sizes, ...more }).map(([name, shape], key) => {
    const count = shape.reduce((a, b) => a * b, 1);
    storages[key] = Float32Array.from({ length: count }, (_, i) => key + i / 64);
    const plain = { key: String(key), count, shape, strides: rowMajor(shape) };
    const [rows, columns] = shape.slice(-2) as [number, number];
    const isTurned = turned && shape.length > 1 && !/W_pos|W_U/.test(name);
    const swapped = isTurned
      ? {
          shape: [...shape.slice(0, -2), columns, rows],
          strides: [...plain.strides.slice(0, -2), 1, columns]
        }
      : {};
    return [name, tensorPart({ ...plain, ...swapped })] as const;
  });
  return { value: dictionary(Object.fromEntries(parts)), storages };
}

function rowMajor(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
}

const told = { split: 'torch', dataSeed: 598, fraction: 0.5 };

async function imported(
  file: Uint8Array,
  more = {}
): Promise<{ weights: NamedArrays; report: Awaited<ReturnType<typeof importRun>> }> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'some run.pth'), file);
  const report = await importRun({
    results: join(folder, 'results'),
    file: join(folder, 'some run.pth'),
    ...told,
    ...more
  });
  return { report, weights: await readCheckpoint(report.variant, report.epochs.at(-1)!) };
}

describe('an imported file', () => {
  it('gives the same weights in either layout', async () => {
    const biases = { 'blocks.0.mlp.b_in': [6] };
    const plain = stateDict(false, biases);
    const turned = stateDict(true, biases);
    const first = await imported(pthFile(plain.value, plain.storages));
    expect([...first.weights['blocks.0.mlp.b_in'].data]).toEqual([
      9,
      ...[1, 2, 3, 4, 5].map((i) => 9 + i / 64)
    ]);
    const second = await imported(pthFile(turned.value, turned.storages));
    expect([first.report.transposed, second.report.transposed]).toEqual([false, true]);
    expect(second.weights).toEqual(first.weights);
    expect(first.report.variant.name).toBe('modulo_addition_1layer_p5_seed598_dseed598_some-run');
    expect([...first.weights['embed.W_E'].data.slice(0, 3)]).toEqual([0, 1 / 64, 2 / 64]);
  });

  it('of a memorised run tells which pairs it was trained on', async () => {
    const { variant } = await trainVariant({
      results: temporaryFolder(),
      family: 'modulo_addition_1layer',
      changes: {
        parameters: { prime: 13, seed: 7, data_seed: 42, fraction: 0.3 },
        weightDecay: 0,
        warmup: 0,
        dModel: 32,
        heads: 2,
        dMlp: 64,
        lr: 0.01,
        epochs: 120,
        checkpoints: '119'
      },
      device: 'cpu'
    });
    const weights = await readCheckpoint(variant, 119);
    const trained = Object.keys(sizes).map((name, key) => {
      const { shape, data } = weights[name];
      const plain = { key: String(key), count: data.length, shape, strides: rowMajor(shape) };
      return [name, tensorPart(plain), data as Float32Array] as const;
    });
    const file = pthFile(
      dictionary(Object.fromEntries(trained.map(([name, part]) => [name, part]))),
      Object.fromEntries(trained.map(([, , data], key) => [key, data]))
    );
    const { report } = await imported(file, {
      split: undefined,
      dataSeed: undefined,
      fraction: undefined
    });
    expect(report).toMatchObject({
      recognised: true,
      split: { method: 'torch', dataSeed: 42, fraction: 0.3 }
    });
  });

  it('may hold several snapshots with their epochs, and no losses', async () => {
    const { value, storages } = stateDict();
    const list = (...parts: PicklePart[]): PicklePart => ['](', parts, 'e'];
    const file = pthFile(
      dictionary({
        state_dicts: list(value, value),
        epochs: list(integer(100), integer(0))
      }),
      storages
    );
    const { report } = await imported(file, { name: 'mine' });
    expect(report.epochs).toEqual([0, 100]);
    expect(report.testInterval).toBeNull();
    expect(existsSync(join(report.variant.path, 'metadata.json'))).toBe(false);
  });

  it('with trained biases and a logit for “=” goes through every analyzer', async () => {
    const { value, storages } = stateDict(true, {
      'unembed.W_U': [4, 6],
      'blocks.0.mlp.b_in': [6],
      'blocks.0.mlp.b_out': [4]
    });
    for (const tensor of Object.values(storages))
      for (let i = 0; i < tensor.length; i++) tensor[i] = Math.sin(12.9898 * (tensor[i] + i));
    const { report } = await imported(pthFile(value, storages));
    expect(report).toMatchObject({
      logits: 6,
      trainedBiases: ['blocks.0.mlp.b_in', 'blocks.0.mlp.b_out']
    });
    const chosen = pairAnalyzers.map(({ id }) => id);
    const { failures } = await analyzeVariant(report.variant, { analyzers: chosen, device: 'cpu' });
    expect(failures).toEqual([]);
    expect(await findGaps(report.variant, { analyzers: chosen })).toEqual([]);
  });

  it.each([
    ['a second layer', { 'blocks.1.mlp.W_in': [4, 6] }, 'unknown tensor: blocks.1.mlp.W_in'],
    ['layer norm', { 'blocks.0.ln1.w': [4] }, 'unknown tensor: blocks.0.ln1.w'],
    ['another context', { 'pos_embed.W_pos': [7, 4] }, 'sizes of another model'],
    ['too few logits', { 'unembed.W_U': [4, 3] }, 'too few logits: 3'],
    ['an even modulus', { 'embed.W_E': [7, 4] }, 'not a modulus that can be analyzed: 6'],
    ['a huge modulus', { 'embed.W_E': [2000, 4] }, 'not a modulus that can be analyzed: 1999'],
    ['odd heads', { 'blocks.0.attn.W_V': [2, 4, 3] }, 'shape of blocks.0.attn.W_V: [2,4,3]']
  ])('with %s is refused', async (_, more, words) => {
    const { value, storages } = stateDict(false, more);
    const error = await userErrorOf(() => imported(pthFile(value, storages)));
    expect(error.message).toContain(words);
  });

  it('without weights, or with losses that do not fit, is refused', async () => {
    const nothing = await userErrorOf(() => imported(pthFile(dictionary({ note: unicode('x') }))));
    expect(nothing.message).toBe('no weights in the file: keys note');
    const { value, storages } = stateDict();
    const numbers = (n: number): PicklePart => [
      '](',
      Array.from({ length: n }, () => integer(1)),
      'e'
    ];
    const file = pthFile(
      dictionary({ model: value, train_losses: numbers(10), test_losses: numbers(6) }),
      storages
    );
    const error = await userErrorOf(() => imported(file));
    expect(error.message).toBe('losses do not fit together: 10 of training, 6 of testing');
  });

  it('with a bare storage among its weights is refused', async () => {
    const { value, storages } = stateDict();
    const storage: PicklePart = [
      ['(', unicode('storage'), 'ctorch\nFloatStorage\n', unicode('0'), unicode('cpu')],
      [integer(24), 'tQ']
    ];
    const model: PicklePart = [value, unicode('blocks.0.mlp.W_in'), storage, 's'];
    const error = await userErrorOf(() => imported(pthFile(model, storages)));
    expect(error.message).toBe('missing tensor: blocks.0.mlp.W_in');
  });

  it('whose split stands out nowhere asks for it and writes nothing', async () => {
    const { value, storages } = stateDict();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.pth'), pthFile(value, storages));
    const results = join(folder, 'results');
    const error = await userErrorOf(() => importRun({ results, file: join(folder, 'a.pth') }));
    expect(error.message).toBe('cannot tell which pairs the run was trained on');
    expect(error.hint).toContain('--split torch|python');
    expect(existsSync(results)).toBe(false);
  });

  it('cannot leave the results folder by its name', async () => {
    const { value, storages } = stateDict();
    const error = await userErrorOf(() =>
      imported(pthFile(value, storages), { name: '../../outside' })
    );
    expect(error.message).toBe('invalid name: ../../outside');
  });
});
