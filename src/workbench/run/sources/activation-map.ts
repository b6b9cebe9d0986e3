import { float32, type NamedArrays, type Tensor } from '../../../array/tensor.ts';
import { type AttentionTable, dot, scores } from './attention-table.ts';

/** Where sums are made: hundreds of maps follow one another, of the same size. */
let scratch = new Float64Array(0);

/**
 * Returns one neuron's activation after ReLU over the grid, float32 [a, b], in `map` where it is
 * given: the MLP input is linear in what attention brings, so each head needs only what each
 * token's value adds to this neuron.
 */
export function activationMap(table: AttentionTable, neuron: number, map?: Float32Array): Tensor {
  const { tokens, heads, weights, toFirst, toSecond, first, second, equals } = table;
  const { shape, data } = weights['blocks.0.mlp.W_in'];
  const column = new Float64Array(shape[0]);
  for (let d = 0; d < column.length; d++) column[d] = data[d * shape[1] + neuron];
  const outBias = weights['blocks.0.attn.b_O']?.data ?? new Float64Array(column.length);
  let rest = (weights['blocks.0.mlp.b_in']?.data[neuron] ?? 0) + dot(equals, 0, column);
  rest += dot(outBias, 0, column);

  if (scratch.length !== tokens * tokens) scratch = new Float64Array(tokens * tokens);
  const sums = scratch.fill(0);
  for (let head = 0; head < heads; head++) {
    const { direction, offset } = valueDirection(weights, head, column);
    const own = dot(equals, 0, direction);
    rest += own + offset;
    const fromA = scores(first, direction, tokens);
    const fromB = scores(second, direction, tokens);
    for (let b = 0; b < tokens; b++) fromB[b] -= own;
    let at = head * tokens * tokens;
    let cell = 0;
    for (let a = 0; a < tokens; a++) {
      const more = fromA[a] - own;
      for (let b = 0; b < tokens; b++, at++, cell++)
        sums[cell] += toFirst[at] * more + toSecond[at] * fromB[b];
    }
  }
  const activations = map ?? new Float32Array(sums.length);
  for (let i = 0; i < sums.length; i++) activations[i] = Math.max(sums[i] + rest, 0);
  return float32(activations, [tokens, tokens]);
}

/** W_V W_O w for one head and a neuron's input weights w, and what the value bias adds. */
function valueDirection(weights: NamedArrays, head: number, column: Float64Array) {
  const { shape, data } = weights['blocks.0.attn.W_V'];
  const [, width, size] = shape as [number, number, number];
  const block = width * size;
  const output = weights['blocks.0.attn.W_O'].data.subarray(head * block, (head + 1) * block);
  const through = scores(output, column, size); // [d_head]
  const bias = weights['blocks.0.attn.b_V']?.data;
  return {
    direction: scores(data.subarray(head * block, (head + 1) * block), through, width),
    offset: bias ? dot(bias, head * size, through) : 0
  };
}
