import { expect, test } from 'vitest';
import { float32 } from '../../src/array/tensor.ts';
import {
  compile,
  gradients,
  heaviside,
  input,
  mul,
  relu,
  stopGradient,
  sum
} from '../../src/engine/index.ts';

const values = [-Infinity, -1, -1e-38, -0, 0, 1.2e-38, 1e-20, 0.5, 3e38, Infinity];

test.each(['float32', 'float64'] as const)(
  'heaviside is one for positive numbers only, in %s',
  async (dtype) => {
    const x = input('x', [values.length]);
    const program = await compile({ y: heaviside(x) }, { dtype, device: 'cpu' });
    const { y } = await program.run({ x: float32(Float32Array.from(values), [values.length]) });
    expect([...y.data]).toEqual(values.map((value) => (value > 0 ? 1 : 0)));
    await program.dispose();
  }
);

test('relu passes gradients where its result is positive, stopGradient passes none', async () => {
  const x = input('x', [3]);
  const [dx] = gradients(sum(mul(relu(x), stopGradient(x))), [x]);
  const program = await compile({ dx }, { device: 'cpu' });
  const { dx: result } = await program.run({ x: float32(Float32Array.of(-2, 0, 3), [3]) });
  expect([...result.data]).toEqual([-0, 0, 3]);
  await program.dispose();
});
