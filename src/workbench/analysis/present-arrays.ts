import { type ArraySpecs, type Sizes, specOf } from '../../analyzers/index.ts';
import {
  type DType,
  type NamedArrays,
  type Numbers,
  sizeOf,
  type Tensor
} from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';

/**
 * Returns the arrays, where looking at a declared one that is absent throws a UserError: files of
 * other programs may lack what a model does not have.
 */
export function demanding(
  arrays: NamedArrays,
  specs: ArraySpecs,
  what: string,
  hint: string
): NamedArrays {
  if (Object.keys(specs).every((key) => Object.hasOwn(arrays, key))) return arrays;
  return new Proxy(arrays, {
    get(target, key) {
      if (typeof key !== 'string' || Object.hasOwn(target, key)) return Reflect.get(target, key);
      if (!Object.hasOwn(specs, key)) return undefined;
      throw new UserError(`missing array in ${what}: ${key}`, hint);
    }
  });
}

/**
 * Returns the arrays of an artifact with those that it lacks as nothing known: NaN (−1 in whole
 * numbers), so that what is there is summarized. Where no size is known for one, or all are absent,
 * looking at it throws a UserError.
 */
export function completed(
  arrays: NamedArrays,
  specs: ArraySpecs,
  known: Sizes,
  what: string,
  hint: string
): NamedArrays {
  const absent = Object.entries(specs).filter(([key]) => !Object.hasOwn(arrays, key));
  if (absent.length === 0) return arrays;
  const sizes: Record<string, number> = { ...known };
  const isAny = absent.length < Object.keys(specs).length;
  for (const [key, spec] of Object.entries(specs))
    specOf(spec).dims.forEach((name, axis) => {
      const size = arrays[key]?.shape[axis];
      if (size !== undefined) sizes[name] = size;
    });
  const filled: Record<string, Tensor> = { ...arrays };
  for (const [key, spec] of absent) {
    const { dims, dtype } = specOf(spec);
    const shape = dims.map((name) => sizes[name] ?? -1);
    if (isAny && shape.every((size) => size >= 0)) filled[key] = unknownValues(shape, dtype);
  }
  return demanding(filled, specs, what, hint);
}

function unknownValues(shape: readonly number[], dtype: DType): Tensor {
  const isReal = dtype.startsWith('float') || dtype === 'complex128';
  const data: Numbers = isReal
    ? new Float64Array(sizeOf(shape)).fill(Number.NaN)
    : new Int32Array(sizeOf(shape)).fill(-1);
  return { dtype: isReal ? 'float64' : 'int32', shape, data };
}
