import { describe, expect, test } from 'vitest';
import { normal } from '../../src/array/random/normal.ts';
import { torchGenerator } from '../../src/array/random/torch-generator.ts';
import { float32, type NamedArrays } from '../../src/array/tensor.ts';
import {
  cast,
  compile,
  gradients,
  input,
  integers,
  logSoftmax,
  mean,
  neg,
  takeAlong
} from '../../src/engine/index.ts';
import { findArchitecture } from '../../src/model/index.ts';
import { pairGrid } from '../../src/task/index.ts';
import { userErrorOf } from '../helpers/user-error.ts';
import { plainTransformer } from './plain-transformer.ts';

const settings = { tokens: 5, dModel: 16, heads: 2, dMlp: 24 };
const model = findArchitecture('transformer').build(settings);
const pairs = { tokens: [Int32Array.of(0, 3, 4), Int32Array.of(0, 1, 2)] };
const labels = Int32Array.of(0, 4, 1);

/** Initial weights with biases like them, all times `scale`, as checkpoints of trained biases would hold. */
function biasedWeights(scale = 1): NamedArrays {
  const generator = torchGenerator(3);
  const biases = Object.entries(model.frozen).filter(([name]) => name.includes('.b_'));
  const all = [
    ...Object.entries(model.initial(7)),
    ...biases.map(([name, { shape, data }]) => {
      return [name, float32(normal(generator, data.length, 0.3), shape)] as const;
    })
  ];
  return Object.fromEntries(
    all.map(([name, { shape, data }]) => [
      name,
      float32(
        Float32Array.from(data, (x) => x * scale),
        shape
      )
    ])
  );
}

const inputsOf = (weights: NamedArrays) =>
  Object.fromEntries(
    Object.entries(weights).map(([name, { shape }]) => [name, input(name, shape)])
  );

describe('the weights of the transformer', () => {
  test('are those of TransformerLens 2.17 after torch.manual_seed', () => {
    const weights = model.initial(7);
    const first = [-0.164026901, 0.079126231, 0.179781705, -0.277680784];
    const last = [0.118025996, -0.315137446, 0.046722345, -0.228922352, 0.066116102];
    first.forEach((x, i) => {
      expect(Math.abs(weights['embed.W_E'].data[i] - x)).toBeLessThan(2e-7);
    });
    last.forEach((x, i) => {
      expect(Math.abs(weights['unembed.W_U'].data[15 * 5 + i] - x)).toBeLessThan(2e-7);
    });
  });

  test('make the Python workbench’s checkpoint together with the frozen tensors', () => {
    const { weights, frozen } = findArchitecture('transformer').build({
      tokens: 113,
      dModel: 128,
      heads: 4,
      dMlp: 512
    });
    const shapes = Object.fromEntries(weights.map(({ name, shape }) => [name, shape.join('×')]));
    expect(shapes).toEqual({
      'embed.W_E': '114×128',
      'pos_embed.W_pos': '3×128',
      'blocks.0.attn.W_Q': '4×128×32',
      'blocks.0.attn.W_O': '4×32×128',
      'blocks.0.attn.W_K': '4×128×32',
      'blocks.0.attn.W_V': '4×128×32',
      'blocks.0.mlp.W_in': '128×512',
      'blocks.0.mlp.W_out': '512×128',
      'unembed.W_U': '128×113'
    });
    const sizes = Object.fromEntries(
      Object.entries(frozen).map(([name, { shape, dtype }]) => [
        name,
        `${dtype} ${shape.join('×')}`
      ])
    );
    expect(sizes).toEqual({
      'blocks.0.attn.IGNORE': 'float32 ',
      'blocks.0.attn.b_K': 'float32 4×32',
      'blocks.0.attn.b_O': 'float32 128',
      'blocks.0.attn.b_Q': 'float32 4×32',
      'blocks.0.attn.b_V': 'float32 4×32',
      'blocks.0.attn.mask': 'bool 3×3',
      'blocks.0.mlp.b_in': 'float32 512',
      'blocks.0.mlp.b_out': 'float32 128',
      'unembed.b_U': 'float32 113'
    });
    expect([...frozen['blocks.0.attn.mask'].data]).toEqual([1, 0, 0, 1, 1, 0, 1, 1, 1]);
    expect(frozen['blocks.0.attn.IGNORE'].data[0]).toBe(Number.NEGATIVE_INFINITY);
    const total = weights.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0);
    expect(total).toBe(226_048);
  });

  test('need heads that divide the model width', async () => {
    const error = await userErrorOf(() =>
      findArchitecture('transformer').build({ ...settings, heads: 3 })
    );
    expect(error.message).toBe('heads do not divide the model width: 3 of 16');
  });
});

