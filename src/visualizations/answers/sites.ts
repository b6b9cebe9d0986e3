import { okabeIto } from '../../figure/colors.ts';

/** Places in the model with their names and colours in every figure. */
export const sites = {
  resid_pre: { name: 'before attention', color: okabeIto.black },
  attn_out: { name: 'attention output', color: okabeIto.vermillion },
  mlp_out: { name: 'neurons', color: okabeIto.green },
  resid_post: { name: 'after MLP', color: okabeIto.blue }
} as const;

/** Options that choose one place; before attention all pairs are the same. */
export const siteOption = {
  type: 'choice',
  choices: ['resid_post', 'mlp_out', 'attn_out', 'resid_pre'],
  default: 'resid_post',
  about: 'Place in the model: after the MLP, the neurons, the attention output or before attention.'
} as const;
