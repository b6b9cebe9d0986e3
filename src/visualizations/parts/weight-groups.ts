import { okabeIto } from '../../figure/colors.ts';

/** Colours of the groups of weights that trajectories follow. */
export const groupColors = {
  all: okabeIto.black,
  embedding: okabeIto.blue,
  attention: okabeIto.vermillion,
  mlp: okabeIto.green
} as const;

/** The option that chooses a group of weights. */
export const groupOption = {
  type: 'choice',
  choices: ['all', 'embedding', 'attention', 'mlp'],
  default: 'all',
  about: 'Weights to follow: all, embedding (W_E, W_pos, W_U), attention or mlp.'
} as const;
