import type { NamedArrays } from '../../src/array/tensor.ts';

type Matrix = readonly (readonly number[])[];

const product = (a: Matrix, b: Matrix): number[][] =>
  a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
const plus = (a: Matrix, b: Matrix): number[][] =>
  a.map((row, i) => row.map((x, j) => x + (b[i % b.length][j] ?? 0)));

/** The matrix `index` of a 3-d array, or the only one of a 2-d array, or a vector as a row. */
function matrix(arrays: NamedArrays, name: string, index = 0): number[][] {
  const { shape, data } = arrays[name];
  const columns = shape.at(-1)!;
  const rows = shape.length < 2 || name.includes('.b_') ? 1 : shape.at(-2)!;
  const start = index * rows * columns;
  return Array.from({ length: rows }, (_, i) =>
    Array.from(data.slice(start + i * columns, start + (i + 1) * columns))
  );
}

/** What the 1-layer transformer computes for one pair, the way textbooks write it: three positions, every head by itself, float64. */
export function plainTransformer(weights: NamedArrays, a: number, b: number) {
  const embedding = matrix(weights, 'embed.W_E');
  const tokens = [a, b, embedding.length - 1].map((token) => embedding[token]);
  const before = plus(tokens, matrix(weights, 'pos_embed.W_pos'));
  const heads = weights['blocks.0.attn.W_Q'].shape[0];
  const part = (letter: string, head: number) =>
    plus(
      product(before, matrix(weights, `blocks.0.attn.W_${letter}`, head)),
      matrix(weights, `blocks.0.attn.b_${letter}`, head)
    );
  const patterns: number[][][] = [];
  const mixed: number[][][] = [];
  let attnOut: Matrix = before.map((row) => row.map(() => 0));
  for (let head = 0; head < heads; head++) {
    const [query, key] = [part('Q', head), part('K', head)];
    const pattern = query.map((row, to) => {
      const scores = key.map((other, from) =>
        from > to
          ? Number.NEGATIVE_INFINITY
          : row.reduce((sum, x, i) => sum + x * other[i], 0) / Math.sqrt(row.length)
      );
      const largest = Math.max(...scores);
      const exponentials = scores.map((score) => Math.exp(score - largest));
      const total = exponentials.reduce((sum, x) => sum + x, 0);
      return exponentials.map((x) => x / total);
    });
    const z = product(pattern, part('V', head));
    patterns.push(pattern);
    mixed.push(z);
    attnOut = plus(attnOut, product(z, matrix(weights, 'blocks.0.attn.W_O', head)));
  }
  attnOut = plus(attnOut, matrix(weights, 'blocks.0.attn.b_O'));
  const between = plus(before, attnOut);
  const bias = (name: string) => matrix(weights, name);
  const pre = plus(
    product(between, matrix(weights, 'blocks.0.mlp.W_in')),
    bias('blocks.0.mlp.b_in')
  );
  const post = pre.map((row) => row.map((x) => Math.max(x, 0)));
  const mlpOut = plus(
    product(post, matrix(weights, 'blocks.0.mlp.W_out')),
    bias('blocks.0.mlp.b_out')
  );
  const after = plus(between, mlpOut);
  const logits = plus(product(after, matrix(weights, 'unembed.W_U')), bias('unembed.b_U'));
  return {
    'blocks.0.hook_resid_pre': before[2],
    'blocks.0.attn.hook_z': mixed.flatMap((z) => z[2]),
    'blocks.0.attn.hook_pattern': patterns.flatMap((pattern) => pattern[2]),
    'blocks.0.attn.hook_pattern_full': patterns.flat(2),
    'blocks.0.hook_attn_out': attnOut[2],
    'blocks.0.hook_resid_mid': between[2],
    'blocks.0.mlp.hook_pre': pre[2],
    'blocks.0.mlp.hook_post': post[2],
    'blocks.0.hook_mlp_out': mlpOut[2],
    'blocks.0.hook_resid_post': after[2],
    logits: logits[2]
  };
}
