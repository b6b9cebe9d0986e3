import { layerCount } from '../../model/index.ts';

/**
 * The weight matrices of a transformer by their short names, in the Python workbench's order; those
 * of blocks are there once per layer.
 */
export const weightNames = {
  W_E: 'embed.W_E',
  W_pos: 'pos_embed.W_pos',
  W_Q: 'block.attn.W_Q',
  W_K: 'block.attn.W_K',
  W_V: 'block.attn.W_V',
  W_O: 'block.attn.W_O',
  W_in: 'block.mlp.W_in',
  W_out: 'block.mlp.W_out',
  W_U: 'unembed.W_U'
} as const;

/** Short name of a weight matrix. */
export type WeightName = keyof typeof weightNames;

/** Groups of weight matrices that are followed together. */
export const weightGroups: Readonly<Record<string, readonly WeightName[]>> = {
  all: Object.keys(weightNames) as WeightName[],
  embedding: ['W_E', 'W_pos', 'W_U'],
  attention: ['W_Q', 'W_K', 'W_V', 'W_O'],
  mlp: ['W_in', 'W_out']
};

/** Returns the tensors that a short name stands for in all layers of a run. */
export function tensorsOf(
  name: WeightName,
  config: Readonly<Record<string, unknown>>
): readonly string[] {
  const tensor = weightNames[name];
  if (!tensor.startsWith('block.')) return [tensor];
  return Array.from({ length: layerCount(config) }, (_, layer) =>
    tensor.replace('block.', `blocks.${layer}.`)
  );
}
