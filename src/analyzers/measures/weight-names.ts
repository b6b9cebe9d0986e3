/**
 * The weight matrices of the 1-layer transformer by their short names, in the Python workbench's
 * order.
 */
export const weightNames = {
  W_E: 'embed.W_E',
  W_pos: 'pos_embed.W_pos',
  W_Q: 'blocks.0.attn.W_Q',
  W_K: 'blocks.0.attn.W_K',
  W_V: 'blocks.0.attn.W_V',
  W_O: 'blocks.0.attn.W_O',
  W_in: 'blocks.0.mlp.W_in',
  W_out: 'blocks.0.mlp.W_out',
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