describe('the activations of the transformer', () => {
  test('equal those of three positions and separate heads, biases included', async () => {
    const weights = biasedWeights(1.5);
    const grid = pairGrid(settings.tokens);
    const lazy = inputsOf(weights);
    const outputs = Object.fromEntries(
      Object.entries(model.activations).map(([name, make]) => [name, make(lazy, grid)])
    );
    const program = await compile(outputs, { dtype: 'float64', device: 'cpu' });
    const seen = await program.run(weights);
    await program.dispose();
    for (const row of [0, 7, 13, 24]) {
      const plain = plainTransformer(weights, grid.tokens[0][row], grid.tokens[1][row]);
      expect(Object.keys(plain)).toEqual(Object.keys(seen));
      for (const [name, wanted] of Object.entries(plain)) {
        const { shape, data } = seen[name];
        expect(shape[0], name).toBe(25);
        const found = data.slice(row * wanted.length, (row + 1) * wanted.length);
        expect(data.length, name).toBe(25 * wanted.length);
        wanted.forEach((x, i) => {
          expect(Math.abs(found[i] - x), `${name}[${i}]`).toBeLessThan(1e-10 + 1e-8 * Math.abs(x));
        });
      }
    }
    expect(seen['blocks.0.attn.hook_pattern_full'].shape).toEqual([25, 2, 3, 3]);
    expect(seen['blocks.0.attn.hook_pattern'].shape).toEqual([25, 2, 3]);
  });

  test('equal PyTorch’s', async () => {
    const lazy = inputsOf(model.initial(7));
    const program = await compile({ logits: model.logits(lazy, pairs) }, { device: 'cpu' });
    const { logits } = await program.run(model.initial(7));
    await program.dispose();
    const torch = [
      -0.482632738, -0.20656608, -0.065297437, -0.125337833, -0.323065176, -0.52044191,
      -0.157759363, -0.121216953, -0.0802791, -0.19833521, -0.043989408, -0.24936932, -0.063351009,
      -0.116427041, -0.220966394
    ];
    torch.forEach((x, i) => {
      expect(Math.abs(logits.data[i] - x)).toBeLessThan(1e-6);
    });
  });

  test('stay finite where attention scores are huge', async () => {
    const weights = biasedWeights(40);
    const lazy = inputsOf(weights);
    const grid = pairGrid(settings.tokens);
    const names = ['blocks.0.attn.hook_pattern', 'logits'] as const;
    const program = await compile(
      Object.fromEntries(names.map((name) => [name, model.activations[name](lazy, grid)])),
      { device: 'cpu' }
    );
    const seen = await program.run(weights);
    await program.dispose();
    for (const { data } of Object.values(seen)) expect(data.every(Number.isFinite)).toBe(true);
    const pattern = seen['blocks.0.attn.hook_pattern'].data;
    for (let i = 0; i < pattern.length; i += 3)
      expect(pattern[i] + pattern[i + 1] + pattern[i + 2]).toBeCloseTo(1, 5);
  });
});

describe('the gradients of the transformer', () => {
  const names = model.weights.map(({ name }) => name);
  const lazy = inputsOf(model.initial(7));
  const logs = logSoftmax(cast(model.logits(lazy, pairs), 'double'));
  const loss = neg(mean(takeAlong(logs, integers(labels, [3, 1]), 1)));
  const slopes = gradients(
    loss,
    names.map((name) => lazy[name])
  );
  const outputs = { loss, ...Object.fromEntries(names.map((name, i) => [name, slopes[i]])) };

  test('equal PyTorch’s', async () => {
    const program = await compile(outputs, { device: 'cpu' });
    const seen = await program.run(model.initial(7));
    await program.dispose();
    expect(seen.loss.data[0]).toBeCloseTo(1.7297893137815858, 6);
    // The norm, and the sum of each element times its place, which tells the order.
    const torch: Record<string, readonly [number, number]> = {
      'embed.W_E': [0.39336487270316733, -6.897659138034533],
      'pos_embed.W_pos': [0.31205265273020893, -5.469317982447147],
      'blocks.0.attn.W_Q': [0.004818921433895256, 0.03747958655434906],
      'blocks.0.attn.W_O': [0.24433159674206598, -49.02031911219852],
      'blocks.0.attn.W_K': [0.003000549248622608, -0.06167183226170965],
      'blocks.0.attn.W_V': [0.22216946801522336, -9.086231409738154],
      'blocks.0.mlp.W_in': [0.23688192814173992, -18.863167740901797],
      'blocks.0.mlp.W_out': [0.20796890377585295, -198.1858494978701],
      'unembed.W_U': [0.5143391832721589, -0.592359084925171]
    };
    for (const [name, [norm, moment]] of Object.entries(torch)) {
      const data = Array.from(seen[name].data);
      const found = Math.sqrt(data.reduce((sum, x) => sum + x * x, 0));
      expect(Math.abs(found / norm - 1), name).toBeLessThan(1e-5);
      const placed = data.reduce((sum, x, i) => sum + x * i, 0);
      expect(Math.abs(placed - moment), name).toBeLessThan(1e-4 * norm * data.length);
    }
  });

  test('equal finite differences in float64', async () => {
    const weights = model.initial(7);
    const program = await compile(outputs, { dtype: 'float64', device: 'cpu' });
    const seen = await program.run(weights);
    const lossAt = async (name: string, place: number, step: number) => {
      const data = Float64Array.from(weights[name].data);
      data[place] += step;
      const moved = { dtype: 'float64' as const, shape: weights[name].shape, data };
      return (await program.run({ ...weights, [name]: moved })).loss.data[0];
    };
    const step = 1e-5;
    for (const name of names) {
      const { data } = seen[name];
      const largest = Math.max(...Array.from(data, Math.abs));
      for (const place of [0, data.indexOf(largest), data.length >> 1].filter((i) => i >= 0)) {
        const slope =
          ((await lossAt(name, place, step)) - (await lossAt(name, place, -step))) / (2 * step);
        expect(Math.abs(slope - data[place]), `${name}[${place}]`).toBeLessThan(
          1e-7 * largest + 1e-10
        );
      }
    }
    await program.dispose();
  });
});
