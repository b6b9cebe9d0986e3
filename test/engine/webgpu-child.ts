// Runs in a process of its own that has a Vulkan device (see devices.test.ts) and prints one line of JSON.
import * as e from '../../src/engine/index.ts';
import { cases } from './op-cases.ts';
import { random, values } from './reference.ts';

const next = random(5);
const shapes = { E: [7, 16], W: [32, 24], b: [24], U: [24, 9] } as const;
const weights = Object.fromEntries(
  Object.entries(shapes).map(([name, shape]) => [name, e.input(name, shape)])
);
const { E, W, b, U } = weights as Record<keyof typeof shapes, e.Lazy>;
const pairs = Array.from({ length: 49 }, (_, i) => [Math.floor(i / 7), i % 7] as const);
const labels = e.integers(
  pairs.map(([first, second]) => (first + second) % 9),
  [49, 1]
);
const embedded = e.concat(
  [0, 1].map((place) => e.gather(E, e.integers(pairs.map((pair) => pair[place])))),
  1
);
const logits = e.matmul(e.relu(e.add(e.matmul(embedded, W), b)), U);
const loss = e.neg(e.mean(e.takeAlong(e.logSoftmax(e.cast(logits, 'double')), labels)));
const names = Object.keys(shapes);
const slopes = e.gradients(loss, Object.values(weights));
const step = Object.fromEntries(
  names.map((name, i) => [name, e.sub(weights[name], e.mul(slopes[i], 0.5))])
);
const initial = Object.fromEntries(
  Object.entries(shapes).map(([name, shape]) => {
    const { data } = values(next, shape, -0.5, 0.5);
    return [name, { dtype: 'float32' as const, shape, data: Float32Array.from(data) }];
  })
);

/** Ten steps of gradient descent: the losses, the last weights and where they were kept. */
async function train(device: 'cpu' | 'webgpu') {
  const program = await e.compile({ ...step, loss }, { device, resident: names });
  const carry = Object.fromEntries(names.map((name) => [name, name]));
  const loop = await e.startLoop(program, carry, initial);
  const losses: number[] = [];
  for (let i = 0; i < 10; i++) {
    const results = await loop.advance();
    losses.push((await e.toHost(results.loss)).data[0]);
  }
  const last = await loop.read();
  const location = loop.carried().W.location;
  return { losses, W: [...last.W.data], location };
}

/** Every op and its gradient in one graph: the largest difference from the CPU by op. */
async function compareOps(): Promise<Record<string, number>> {
  const outputs: Record<string, e.Lazy> = {};
  const feeds: Record<string, { dtype: 'float64'; shape: readonly number[]; data: Float64Array }> =
    {};
  for (const { id, gradient } of e.listOps()) {
    for (const [which, make] of cases[id].entries()) {
      const { operands, build, expected } = make(next);
      const xs = operands.map(({ shape, type, data }, i) => {
        feeds[`${id} ${which} ${i}`] = { dtype: 'float64', shape, data };
        return e.input(`${id} ${which} ${i}`, shape, type);
      });
      const y = build(...xs);
      outputs[`${id} ${which}`] = y;
      if (gradient === undefined || expected.type !== 'float') continue;
      const float = xs.filter(({ type }) => type === 'float');
      for (const [i, g] of e.gradients(e.sum(y), float).entries())
        outputs[`${id} ${which} by ${i}`] = g;
    }
  }
  const [cpu, gpu] = await Promise.all(
    (['cpu', 'webgpu'] as const).map(async (device) =>
      (await e.compile(outputs, { device })).run(feeds)
    )
  );
  const worst: Record<string, number> = {};
  for (const name of Object.keys(outputs)) {
    const [wanted, found] = [cpu[name].data, gpu[name].data];
    const differences = Array.from(wanted, (v, i) => Math.abs(v - found[i]));
    const id = name.split(' ')[0];
    worst[id] = Math.max(worst[id] ?? 0, ...differences);
  }
  return worst;
}

const x = e.input('x', [2, 3]);
const small = await e.compile(
  { y: e.softmax(e.matmul(x, e.transpose(x))), top: e.argmax(x) },
  { device: 'webgpu' }
);
const { y, top } = await small.run({
  x: { dtype: 'float32', shape: [2, 3], data: Float32Array.of(0, 1, 2, 2, 1, 1) }
});
const refused = await e
  .compile({ y: e.neg(x) }, { device: 'webgpu', dtype: 'float64' })
  .then(String, String);
console.log(
  JSON.stringify({
    reports: await e.tryDevices(),
    auto: await e.chooseDevice('auto'),
    y: [...y.data],
    top: [...top.data],
    refused,
    ops: await compareOps(),
    webgpu: await train('webgpu'),
    cpu: await train('cpu')
  })
);
