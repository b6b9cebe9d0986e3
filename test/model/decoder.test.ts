import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { normal } from '../../src/array/random/normal.ts';
import { torchGenerator } from '../../src/array/random/torch-generator.ts';
import { float32, type NamedArrays } from '../../src/array/tensor.ts';
import { readNpz } from '../../src/codec/index.ts';
import {
  compile,
  constant,
  gradients,
  input,
  type Lazy,
  mul,
  reshape,
  sum
} from '../../src/engine/index.ts';
import { decoderBlocks } from '../../src/model/decoder/forward.ts';
import { unembedded } from '../../src/model/decoder/parts.ts';
import { findArchitecture, type Model, type ModelSettings } from '../../src/model/index.ts';
import { sequenceDecoder } from '../../src/model/sequence-decoder.ts';
import { decoderSettings } from '../../src/model/transformer.ts';
import { findTask, pairGrid } from '../../src/task/index.ts';
import { adamw, stepRates } from '../../src/training/adamw.ts';
import { crossEntropy } from '../../src/training/cross-entropy.ts';
import { defaultRecipe } from '../../src/training/index.ts';

const sizes = { tokens: 7, dModel: 16, heads: 4, dMlp: 24 };

const lazy = ({ weights }: Model) =>
  Object.fromEntries(weights.map(({ name, shape }) => [name, input(name, shape)]));

/** Every trained weight from N(0, 0.3²). */
function randomWeights({ weights }: Model, seed = 5): NamedArrays {
  const generator = torchGenerator(seed);
  return Object.fromEntries(
    weights.map(({ name, shape }) => {
      const size = shape.reduce((all, one) => all * one, 1);
      return [name, float32(normal(generator, size, 0.3), shape)];
    })
  );
}

async function run(outputs: Readonly<Record<string, Lazy>>, feeds: NamedArrays) {
  const program = await compile(outputs, { device: 'cpu' });
  const found = await program.run(feeds);
  await program.dispose();
  return found;
}

describe('for one plain layer, the general decoder equals the fast pair form', () => {
  const settings = { ...sizes, biases: ['blocks.0.attn.b_V', 'blocks.0.mlp.b_in', 'unembed.b_U'] };
  const fast = findArchitecture('transformer').build(settings);
  const general = sequenceDecoder(decoderSettings(settings));
  const weights = randomWeights(fast);
  const grid = pairGrid(sizes.tokens);

  it.each(Object.keys(fast.activations))('in %s, within 1e-5', async (name) => {
    const outputs = Object.fromEntries(
      Object.entries({ fast, general }).map(([form, model]) => [
        form,
        model.activations[name](lazy(model), grid)
      ])
    );
    const found = await run(outputs, weights);
    expect(found.general.shape).toEqual(found.fast.shape);
    found.fast.data.forEach((x: number, i: number) => {
      expect(Math.abs(found.general.data[i] - x)).toBeLessThan(1e-5 * Math.max(1, Math.abs(x)));
    });
  });

  it('in the gradient of a random projection of the logits, within 1e-5', async () => {
    const direction = normal(torchGenerator(8), 49 * 7, 1);
    const by = async (model: Model) => {
      const nodes = lazy(model);
      const target = sum(mul(model.logits(nodes, grid), input('direction', [49, 7])));
      const parts = gradients(target, Object.values(nodes));
      const outputs = Object.fromEntries(Object.keys(nodes).map((name, i) => [name, parts[i]]));
      return run(outputs, { ...weights, direction: float32(direction, [49, 7]) });
    };
    const [one, other] = [await by(fast), await by(general)];
    for (const [name, { data }] of Object.entries(one)) {
      const scale = Math.max(...data.map(Math.abs));
      data.forEach((x: number, i: number) => {
        expect(Math.abs(other[name].data[i] - x), name).toBeLessThan(1e-5 * scale);
      });
    }
  });
});

const fixture = readNpz(readFileSync(new URL('../fixtures/decoders.npz', import.meta.url)));
const p = 5;
const kinds: Readonly<Record<string, Partial<ModelSettings>>> = {
  none_learned: {},
  none_rotary: { positions: 'rotary' },
  layer_learned: { norm: 'layer' },
  layer_rotary: { norm: 'layer', positions: 'rotary' },
  rms_learned: { norm: 'rms' },
  rms_rotary: { norm: 'rms', positions: 'rotary' },
  gelu_biased: { norm: 'layer', activation: 'gelu' },
  silu_gated: { norm: 'rms', positions: 'rotary', activation: 'silu', isGated: true },
  grouped: { norm: 'rms', positions: 'rotary', keyValueHeads: 1 },
  tied: { isTied: true }
};

