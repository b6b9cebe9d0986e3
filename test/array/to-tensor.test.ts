import { describe, expect, it } from 'vitest';
import { float32 } from '../../src/array/tensor.ts';
import { toTensor } from '../../src/array/to-tensor.ts';

describe('toTensor', () => {
  it('takes the shape from the nesting', () => {
    expect(
      toTensor([
        [1, 2, 3],
        [4, 5, 6]
      ])
    ).toEqual({
      dtype: 'float64',
      shape: [2, 3],
      data: Float64Array.of(1, 2, 3, 4, 5, 6)
    });
    expect(toTensor([[[1]], [[2]]]).shape).toEqual([2, 1, 1]);
    expect(toTensor([]).shape).toEqual([0]);
    expect(toTensor([[], []]).shape).toEqual([2, 0]);
    expect(toTensor(7).shape).toEqual([]);
  });

  it('keeps typed arrays and their type, also as rows', () => {
    const data = Float32Array.of(1, 2);
    expect(toTensor(data)).toEqual({ dtype: 'float32', shape: [2], data });
    expect(toTensor(data).data).toBe(data);
    expect(toTensor([data, data])).toMatchObject({ dtype: 'float32', shape: [2, 2] });
    expect(toTensor([Int32Array.of(1), Float32Array.of(2)]).dtype).toBe('float64');
  });

  it('returns tensors as they are', () => {
    const tensor = float32(new Float32Array(2), [2, 1]);
    expect(toTensor(tensor)).toBe(tensor);
  });

  it('reads null as NaN and 64-bit integers as numbers', () => {
    expect(toTensor([1, null]).data[1]).toBeNaN();
    expect(toTensor(BigInt64Array.of(3n)).data).toEqual(Float64Array.of(3));
  });

  it('refuses rows of unequal length and what is not a number', () => {
    expect(() => toTensor([[1, 2], [3]])).toThrow('rows of unequal length');
    expect(() => toTensor([1, [2]])).toThrow('rows of unequal length');
    expect(() => toTensor(['1'] as never)).toThrow('invalid number: 1');
  });
});
