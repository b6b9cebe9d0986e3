import { describe, expect, test } from 'vitest';
import { emit } from '../../src/engine/emit.ts';
import type { Lazy } from '../../src/engine/index.ts';
import * as e from '../../src/engine/index.ts';

const x = e.input('x', [3, 4]);
const y = e.input('y', [3, 4]);

/** The ONNX operators that compute these outputs on the CPU. */
function kernels(outputs: Lazy[], float: 'float32' | 'float64' = 'float32'): string[] {
  const named = Object.fromEntries(outputs.map((output, i) => [`o${i}`, output]));
  return emit(named, float, 'cpu').nodes.map((node) => node.opType);
}

describe('equal expressions', () => {
  test('are the same node, constants too', () => {
    expect(e.mul(e.exp(x), y)).toBe(e.mul(e.exp(x), y));
    expect(e.constant([1, 2, 3])).toBe(e.constant(Float32Array.of(1, 2, 3)));
    expect(e.constant([0])).not.toBe(e.constant([-0]));
    expect(e.constant([1, 2])).not.toBe(e.integers([1, 2]));
    expect(e.input('x', [3, 4])).toBe(x);
    expect(e.input('x', [3, 4], 'double')).not.toBe(x);
  });

  test('are computed once, and only what is asked for is computed', () => {
    e.sqrt(x);
    expect(kernels([e.add(e.exp(x), 1), e.sub(e.exp(x), y)])).toEqual(['Exp', 'Add', 'Sub']);
  });

  test('share one stored constant', () => {
    const { initializers } = emit({ a: e.add(x, 2), b: e.mul(y, 2) }, 'float32', 'cpu');
    expect(initializers).toHaveLength(1);
  });
});

describe('algebra', () => {
  test('drops what changes nothing', () => {
    for (const same of [
      e.mul(x, 1),
      e.mul(1, x),
      e.add(x, 0),
      e.add(0, x),
      e.sub(x, 0),
      e.div(x, 1),
      e.pow(x, 1),
      e.neg(e.neg(x)),
      e.transpose(e.transpose(x)),
      e.reshape(e.reshape(x, [12]), [3, 4]),
      e.reshape(x, [3, -1]),
      e.broadcastTo(x, [3, 4]),
      e.slice(x, [0], [3]),
      e.pad(x, [0, 0], [0, 0]),
      e.concat([x], 0),
      e.cast(x, 'float')
    ])
      expect(same).toBe(x);
  });

  test('keeps a neutral operand that broadcasts', () => {
    expect(e.mul(x, e.constant(1, [2, 3, 4])).shape).toEqual([2, 3, 4]);
    expect(e.add(e.constant(0, [2, 3, 4]), x).shape).toEqual([2, 3, 4]);
  });

  test('reads a transposed operand in place', () => {
    const z = e.input('z', [2, 3, 4]);
    const w = e.input('w', [2, 3, 4]);
    expect(kernels([e.matmul(x, e.transpose(y))])).toEqual(['Gemm']);
    expect(kernels([e.matmul(e.transpose(x), y)], 'float64')).toEqual(['Gemm']);
    expect(kernels([e.matmul(z, e.swapLast(w))])).toEqual(['FusedMatMul']);
    expect(kernels([e.matmul(z, e.swapLast(w))], 'float64')).toEqual(['FusedMatMul']);
    expect(kernels([e.matmul(z, e.transpose(x))])).toEqual(['Reshape', 'Gemm', 'Reshape']);
  });

  test('moves axes of size 1 without a transpose', () => {
    expect(kernels([e.transpose(e.input('r', [1, 5]))])).toEqual(['Reshape']);
    expect(kernels([e.transpose(e.input('c', [3, 1, 5]), [1, 0, 2])])).toEqual(['Reshape']);
  });

  test('lets kernels broadcast instead of repeating operands', () => {
    const row = e.broadcastTo(e.input('row', [4]), [3, 4]);
    expect(kernels([e.mul(x, row)])).toEqual(['Mul']);
    const [dx] = e.gradients(e.mean(e.mul(x, y)), [x]);
    expect(kernels([dx])).not.toContain('Expand');
    expect(kernels([e.mul(row, row)])).toContain('Expand');
  });
});