/** The tensors of a case in the fixture, by their names. */
function stored(kind: string, when: 'before' | 'after'): NamedArrays {
  const prefix = `${kind}/${when}/`;
  const own = Object.entries(fixture).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

function largestDifference(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  return Array.from(wanted).reduce((most, x, i) => Math.max(most, Math.abs(found[i] - x)), 0);
}

/** tools/decoder-fixtures.py wrote the other side with PyTorch. */
describe.each(Object.keys(kinds))('two layers of the kind %s', (kind) => {
  const weights = stored(kind, 'before');
  const biases = Object.keys(weights).filter((name) => /\.b_\w+$/.test(name));
  const settings = { tokens: p, dModel: 8, heads: 2, dMlp: 12, layers: 2, biases, ...kinds[kind] };
  const model = findArchitecture('transformer').build(settings);

  it('have the weights of the state dict', () => {
    const shapes = Object.fromEntries(model.weights.map(({ name, shape }) => [name, [...shape]]));
    const wanted = Object.entries(weights).map(([name, { shape }]) => [name, [...shape]]);
    expect(shapes).toEqual(Object.fromEntries(wanted));
  });

  it('give PyTorch’s logits and loss, and its weights after one AdamW step', async () => {
    const examples = findTask('modular_addition').grid({ prime: p });
    const { labels } = examples;
    const nodes = lazy(model);
    const logits = model.logits(nodes, examples);
    const loss = mul(crossEntropy([{ logits, labels }]).total, 1 / labels.length);
    const parts = gradients(loss, Object.values(nodes));
    const recipe = { ...defaultRecipe, lr: 1e-2 };
    const rates = constant(stepRates(recipe, 0), [3]);
    const stepped = model.weights.map(({ name, shape }, i) => {
      const zero = constant(0, shape);
      const before = { weights: nodes[name], first: zero, second: zero };
      return [name, adamw(before, parts[i], rates, recipe).weights] as const;
    });
    const found = await run({ logits, loss, ...Object.fromEntries(stepped) }, weights);
    expect(largestDifference(found.logits.data, fixture[`${kind}/logits`].data)).toBeLessThan(1e-4);
    expect(largestDifference(found.loss.data, fixture[`${kind}/loss`].data)).toBeLessThan(1e-5);
    for (const [name, { data }] of Object.entries(stored(kind, 'after'))) {
      // Softmax does not see a key bias: its gradient is rounding, whose sign Adam takes for a step.
      if (name.endsWith('attn.b_K')) continue;
      expect(largestDifference(found[name].data, data), name).toBeLessThan(2e-5);
    }
  });
});

/** Pairs of all kinds: all, with one a, with one b, one pair twice, one pair. */
const sets: readonly (readonly [string, readonly (readonly [number, number])[]])[] = [
  ['all pairs', Array.from({ length: p ** 2 }, (_, i) => [Math.floor(i / p), i % p] as const)],
  ['pairs with one a', Array.from({ length: p }, (_, b) => [3, b] as const)],
  ['pairs with one b', Array.from({ length: p }, (_, a) => [a, 2] as const)],
  [
    'one pair twice',
    [
      [1, 4],
      [1, 4]
    ]
  ],
  ['one pair', [[4, 4]]]
];

describe.each(Object.keys(kinds))('the plain forward pass of the kind %s', (kind) => {
  it.each(sets)('gives the same logits of %s as the one that shares rows', async (_, chosen) => {
    const weights = stored(kind, 'before');
    const biases = Object.keys(weights).filter((name) => /\.b_\w+$/.test(name));
    const settings = {
      tokens: p,
      dModel: 8,
      heads: 2,
      dMlp: 12,
      layers: 2,
      biases,
      ...kinds[kind]
    };
    const decoder = decoderSettings(settings);
    const model = findArchitecture('transformer').build(settings);
    const [a, b] = [0, 1].map((side) => Int32Array.from(chosen, (pair) => pair[side]));
    const tokens = Int32Array.from({ length: 3 * a.length }, (_, i) =>
      i % 3 === 2 ? p : [a, b][i % 3][Math.floor(i / 3)]
    );
    const nodes = lazy(model);
    const blocks = decoderBlocks(decoder, nodes, { tokens, count: a.length });
    const resid = reshape(blocks[1].residAfter, [a.length, 8]);
    const plain = unembedded(decoder, nodes, resid);
    const found = await run({ plain, shared: model.logits(nodes, { tokens: [a, b] }) }, weights);
    expect(found.shared.shape).toEqual([chosen.length, 5]);
    const scale = Math.max(...found.plain.data.map(Math.abs));
    expect(largestDifference(found.shared.data, found.plain.data)).toBeLessThan(1e-5 * scale);
  });
});

describe.each([1, 2])('inputs of six bits in %i layers', (layers) => {
  it.each(['learned', 'rotary'] as const)(
    'give the same logits in both forms, %s positions',
    async (positions) => {
      const settings = { length: 6, tokens: 2, dModel: 8, heads: 2, dMlp: 12, layers, positions };
      const decoder = decoderSettings(settings);
      const model = findArchitecture('transformer').build(settings);
      const weights = randomWeights(model, 9);
      const inputs = findTask('sparse_parity').grid({ bits: 6, relevant: 3 });
      const tokens = new Int32Array(64 * 7).fill(2);
      inputs.tokens.forEach((column, place) => {
        column.forEach((token, row) => {
          tokens[row * 7 + place] = token;
        });
      });
      const nodes = lazy(model);
      const blocks = decoderBlocks(decoder, nodes, { tokens, count: 64 });
      const resid = reshape(blocks[layers - 1].residAfter, [64, 8]);
      const plain = unembedded(decoder, nodes, resid);
      const found = await run({ plain, shared: model.logits(nodes, inputs) }, weights);
      expect(found.shared.shape).toEqual([64, 2]);
      expect(largestDifference(found.shared.data, found.plain.data)).toBeLessThan(1e-5);
    }
  );
});
