import { float32, type NamedArrays, type Tensor } from '../../../array/tensor.ts';
import { type AttentionTable, dot, scores } from './attention-table.ts';

/**
 * Returns one neuron's activation after ReLU over the grid, float32 [a, b]: the MLP input is linear
 * in what attention brings, so each head needs only what each token's value adds to this neuron.
 */
export function activationMap(table: AttentionTable, neuron: number): Tensor {
  const { tokens, heads, weights, toFirst, toSecond, first, second, equals } = table;
  const { shape, data } = weights['blocks.0.mlp.W_in'];
  const column = Float64Array.from({ length: shape[0] }, (_, d) => data[d * shape[1] + neuron]);
  const outBias = weights['blocks.0.attn.b_O']?.data ?? new Float64Array(column.length);
  let rest = (weights['blocks.0.mlp.b_in']?.data[neuron] ?? 0) + dot(equals, 0, column);
  rest += dot(outBias, 0, column);

  const sums = new Float64Array(tokens * tokens);
  for (let head = 0; head < heads; head++) {
    const { direction, offset } = valueDirection(weights, head, column);
    const own = dot(equals, 0, direction);
    rest += own + offset;
    const fromA = scores(first, direction, tokens);
    const fromB = scores(second, direction, tokens);
    for (let a = 0; a < tokens; a++) {
      const start = (head * tokens + a) * tokens;
      const more = fromA[a] - own;
      for (let b = 0; b < tokens; b++)
        sums[a * tokens + b] += toFirst[start + b] * more + toSecond[start + b] * (fromB[b] - own);
    }
  }
  return float32(
    Float32Array.from(sums, (sum) => Math.max(sum + rest, 0)),
    [tokens, tokens]
  );
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
