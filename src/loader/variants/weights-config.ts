import type { JsonObject } from '../files/read-json.ts';
import type { Shapes } from '../files/whole-files.ts';

/**
 * Returns the keys of config.json that the tensors of a checkpoint tell: the sizes of a
 * transformer, or of an MLP with its architecture. What shapes cannot tell is as the Python
 * workbench trains: ReLU. Layers and norms that are there are told, so that they are not taken for
 * ours. Null where the tensors are of something else.
 */
export function configOfShapes(shapes: Shapes): JsonObject | null {
  const of = (name: string, rank: number): readonly number[] | null =>
    shapes[name]?.length === rank ? shapes[name] : null;
  return transformerConfig(shapes, of) ?? mlpConfig(of);
}

type Lookup = (name: string, rank: number) => readonly number[] | null;

function transformerConfig(shapes: Shapes, of: Lookup): JsonObject | null {
  const embedding = of('embed.W_E', 2);
  const query = of('blocks.0.attn.W_Q', 3);
  const unembedding = of('unembed.W_U', 2);
  if (!embedding || !query || !unembedding) return null;
  const names = Object.keys(shapes);
  const layers = names.map((name) => Number(/^blocks\.(\d{1,4})\./.exec(name)?.[1] ?? 0));
  const isNormed = names.some((name) => /(^|\.)ln(\d|_final)?\./.test(name));
  const [tokens, width] = embedding;
  const answers = unembedding[1];
  return {
    n_layers: Math.max(...layers) + 1,
    n_heads: query[0],
    d_model: width,
    d_head: query[2],
    d_mlp: of('blocks.0.mlp.W_in', 2)?.[1] ?? null,
    act_fn: 'relu',
    normalization_type: isNormed ? 'LN' : null,
    d_vocab: tokens,
    d_vocab_out: answers,
    n_ctx: of('pos_embed.W_pos', 2)?.[0] ?? null,
    ...(names.includes('blocks.0.mlp.W_gate') && { gated_mlp: true }),
    prime: tokens - 1
  };
}

function mlpConfig(of: Lookup): JsonObject | null {
  const input = of('W_in.weight', 2);
  const output = of('W_out.weight', 2);
  if (!input || !output) return null;
  const [prime, hidden] = output as readonly [number, number];
  const sizes = { vocab_size: prime, d_hidden: hidden, act_fn: 'relu', prime };
  const embedding = of('embed_a.weight', 2);
  if (embedding && of('embed_b.weight', 2))
    return { architecture: 'learned_emb_mlp', d_embed: embedding[1], ...sizes };
  return input[1] === 2 * prime ? { architecture: 'two_layer_mlp', ...sizes } : null;
}
