import { describe, expect, test } from 'vitest';
import { float32, float64, int32, vector } from '../../src/array/tensor.ts';
import * as e from '../../src/engine/index.ts';

const cpu = { device: 'cpu', threads: 1 } as const;
const x = e.input('x', [3]);
const ones = float32(new Float32Array(3).fill(1), [3]);

describe('a compiled graph', () => {
  test('is shared between equal graphs with equal options until its last holder lets go', async () => {
    const first = await e.compile({ y: e.exp(x) }, cpu);
    const second = await e.compile({ y: e.exp(e.input('x', [3])) }, cpu);
    expect(second.step).toBe(first.step);
    const other = await e.compile({ y: e.exp(x) }, { ...cpu, dtype: 'float64' });
    expect(other.step).not.toBe(first.step);
    await first.dispose();
    await first.dispose();
    expect((await second.run({ x: ones })).y.data[0]).toBeCloseTo(Math.E, 5);
    await second.dispose();
    const third = await e.compile({ y: e.exp(x) }, cpu);
    expect(third.step).not.toBe(second.step);
    await Promise.all([other.dispose(), third.dispose()]);
  });

  test('takes any number type and computes with the dtype asked for', async () => {
    const y = e.div(x, 3);
    for (const [dtype, digits] of [
      ['float32', 7],
      ['float64', 16]
    ] as const) {
      const program = await e.compile({ y }, { ...cpu, dtype });
      const { y: result } = await program.run({ x: int32(Int32Array.of(1, 1, 1), [3]) });
      expect(result.dtype).toBe(dtype);
      expect(result.data[0]).toBeCloseTo(1 / 3, digits);
      await program.dispose();
    }
  });

  test('keeps doubles double in a float32 graph', async () => {
    const sum = e.add(e.cast(x, 'double'), e.constant(1e-12, [], 'double'));
    const program = await e.compile({ sum }, cpu);
    const { sum: result } = await program.run({ x: ones });
    expect(result).toEqual(float64(new Float64Array(3).fill(1 + 1e-12), [3]));
    await program.dispose();
  });

  test('may return inputs, constants and one value under two names', async () => {
    const y = e.neg(x);
    const outputs = { x, y, again: y, fixed: e.integers([4, 5]), whole: e.greater(x, 0) };
    const program = await e.compile(outputs, cpu);
    const results = await program.run({ x: vector([1, -2, 3]) });
    expect(results).toEqual({
      x: float32(Float32Array.of(1, -2, 3), [3]),
      y: float32(Float32Array.of(-1, 2, -3), [3]),
      again: float32(Float32Array.of(-1, 2, -3), [3]),
      fixed: { dtype: 'int64', shape: [2], data: Float64Array.of(4, 5) },
      whole: { dtype: 'bool', shape: [3], data: Uint8Array.of(1, 0, 1) }
    });
    await program.dispose();
  });

  test('takes integers and truth values', async () => {
    const at = e.input('at', [2], 'int');
    const keep = e.input('keep', [2], 'bool');
    const program = await e.compile({ y: e.where(keep, e.gather(x, at), 0) }, cpu);
    const { y } = await program.run({
      x: vector([5, 6, 7]),
      at: vector([2, 0]),
      keep: { dtype: 'bool', shape: [2], data: Uint8Array.of(1, 0) }
    });
    expect([...y.data]).toEqual([7, 0]);
    await program.dispose();
  });

  test('names a missing input and a wrong shape', async () => {
    const program = await e.compile({ y: e.neg(x) }, cpu);
    await expect(program.run({})).rejects.toThrow('missing input: x');
    await expect(program.run({ x: vector([1, 2]) })).rejects.toThrow(
      'shape mismatch: x is [2], expected [3]'
    );
    await program.dispose();
  });

  test('refuses two different inputs of one name', async () => {
    const clash = { a: e.neg(x), b: e.neg(e.input('x', [4])) };
    await expect(e.compile(clash, cpu)).rejects.toThrow('two inputs of one name: x');
  });

  test('writes its outputs into tensors it is given', async () => {
    const program = await e.compile({ y: e.neg(x) }, cpu);
    const into = { y: await program.allocate('y') };
    const results = await program.step({ x: await program.upload('x', ones) }, into);
    expect(results.y).toBe(into.y);
    expect(into.y.data).toEqual(Float32Array.of(-1, -1, -1));
    await program.dispose();
  });

  test('shares memory with a fed array of the right type', async () => {
    const program = await e.compile({ y: e.neg(x) }, cpu);
    expect((await program.upload('x', ones)).data).toBe(ones.data);
    await program.dispose();
  });

  test('takes session settings', async () => {
    const program = await e.compile(
      { y: e.neg(x) },
      {
        ...cpu,
        session: {
          graphOptimizationLevel: 'disabled',
          enableMemPattern: false,
          entries: { 'session.intra_op.allow_spinning': '0' }
        }
      }
    );
    expect((await program.run({ x: ones })).y.data[2]).toBe(-1);
    await program.dispose();
  });
});

describe('a loop', () => {
  const rate = e.input('rate', []);
  const step = { x: e.mul(x, rate), total: e.sum(x) };
  const half = float32(Float32Array.of(0.5), []);

  test('carries outputs into the next step and leaves the initial numbers alone', async () => {
    const program = await e.compile(step, cpu);
    const loop = await e.startLoop(program, { x: 'x' }, { x: ones });
    const feeds = { rate: await program.upload('rate', half) };
    const totals: number[] = [];
    for (let i = 0; i < 4; i++) totals.push(Number((await loop.advance(feeds)).total.data[0]));
    expect(totals).toEqual([3, 1.5, 0.75, 0.375]);
    expect((await loop.read()).x.data).toEqual(new Float32Array(3).fill(1 / 16));
    expect(ones.data[0]).toBe(1);
    await program.dispose();
  });

  test('uses two buffers in turn, and what was read stays as it was', async () => {
    const program = await e.compile(step, cpu);
    const loop = await e.startLoop(program, { x: 'x' }, { x: ones });
    const feeds = { rate: await program.upload('rate', half) };
    const before = loop.carried().x;
    await loop.advance(feeds);
    const { x: read } = await loop.read(['x']);
    await loop.advance(feeds);
    expect(loop.carried().x).toBe(before);
    await loop.advance(feeds);
    expect(read.data[0]).toBe(0.5);
    await program.dispose();
  });

  test('names a missing initial value', async () => {
    const program = await e.compile(step, cpu);
    await expect(e.startLoop(program, { x: 'x' }, {})).rejects.toThrow('missing input: x');
    await program.dispose();
  });
});
