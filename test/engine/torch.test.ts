import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Lazy } from '../../src/engine/index.ts';
import * as e from '../../src/engine/index.ts';

interface Plain {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Model {
  readonly loss: number;
  readonly parameters: Readonly<Record<string, Plain>>;
  readonly gradients: Readonly<Record<string, Plain>>;
  readonly integers: Readonly<Record<string, Plain>>;
}

type Weights = Readonly<Record<string, Lazy>>;

const fixture = new URL('../fixtures/engine/torch-gradients.json', import.meta.url);
const torch = JSON.parse(readFileSync(fixture, 'utf8')) as Record<string, Model>;

function crossEntropy(logits: Lazy, labels: Lazy): Lazy {
  const column = e.reshape(labels, [-1, 1]);
  return e.neg(e.mean(e.takeAlong(e.logSoftmax(e.cast(logits, 'double')), column)));
}

function transformer(w: Weights, { tokens, labels }: Weights): Lazy {
  const x = e.add(e.gather(w.E, tokens), w.P);
  const [n, t] = x.shape as [number, number];
  const [heads, , dHead] = w.Q.shape as [number, number, number];
  const inputs = e.reshape(x, [n, 1, t, -1]);
  const [q, k, v] = [w.Q, w.K, w.V].map((weight) => e.matmul(inputs, weight));
  const scores = e.div(e.matmul(q, e.swapLast(k)), Math.sqrt(dHead));
  const causal = Array.from({ length: t * t }, (_, i) => Number(i % t <= Math.floor(i / t)));
  const masked = e.where(e.constant(causal, [t, t], 'bool'), scores, -1e10);
  const mixed = e.matmul(e.softmax(masked), v); // [n, heads, t, dHead]
  const flat = e.reshape(e.transpose(mixed, [0, 2, 1, 3]), [n, t, heads * dHead]);
  const attended = e.add(x, e.matmul(flat, e.reshape(w.O, [heads * dHead, -1])));
  const hidden = e.relu(e.add(e.matmul(attended, w.I), w.bI));
  const out = e.add(attended, e.add(e.matmul(hidden, w.B), w.bB));
  const logits = e.matmul(out, w.U);
  return crossEntropy(e.reshape(e.slice(logits, [-1], [t], [1]), [n, -1]), labels);
}

function mlp(w: Weights, { labels }: Weights): Lazy {
  const h = e.tanh(e.add(e.matmul(w.X, w.A), w.a));
  const centred = e.sub(h, e.mean(h, -1, true));
  const deviation = e.sqrt(e.add(e.mean(e.square(centred), -1, true), 1e-5));
  const normal = e.mul(e.div(centred, deviation), w.g);
  return crossEntropy(e.add(e.matmul(normal, w.B), w.b), labels);
}

function elementwise({ X, Y, Z }: Weights): Lazy {
  const wave = e.add(e.mul(e.sigmoid(X), e.sin(Y)), e.pow(e.abs(e.cos(Z)), 1.5));
  const share = e.div(e.minimum(X, Z), e.add(1, e.square(X)));
  const kinked = e.sub(e.maximum(wave, Y), share);
  const both = e.concat([kinked, e.where(e.greater(kinked, 0), e.exp(kinked), e.neg(kinked))], 1);
  const x = e.slice(both, [2], [9], [1]);
  const some = e.gather(e.reshape(x, [-1]), e.integers([0, 5, 5, 3]));
  const [a, b, c, d] = [0, 1, 2, 3].map((i) => e.reshape(e.slice(some, [i], [i + 1]), []));
  const top = e.add(e.sum(e.max(x, 1)), e.mean(e.min(x, 0)));
  const product = e.mul(e.mul(a, b), e.mul(c, d));
  const soft = e.sum(e.mul(e.softmax(x, 0), x));
  const logs = e.mean(e.log(e.add(e.square(x), 1)));
  return e.cast(e.add(e.add(top, product), e.add(soft, logs)), 'double');
}

describe.each([
  ['transformer', transformer],
  ['mlp', mlp],
  ['elementwise', elementwise]
] as const)('%s', (name, build) => {
  const model = torch[name];
  const weights = Object.fromEntries(
    Object.entries(model.parameters).map(([key, { shape }]) => [key, e.input(key, shape)])
  );
  const integers = Object.fromEntries(
    Object.entries(model.integers).map(([key, { shape, data }]) => [key, e.integers(data, shape)])
  );
  const feeds = Object.fromEntries(
    Object.entries(model.parameters).map(([key, { shape, data }]) => [
      key,
      { dtype: 'float64' as const, shape, data: Float64Array.from(data) }
    ])
  );
  const names = Object.keys(weights);

  test.each([
    ['float64', 1e-13],
    ['float32', 2e-5]
  ] as const)('has the loss and the gradients of PyTorch in %s', async (dtype, tolerance) => {
    const loss = build(weights, integers);
    const found = e.gradients(loss, Object.values(weights));
    const outputs = Object.fromEntries(names.map((key, i) => [key, found[i]]));
    const program = await e.compile({ loss, ...outputs }, { dtype, device: 'cpu', threads: 1 });
    const results = await program.run(feeds);
    await program.dispose();
    expect(Math.abs(results.loss.data[0] - model.loss)).toBeLessThan(tolerance * 10);
    for (const key of names) {
      const { shape, data } = model.gradients[key];
      expect(results[key].shape).toEqual(shape);
      const worst = Math.max(...data.map((g, i) => Math.abs(g - results[key].data[i])));
      expect(worst).toBeLessThan(tolerance * Math.max(1, ...data.map(Math.abs)));
    }
  });
});