describe('gradients', () => {
  const loss = e.sum(e.mul(e.exp(x), y));

  test('reuse the forward graph', () => {
    const [dx, dy] = e.gradients(loss, [x, y]);
    expect(kernels([loss, dx, dy]).filter((kernel) => kernel === 'Exp')).toHaveLength(1);
  });

  test('join those of neighbouring slices', () => {
    const flat = e.input('flat', [12]);
    const parts = [0, 4, 8].map((start) => e.slice(flat, [start], [start + 4]));
    const total = e.sum(parts.map(e.exp).reduce(e.add));
    const [g] = e.gradients(total, [flat]);
    expect(kernels([g]).filter((kernel) => kernel === 'Concat')).toHaveLength(1);
    expect(kernels([g])).not.toContain('Pad');
    const [inner] = e.gradients(e.sum(e.mul(parts[1], parts[2])), [flat]);
    expect(kernels([inner])).toEqual(['Slice', 'Slice', 'Concat', 'Pad']);
  });

  test('may be taken by any node of the graph', () => {
    expect(e.gradients(loss, [e.exp(x)])[0].shape).toEqual([3, 4]);
    expect(e.gradients(loss, [loss])[0]).toBe(e.constant(1, [], 'float'));
  });

  test('are zero where the loss does not depend on a node', () => {
    const [dz] = e.gradients(loss, [e.input('z', [2, 2], 'double')]);
    expect(dz).toBe(e.constant(0, [2, 2], 'double'));
  });

  test('cross from double to float and keep the kind of the node', () => {
    const [dx] = e.gradients(e.sum(e.square(e.cast(x, 'double'))), [x]);
    expect(dx.type).toBe('float');
  });

  test('need a scalar', () => {
    expect(() => e.gradients(x, [x])).toThrow('not a scalar: loss of [3,4]');
  });

  test('stop with a message at an op that has none', () => {
    const odd = { ...x.op, id: 'odd', infer: () => ({ shape: [], type: 'float' }) } as e.Op;
    const node = { ...x, op: odd, id: Number.MAX_SAFE_INTEGER, inputs: [x], shape: [] };
    expect(() => e.gradients(node, [x])).toThrow('no gradient: odd');
  });
});

describe('operands that do not fit are named with both shapes', () => {
  test.each([
    [() => e.add(x, e.input('v', [3])), 'shape mismatch: add of [3,4] and [3]'],
    [() => e.where(e.greater(x, 0), y, e.input('v', [2])), '[3,4] and [3,4] and [2]'],
    [() => e.matmul(x, y), 'shape mismatch: matmul of [3,4] and [3,4]'],
    [() => e.matmul(x, e.input('v', [4])), 'shape mismatch: matmul of [3,4] and [4]'],
    [() => e.reshape(x, [5, 2]), 'shape mismatch: reshape of [3,4] and [5,2]'],
    [() => e.broadcastTo(x, [2, 4]), 'shape mismatch: broadcastTo of [3,4] and [2,4]'],
    [() => e.concat([x, e.input('v', [2, 5])], 0), 'shape mismatch: concat of [3,4] and [2,5]'],
    [() => e.takeAlong(x, e.integers([0, 0], [2, 1])), 'takeAlong of [3,4] and [2,1]'],
    [() => e.scatterAdd(x, e.integers([0, 0]), 0, 5), 'scatterAdd of [3,4] and [2]'],
    [() => e.addAlong(x, e.integers([0, 0]), 0, 5), 'addAlong of [3,4] and [2]'],
    [() => e.slice(x, [2], [5]), 'slice of [3,4] from [2,0] to [5,4]'],
    [() => e.pad(x, [1], [1]), 'pad of [3,4] by [1] and [1]'],
    [() => e.transpose(x, [0, 0]), 'transpose of [3,4] by [0,0]'],
    [() => e.sum(x, 2), 'sum of [3,4] along axis 2'],
    [() => e.softmax(x, -3), 'softmax of [3,4] along axis -3'],
    [() => e.constant([1, 2, 3], [2]), 'invalid length: 3 values for shape [2]'],
    [() => e.input('bad', [1.5]), 'invalid shape of input bad: [1.5]'],
    [() => e.concat([], 0), 'nothing to concat'],
    [() => e.add(x, e.integers([1])), 'kind mismatch: add of float and int, use cast'],
    [() => e.exp(e.integers([1])), 'invalid kind: exp of int'],
    [() => e.gather(x, y), 'invalid kind: gather indices of float']
  ])('%s', (build, message) => {
    expect(build).toThrow(message);
  });
});
