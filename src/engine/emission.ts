import { digest, type Kind } from './lazy.ts';
import type { Attribute, ModelInitializer, ModelNode, ModelValue, OnnxType } from './onnx-model.ts';

/** Where a graph runs, once chosen. */
export type Target = 'cpu' | 'webgpu' | 'cuda';

/** The ONNX graph under construction that ops add their nodes to; values are named by strings. */
export interface EmissionGraph {
  readonly target: Target;
  /** The ONNX element type of a kind in this compilation. */
  dtype(kind: Kind): OnnxType;
  /** Adds an ONNX node with one output and returns the output's name. */
  node(
    opType: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, Attribute>>,
    domain?: string
  ): string;
  /** Returns the name of a 1-d int64 initializer, for axes, shapes and the like. */
  integers(values: readonly number[]): string;
  /** Returns the name of an initializer of that kind. */
  initializer(values: Float64Array, shape: readonly number[], kind: Kind): string;
  /** Declares a graph input and returns its name. */
  input(name: string, shape: readonly number[], kind: Kind): string;
}

/** An emission graph that keeps what was added, ready to be encoded. */
export interface EmittedGraph extends EmissionGraph {
  readonly nodes: readonly ModelNode[];
  readonly initializers: readonly ModelInitializer[];
  readonly inputs: readonly ModelValue[];
}

/**
 * Returns the ONNX element types of the kinds where 'float' means `float`; WebGPU has no float64.
 */
export function typesOf(
  target: Target,
  float: 'float32' | 'float64'
): Readonly<Record<Kind, OnnxType>> {
  const double = target === 'webgpu' ? 'float32' : 'float64';
  return { float, double, int: 'int64', bool: 'bool' };
}

/**
 * Returns an empty emission graph in which 'float' means `float`; equal initializers are stored
 * once.
 */
export function emissionGraph(target: Target, float: 'float32' | 'float64'): EmittedGraph {
  const nodes: ModelNode[] = [];
  const initializers: ModelInitializer[] = [];
  const inputs: ModelValue[] = [];
  const stored = new Map<string, string>();
  let count = 0;
  const types = typesOf(target, float);
  const initializer = (values: Float64Array, shape: readonly number[], type: OnnxType) => {
    const data = bytesOf(values, type);
    const key = `${type}[${shape}]${digest(data)}`;
    const existing = stored.get(key);
    if (existing !== undefined) return existing;
    const name = `c${initializers.length}`;
    initializers.push({ name, type, shape, data });
    stored.set(key, name);
    return name;
  };
  return {
    target,
    nodes,
    initializers,
    inputs,
    dtype: (kind) => types[kind],
    node(opType, operands, attributes = {}, domain = '') {
      const output = `v${count++}`;
      nodes.push({ opType, domain, inputs: operands, output, attributes });
      return output;
    },
    integers: (values) => initializer(Float64Array.from(values), [values.length], 'int64'),
    initializer: (values, shape, kind) => initializer(values, shape, types[kind]),
    input(name, shape, kind) {
      inputs.push({ name, type: types[kind], shape });
      return name;
    }
  };
}

function bytesOf(values: Float64Array, type: OnnxType): Uint8Array {
  const array = numbersOf(values, type);
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function numbersOf(values: Float64Array, type: OnnxType) {
  switch (type) {
    case 'float32':
      return Float32Array.from(values);
    case 'float64':
      return values;
    case 'int64':
      return BigInt64Array.from(values, (value) => BigInt(value));
    case 'bool':
      return Uint8Array.from(values, (value) => (value === 0 ? 0 : 1));
  }
}
