import { float32, type NamedArrays, sizeOf } from '../array/tensor.ts';
import { type Lazy, reshape, slice } from '../engine/index.ts';
import { UserError } from '../error/user-error.ts';
import type { LazyWeights, WeightSpec } from '../model/index.ts';

/** Returns the number of trained numbers. */
export function weightCount(specs: readonly WeightSpec[]): number {
  return specs.reduce((count, { shape }) => count + sizeOf(shape), 0);
}

/**
 * Returns the arrays one after another in the order of the list. Throws UserError where one is
 * missing or has another length.
 */
export function joinWeights(specs: readonly WeightSpec[], arrays: NamedArrays): Float32Array {
  const joined = new Float32Array(weightCount(specs));
  let offset = 0;
  for (const { name, shape } of specs) {
    const data = arrays[name]?.data;
    if (data?.length !== sizeOf(shape)) {
      const found = data === undefined ? 'none' : data.length;
      throw new UserError(
        `invalid weights: ${name} has ${found} numbers, expected ${sizeOf(shape)}`,
        'check that the weights and the model settings belong together'
      );
    }
    joined.set(data, offset);
    offset += data.length;
  }
  return joined;
}

/** Returns copies of the parts of a joined vector under their names and shapes. */
export function splitWeights(specs: readonly WeightSpec[], joined: Float32Array): NamedArrays {
  let offset = 0;
  return Object.fromEntries(
    specs.map(({ name, shape }) => {
      const start = offset;
      offset += sizeOf(shape);
      return [name, float32(joined.slice(start, offset), shape)];
    })
  );
}

/**
 * A joined vector as the weights of a model: its parts, [size] each, and the same under their names
 * and shapes.
 */
export interface LazyParts {
  readonly parts: readonly Lazy[];
  readonly weights: LazyWeights;
}

/** Returns the parts of a joined vector as nodes of its graph. */
export function lazyParts(specs: readonly WeightSpec[], joined: Lazy): LazyParts {
  let offset = 0;
  const parts = specs.map(({ shape }) => {
    const start = offset;
    offset += sizeOf(shape);
    return slice(joined, [start], [offset]);
  });
  const named = specs.map(({ name, shape }, i) => [name, reshape(parts[i], shape)]);
  return { parts, weights: Object.fromEntries(named) };
}
