import { describe, expect, it } from 'vitest';
import { float32, rowsOf } from '../../src/array/tensor.ts';
import { view } from '../../src/index.ts';

const cube = float32(
  Float32Array.from({ length: 24 }, (_, i) => i),
  [2, 3, 4]
);

describe('a view on a tensor', () => {
  it('picks, cuts and transposes without a copy', () => {
    const all = view(cube);
    expect(all.get(1, 2, 3)).toBe(23);
    const row = all.pick(1, 0);
    expect([0, 1, 2, 3].map((i) => row.get(i))).toEqual([12, 13, 14, 15]);
    expect(row.data).toBe(cube.data);
    expect(all.transpose(2, 1, 0).get(3, 2, 1)).toBe(23);
    expect(all.hi(2, 2, 2).lo(1, 1, 1).shape).toEqual([1, 1, 1]);
  });

  it('of complex numbers ends in (re, im)', () => {
    const pair = { dtype: 'complex128', shape: [2], data: Float64Array.of(1, 2, 3, 4) } as const;
    expect(view(pair).get(1, 0)).toBe(3);
    expect(view(pair).get(1, 1)).toBe(4);
  });
});

describe('rows', () => {
  it('of a tensor run along its last axis, on its own memory', () => {
    const rows = rowsOf(cube);
    expect(rows).toHaveLength(6);
    expect(rows[5]).toEqual(Float32Array.of(20, 21, 22, 23));
    expect(rows[5].buffer).toBe(cube.data.buffer);
    expect(rowsOf(float32(new Float32Array(0), [3, 0]))).toHaveLength(3);
  });

  it('of a matrix in a view are its own, of a transposed one its columns', () => {
    const matrix = view(cube).pick(1);
    expect(rowsOf(matrix)[2]).toEqual(Float32Array.of(20, 21, 22, 23));
    expect(rowsOf(matrix)[2].buffer).toBe(cube.data.buffer);
    expect(rowsOf(matrix.transpose(1, 0))[3]).toEqual(Float32Array.of(15, 19, 23));
  });
});
