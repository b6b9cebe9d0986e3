import type { NamedArrays } from '../../src/array/tensor.ts';

/** Returns the tensors with those of layer 0 also under `block.`, as analyzers ask for them. */
export function withBlock(tensors: NamedArrays): NamedArrays {
  const named = Object.entries(tensors).map(
    ([name, tensor]) => [name.replace(/^blocks\.0\./, 'block.'), tensor] as const
  );
  return { ...tensors, ...Object.fromEntries(named) };
}
