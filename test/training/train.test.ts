import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readNpz } from '../../src/codec/index.ts';
import {
  defaultRecipe,
  type EpochEvent,
  initialState,
  type TrainingEvent,
  type TrainingOptions,
  type TrainingRecipe,
  type TrainingState,
  train
} from '../../src/training/index.ts';
import { shared } from '../helpers/shared.ts';
import { userErrorOf } from '../helpers/user-error.ts';

const p13: TrainingRecipe = {
  ...defaultRecipe,
  parameters: { ...defaultRecipe.parameters, prime: 13 }
};
const small: TrainingRecipe = { ...p13, dModel: 32, dMlp: 64, epochs: 12 };

async function eventsOf(
  recipe: TrainingRecipe,
  options: TrainingOptions = {}
): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  for await (const event of train(recipe, { device: 'cpu', ...options })) events.push(event);
  return events;
}

const epochsOf = (events: readonly TrainingEvent[]): EpochEvent[] =>
  events.filter((event) => event.kind === 'epoch');
const stateAfter = (events: readonly TrainingEvent[]): TrainingState => {
  const last = events.at(-1)!;
  return last.kind === 'end' ? last.state : expect.unreachable();
};
const near = (found: number, wanted: number, rtol: number, what: string) =>
  expect(Math.abs(found / wanted - 1), what).toBeLessThan(rtol);

describe('the losses', () => {
  test('of p=113 follow the real run of the Python workbench for 31 epochs', async (context) => {
    const path = shared('data/curves/p113_seed999_dseed598.npz');
    if (path === null) return context.skip();
    const { train_losses: fit, test_losses: rest } = readNpz(readFileSync(path));
    const epochs = epochsOf(await eventsOf({ ...defaultRecipe, epochs: 31 }));
    expect(epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 31 }, (_, i) => i));
    for (const { epoch, trainLoss, testLoss } of epochs) {
      const rtol = epoch <= 10 ? 1e-5 : 1e-3;
      near(trainLoss, fit.data[epoch], rtol, `train loss of epoch ${epoch}`);
      near(testLoss, rest.data[epoch], rtol, `test loss of epoch ${epoch}`);
    }
  });

  test('of p=13 are PyTorch’s: memorised, not grokked after 201 epochs', async () => {
    const epochs = epochsOf(await eventsOf({ ...p13, epochs: 201 }));
    const known = [2.5677335998, 2.5073192349, 2.4614203682];
    known.forEach((loss, epoch) => {
      near(epochs[epoch].trainLoss, loss, 1e-7, `train loss of epoch ${epoch}`);
    });
    near(epochs[200].trainLoss, 6.95e-4, 1e-2, 'train loss of epoch 200');
    near(epochs[200].testLoss, 24.08, 1e-2, 'test loss of epoch 200');
    expect(epochs[0].trainAccuracy).toBe(3 / 50);
    expect(epochs[200].trainAccuracy).toBe(1);
    expect(epochs[200].testAccuracy).toBeLessThan(0.2);
  });

  test('do not depend on how many pairs pass through the model at a time, beyond rounding', async () => {
    const { compile } = await import('../../src/engine/index.ts');
    const { epochGraph } = await import('../../src/training/epoch-graph.ts');
    const { joinWeights } = await import('../../src/training/flat-weights.ts');
    const { stepRates } = await import('../../src/training/adamw.ts');
    const { modelOf } = await import('../../src/training/index.ts');
    const { float32 } = await import('../../src/array/tensor.ts');
    const start = initialState(small);
    const specs = modelOf(small).weights;
    const joined = (arrays: TrainingState['weights']) => {
      const data = joinWeights(specs, arrays);
      return float32(data, [data.length]);
    };
    const feeds = {
      weights: joined(start.weights),
      first: joined(start.first),
      second: joined(start.second),
      rates: float32(stepRates(small, 0), [3])
    };
    const results = [];
    for (const [rowsPerPass, loss] of [
      [1000, 'wide'],
      [7, 'wide'],
      [1000, 'narrow']
    ] as const) {
      const program = await compile(epochGraph(small, { rowsPerPass, loss }), { device: 'cpu' });
      results.push(await program.run(feeds));
      await program.dispose();
    }
    const [whole, parts, narrow] = results;
    for (const name of ['trainLoss', 'testLoss', 'trainAccuracy', 'testAccuracy']) {
      near(parts[name].data[0], whole[name].data[0], 1e-7, name);
      near(narrow[name].data[0], whole[name].data[0], 1e-6, name);
    }
  });
});

