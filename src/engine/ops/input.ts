import { apply, defineOp, isA, type Kind, type Lazy } from '../lazy.ts';

interface Attributes {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: Kind;
}

const op = defineOp<Attributes>({
  id: 'input',
  about: 'A value that is fed by name when the program runs.',
  infer: (_, { shape, type }) => ({ shape, type }),
  emit: ({ attributes }, _, graph) =>
    graph.input(inputValue(attributes.name), attributes.shape, attributes.type)
});

/**
 * Returns a value to be fed under `name` at each run. Throws RangeError unless the sizes are whole
 * numbers.
 */
export function input(name: string, shape: readonly number[], type: Kind = 'float'): Lazy {
  if (!shape.every((size) => Number.isInteger(size) && size >= 0))
    throw new RangeError(`invalid shape of input ${name}: [${shape}]`);
  return apply(op, [], { name, shape: [...shape], type });
}

/** Returns the name of an input within the model, where outputs may have the same names. */
export function inputValue(name: string): string {
  return `in:${name}`;
}

/** Returns the name an input is fed under, or undefined if the node is something else. */
export function inputName(node: Lazy): string | undefined {
  return isA(node, op) ? node.attributes.name : undefined;
}
