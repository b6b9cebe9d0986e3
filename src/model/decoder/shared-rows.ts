import {
  add,
  broadcastTo,
  constant,
  div,
  exp,
  gather,
  integers,
  type Lazy,
  matmul,
  maximum,
  mul,
  reshape,
  slice,
  stopGradient,
  sub,
  swapLast
} from '../../engine/index.ts';
import type { LazyWeights } from '../model.ts';
import {
  attentionOutput,
  type BlockWeight,
  mlpParts,
  normed,
  projection,
  rotated,
  unembedded
} from './parts.ts';
import type { DecoderSettings } from './settings.ts';

/**
 * What stands at one position of all sequences: rows [r, width], and which of them each sequence
 * has; null where each has its own. Sequences with the same tokens so far have the same row, and
 * what is computed row by row is computed once for all of them.
 */
interface Shared {
  readonly rows: Lazy;
  readonly index: Int32Array | null;
}

/**
 * Returns the logits of a decoder after the last of few positions, [n, answers], equal to those of
 * the plain form: in the first layer tokens are rows of tables, and the first position stays a
 * table through all layers. Attention is written out, position by position, as products of
 * matrices of all sequences.
 * @param tokens of each position, [n]
 */
export function sharedLogits(
  settings: DecoderSettings,
  weights: LazyWeights,
  tokens: readonly Int32Array[]
): Lazy {
  let stream: readonly Shared[] = tokens.map((own, position) =>
    embedded(settings, weights, own, position)
  );
  for (let layer = 0; layer < settings.layers; layer++)
    stream = block(settings, weights, layer, stream);
  const [last] = stream as [Shared];
  const logits = unembedded(settings, weights, last.rows);
  return broadcastTo(logits, [tokens[0].length, settings.answers]); // equal sequences have one row
}

/** One row per token; one row where all sequences have the same token. */
function embedded(
  { positions }: DecoderSettings,
  weights: LazyWeights,
  tokens: Int32Array,
  position: number
): Shared {
  const embedding = weights['embed.W_E'];
  const [only] = tokens;
  const isSame = tokens.every((token) => token === only);
  const rows = isSame ? slice(embedding, [only], [only + 1]) : embedding;
  const index = isSame ? new Int32Array(tokens.length) : tokens;
  if (positions === 'rotary') return { rows, index };
  return { rows: add(rows, slice(weights['pos_embed.W_pos'], [position], [position + 1])), index };
}

/** Returns the stream after a block; after the last block, of the last position only. */
function block(
  settings: DecoderSettings,
  weights: LazyWeights,
  layer: number,
  stream: readonly Shared[]
): readonly Shared[] {
  const of: BlockWeight = (name) => weights[`blocks.${layer}.${name}`];
  const { heads, dHead, layers } = settings;
  const inputs = stream.map((x) =>
    each(x, (r) => normed(settings, weights, `blocks.${layer}.ln1`, r))
  );
  const part = (letter: 'Q' | 'K' | 'V') => {
    const project = projection(settings, of, letter);
    return (x: Shared) => each(x, project);
  };
  const [query, key, value] = [part('Q'), part('K'), part('V')];
  const turned = (rows: Lazy, position: number): Lazy => {
    const perHead = rotated(reshape(rows, [-1, heads, 1, dHead]), [position]);
    return reshape(perHead, [-1, heads * dHead]);
  };
  const placed = (x: Shared, position: number) =>
    settings.positions === 'rotary' ? each(x, (rows) => turned(rows, position)) : x;
  const keys = inputs.map((x, position) => placed(key(x), position));
  const values = inputs.map(value);
  const from = layer === layers - 1 ? stream.length - 1 : 0;
  return stream.slice(from).map((before, i) => {
    const position = from + i;
    const scaled = each(placed(query(inputs[position]), position), (rows) =>
      mul(rows, 1 / Math.sqrt(dHead))
    );
    const seen = { keys: keys.slice(0, position + 1), values: values.slice(0, position + 1) };
    const mixed = attended(scaled, seen, settings);
    const out = each(mixed, (rows) => attentionOutput(settings, of, rows));
    const between = joined(before, out, add);
    return each(between, (rows) => {
      const read = normed(settings, weights, `blocks.${layer}.ln2`, rows);
      return add(rows, mlpParts(settings, of, read).out);
    });
  });
}

/** The values that a query mixes, [n, head · d_head]; the first position sees only itself. */
function attended(
  query: Shared,
  { keys, values }: { readonly keys: readonly Shared[]; readonly values: readonly Shared[] },
  { heads, dHead }: DecoderSettings
): Shared {
  if (keys.length === 1) return values[0];
  const ofHead = headColumns(heads, dHead);
  const perHead = swapLast(ofHead);
  const scores = keys.map((key) => {
    const products = joined(query, key, mul);
    return spread(each(products, (rows) => matmul(rows, ofHead))); // [n, head]
  });
  const largest = stopGradient(scores.reduce((a, b) => maximum(a, b)));
  const shares = scores.map((score) => exp(sub(score, largest)));
  const total = shares.reduce((a, b) => add(a, b));
  const parts = shares.map((share, j) =>
    mul(matmul(div(share, total), perHead), spread(values[j]))
  );
  return { rows: parts.reduce((a, b) => add(a, b)), index: null };
}

/** 1 where a column of [head · d_head] is of a head, [head · d_head, head]. */
function headColumns(heads: number, dHead: number): Lazy {
  const ones = new Float32Array(heads * dHead * heads);
  for (let column = 0; column < heads * dHead; column++)
    ones[column * heads + Math.floor(column / dHead)] = 1;
  return constant(ones, [heads * dHead, heads]);
}

function each({ rows, index }: Shared, f: (rows: Lazy) => Lazy): Shared {
  return { rows: f(rows), index };
}

/** One row per sequence, [n, width], or [1, width] where all have the same. */
function spread({ rows, index }: Shared): Lazy {
  return index === null || rows.shape[0] === 1 ? rows : gather(rows, integers(index));
}

/** Stays a table where both have the same rows, or one has a single one. */
function joined(x: Shared, y: Shared, f: (a: Lazy, b: Lazy) => Lazy): Shared {
  if (x.index !== null && x.index === y.index) return { rows: f(x.rows, y.rows), index: x.index };
  if (x.index !== null && x.rows.shape[0] === 1) return { rows: f(y.rows, x.rows), index: y.index };
  if (y.index !== null && y.rows.shape[0] === 1) return { rows: f(x.rows, y.rows), index: x.index };
  return { rows: f(spread(x), spread(y)), index: null };
}
