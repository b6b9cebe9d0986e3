/**
 * Places in the model where representations are looked at, with the TransformerLens name of each.
 */
export const sites = {
  resid_pre: 'block.hook_resid_pre',
  attn_out: 'block.hook_attn_out',
  /** The neurons after ReLU, as in the Python workbench, not the MLP's output. */
  mlp_out: 'block.mlp.hook_post',
  resid_post: 'block.hook_resid_post'
} as const;

/** A place in the model. */
export type Site = keyof typeof sites;

/** The places in order. */
export const siteNames = Object.keys(sites) as readonly Site[];

/** Width of a site's vectors, as the name of a dimension. */
export const siteWidths: Readonly<Record<Site, string>> = {
  resid_pre: 'd_model',
  attn_out: 'd_model',
  mlp_out: 'd_mlp',
  resid_post: 'd_model'
};
