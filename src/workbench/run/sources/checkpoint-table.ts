import { LRUCache } from 'lru-cache';
import type { NamedArrays } from '../../../array/tensor.ts';
import { readCheckpoint, type Variant } from '../../../loader/index.ts';
import { checkWeights } from '../model-of.ts';
import { type AttentionTable, attentionTable } from './attention-table.ts';

const names = [
  'embed.W_E',
  'pos_embed.W_pos',
  'blocks.0.attn.W_Q',
  'blocks.0.attn.W_K',
  'blocks.0.attn.W_V',
  'blocks.0.attn.W_O',
  'blocks.0.mlp.W_in'
];
/** Some 0.9 MB each at p=113: a map over epochs asks eight, reading ahead eight others. */
const tables = new LRUCache<string, Promise<AttentionTable>>({ max: 17 });

/**
 * Returns where "=" looks at a checkpoint, for neurons to be computed from; the last 17 stay in
 * memory. Rejects with a UserError for other models.
 */
export function checkpointTable(variant: Variant, epoch: number): Promise<AttentionTable> {
  const key = `${variant.path}\0${epoch}`;
  const known = tables.get(key);
  if (known) return known;
  // Figures of one neuron and of several ask at once.
  const table = tableOf(variant, epoch);
  tables.set(key, table);
  table.catch(() => tables.delete(key));
  return table;
}

async function tableOf(variant: Variant, epoch: number): Promise<AttentionTable> {
  await checkWeights(variant, epoch);
  return attentionTable(await withBiases(variant, epoch));
}

/** Returns the number of neurons of a table's model. */
export function neuronCount({ weights }: AttentionTable): number {
  return weights['blocks.0.mlp.W_in'].shape[1];
}

/** Biases are all-zero in our runs and absent from some checkpoints. */
async function withBiases(variant: Variant, epoch: number): Promise<NamedArrays> {
  const weights = await readCheckpoint(variant, epoch);
  const absent = names.find((name) => !Object.hasOwn(weights, name));
  return absent === undefined ? weights : readCheckpoint(variant, epoch, [absent]);
}
