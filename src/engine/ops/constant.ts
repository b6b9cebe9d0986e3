import { sizeOf, type Tensor } from '../../array/tensor.ts';
import { apply, defineOp, digest, isA, type Kind, type Lazy } from '../lazy.ts';
import broadcastOp from './broadcast-to.ts';

interface Attributes {
  readonly values: Float64Array;
  readonly shape: readonly number[];
  readonly type: Kind;
}

const op = defineOp<Attributes>({
  id: 'constant',
  about: 'Fixed numbers, stored in the graph.',
  infer: (_, { shape, type }) => ({ shape, type }),
  emit: ({ attributes }, _, graph) =>
    graph.initializer(attributes.values, attributes.shape, attributes.type),
  key: ({ values, shape, type }) => `${type}[${shape}]${digest(values)}`
});

/**
 * Returns a constant: a number (repeated to fill `shape`), a list of numbers (shape [n] by default)
 * or a tensor (its own shape by default), of kind 'float' unless said. Throws RangeError if the
 * length does not fit the shape.
 */
export function constant(
  values: number | ArrayLike<number> | Tensor,
  shape?: readonly number[],
  type: Kind = 'float'
): Lazy {
  if (typeof values === 'number') {
    const dims = shape ?? [];
    return make(new Float64Array(sizeOf(dims)).fill(values), dims, type);
  }
  if ('data' in values) return make(Float64Array.from(values.data), shape ?? values.shape, type);
  return make(Float64Array.from(values), shape ?? [values.length], type);
}

/** Returns a constant of kind 'int'; shape [n] unless said. */
export function integers(values: number | ArrayLike<number>, shape?: readonly number[]): Lazy {
  return constant(values, shape, 'int');
}

/**
 * Returns the one value that a constant repeats, broadcast or not, or undefined if the node is
 * something else.
 */
export function uniformValue(node: Lazy): number | undefined {
  if (isA(node, broadcastOp)) return uniformValue(node.inputs[0]);
  if (!isA(node, op)) return undefined;
  const { values } = node.attributes;
  return values.every((value) => value === values[0]) ? values[0] : undefined;
}

/**
 * Returns the values of a constant in row-major order, or undefined if the node is something else.
 */
export function constantValues(node: Lazy): Float64Array | undefined {
  return isA(node, op) ? node.attributes.values : undefined;
}

function make(values: Float64Array, shape: readonly number[], type: Kind): Lazy {
  if (values.length !== sizeOf(shape))
    throw new RangeError(`invalid length: ${values.length} values for shape [${shape}]`);
  return apply(op, [], { values, shape: [...shape], type });
}