describe('a run', () => {
  test('tells each epoch, planned checkpoints and the last one, and its end', async () => {
    const events = await eventsOf({ ...small, epochs: 5 }, { checkpoints: [0, 2, 99] });
    expect(events.map((e) => (e.kind === 'end' ? 'end' : `${e.kind} ${e.epoch}`))).toEqual([
      'epoch 0',
      'checkpoint 0',
      'epoch 1',
      'epoch 2',
      'checkpoint 2',
      'epoch 3',
      'epoch 4',
      'checkpoint 4',
      'end'
    ]);
    const first = events[1];
    if (first.kind !== 'checkpoint') return expect.unreachable();
    expect(first.state.epoch).toBe(1);
    const initial = initialState(small).weights['embed.W_E'].data;
    expect(first.state.weights['embed.W_E'].data).not.toEqual(initial);
    expect(events.at(-1)).toMatchObject({ kind: 'end', finished: true });
  });

  test('resumed from a checkpoint gives bit for bit the numbers of one never stopped', async () => {
    const straight = await eventsOf(small, { checkpoints: [4] });
    const checkpoint = straight.find((event) => event.kind === 'checkpoint')!;
    const from = structuredClone(checkpoint.state);
    const resumed = await eventsOf(small, { from });
    expect(epochsOf(resumed)).toEqual(epochsOf(straight).slice(5));
    expect(stateAfter(resumed)).toEqual(stateAfter(straight));
  });

  test('ends between two epochs when it is aborted, and goes on from there', async () => {
    const straight = await eventsOf(small);
    const stop = new AbortController();
    const seen: TrainingEvent[] = [];
    for await (const event of train(small, { device: 'cpu', signal: stop.signal })) {
      seen.push(event);
      if (event.kind === 'epoch' && event.epoch === 3) stop.abort();
    }
    expect(seen.at(-1)).toMatchObject({ kind: 'end', finished: false });
    const from = stateAfter(seen);
    expect(from.epoch).toBe(4);
    const rest = await eventsOf(small, { from });
    expect(stateAfter(rest)).toEqual(stateAfter(straight));
  });

  test('of sparse parity are PyTorch’s, trained and tested', async () => {
    const recipe: TrainingRecipe = {
      ...defaultRecipe,
      task: 'sparse_parity',
      model: 'two_layer_mlp',
      parameters: { bits: 12, relevant: 3, seed: 999, data_seed: 598, fraction: 0.03 },
      epochs: 6
    };
    // nn.Linear(24, 512), ReLU, nn.Linear(512, 2) without biases on one-hot bits
    const known = [
      [0.701793492, 0.697082579],
      [0.688181162, 0.701124966],
      [0.677971363, 0.703839123],
      [0.668480694, 0.704991221],
      [0.659016013, 0.70536077],
      [0.649732053, 0.705853224]
    ] as const;
    for (const [epoch, { trainLoss, testLoss }] of epochsOf(await eventsOf(recipe)).entries()) {
      near(trainLoss, known[epoch][0], 1e-6, `train loss of epoch ${epoch}`);
      near(testLoss, known[epoch][1], 1e-6, `test loss of epoch ${epoch}`);
    }
  });

  test('that is done already only ends', async () => {
    const from = { ...initialState(small), epoch: small.epochs };
    expect((await eventsOf(small, { from })).map(({ kind }) => kind)).toEqual(['end']);
  });

  test('memorises with a second architecture through the same code', async () => {
    const recipe: TrainingRecipe = {
      ...small,
      model: 'two_layer_mlp',
      dMlp: 96,
      epochs: 300,
      parameters: { ...small.parameters, fraction: 0.6 }
    };
    const epochs = epochsOf(await eventsOf({ ...recipe, lr: 5e-3, weightDecay: 0.1 }));
    expect(epochs[0].trainLoss).toBeCloseTo(Math.log(13), 1);
    expect(epochs.at(-1)!.trainLoss).toBeLessThan(0.02);
    expect(epochs.at(-1)!.trainAccuracy).toBe(1);
  });

  test('that diverges says so', async () => {
    const error = await userErrorOf(() => eventsOf({ ...small, lr: 1000, epochs: 50 }));
    expect(error.message).toMatch(/^training diverged: loss is (NaN|Infinity) at epoch \d+$/);
    expect(error.hint).toBe('choose a smaller learning rate');
  });

  test('refuses a state of another model', async () => {
    const from = initialState({ ...small, dMlp: 32 });
    const error = await userErrorOf(() => eventsOf(small, { from }));
    expect(error.message).toBe(
      'invalid weights: blocks.0.mlp.W_in has 1024 numbers, expected 2048'
    );
  });
});
