import { type ArraySpecs, type RunArtifacts, type Sizes, specOf } from '../../analyzers/index.ts';
import {
  type DType,
  type NamedArrays,
  type Numbers,
  sizeOf,
  type Tensor
} from '../../array/tensor.ts';
import { probesOf, type Variant } from '../../loader/index.ts';
import { layoutOf } from '../../task/index.ts';

/** Returns the sizes that a variant fixes: the numbers of its config and those of its task. */
export function knownSizes(variant: Variant): Sizes {
  const numbers = Object.entries(variant.config).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number'
  );
  return { ...Object.fromEntries(numbers), ...layoutOf(variant).sizes };
}

/** Returns what analyzers are told of a variant. */
export function factsOf(variant: Variant): RunArtifacts['context'] {
  const { config, parameters, probe } = variant;
  const sizes = knownSizes(variant);
  return {
    sizes,
    config,
    parameters,
    ...(probe && { rows: probe.rows }),
    ...(variant.language && { probes: probesOf(variant) })
  };
}

/**
 * Returns what an analyzer made in the declared order and dtypes. Throws an Error (a bug in the
 * analyzer) on a missing or undeclared array and on dimensions that do not fit; `what` names the
 * analyzer and the file.
 */
export function conform(
  arrays: Readonly<Record<string, Tensor | number>>,
  specs: ArraySpecs,
  known: Sizes,
  what: string
): NamedArrays {
  const undeclared = Object.keys(arrays).find((key) => !Object.hasOwn(specs, key));
  if (undeclared !== undefined) throw new Error(`undeclared array in ${what}: ${undeclared}`);
  const sizes: Record<string, number> = { ...known };
  return Object.fromEntries(
    Object.entries(specs).map(([key, spec]) => {
      const given = arrays[key];
      if (given === undefined) throw new Error(`missing array in ${what}: ${key}`);
      const tensor = typeof given === 'number' ? scalar(given) : given;
      const { dims, dtype } = specOf(spec);
      const wrong = misfit(tensor, dims, sizes);
      if (wrong !== null) throw new Error(`wrong shape of ${what}: ${key}: ${wrong}`);
      return [key, withDType(tensor, dtype)];
    })
  );
}

/**
 * Returns how a tensor contradicts its named dimensions, null where it fits. Dimensions without a
 * size take theirs from it: `sizes` grows.
 */
export function misfit(
  { shape, data, dtype }: Tensor,
  dims: readonly string[],
  sizes: Record<string, number>
): string | null {
  dims.forEach((name, axis) => {
    sizes[name] ??= shape[axis] ?? -1;
  });
  const expected = dims.map((name) => sizes[name]);
  const fits = shape.length === dims.length && expected.every((size, axis) => size === shape[axis]);
  const lanes = dtype === 'complex128' ? 2 : 1;
  if (fits && data.length === lanes * sizeOf(shape)) return null;
  return `[${shape}], declared [${dims}]${fits ? '' : ` = [${expected}]`}`;
}

function scalar(value: number): Tensor {
  return { dtype: 'float64', shape: [], data: Float64Array.of(value) };
}

/**
 * Returns the tensor in another dtype, as it is held in memory; real numbers stay float64 where
 * complex ones are declared.
 */
function withDType(tensor: Tensor, dtype: DType): Tensor {
  if (tensor.dtype === dtype || dtype === 'complex128') return tensor;
  return { dtype, shape: tensor.shape, data: held(tensor.data, dtype) };
}

function held(data: Numbers, dtype: DType): Numbers {
  switch (dtype) {
    case 'float16':
    case 'float32':
      return Float32Array.from(data);
    case 'int8':
      return Int8Array.from(data);
    case 'int16':
      return Int16Array.from(data);
    case 'int32':
      return Int32Array.from(data);
    case 'uint8':
    case 'bool':
      return Uint8Array.from(data);
    case 'uint16':
      return Uint16Array.from(data);
    case 'uint32':
      return Uint32Array.from(data);
    default:
      return Float64Array.from(data);
  }
}
