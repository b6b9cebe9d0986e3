import { okabeIto } from '../../figure/colors.ts';

/** The attention matrices; they are stored per head. */
export const attentionMatrices: readonly string[] = ['W_Q', 'W_K', 'W_V', 'W_O'];

/** The matrices outside attention. */
export const otherMatrices: readonly string[] = [
  ...['W_E', 'W_pos', 'W_in', 'W_out', 'W_U'],
  ...['embed_a', 'embed_b']
];

/** The colour of each weight matrix in every figure. */
export const matrixColors: Readonly<Record<string, string>> = {
  W_E: okabeIto.blue,
  W_pos: okabeIto.purple,
  W_in: okabeIto.vermillion,
  W_out: okabeIto.green,
  W_U: okabeIto.orange,
  W_Q: okabeIto.sky,
  W_K: okabeIto.black,
  W_V: '#7f7f7f',
  W_O: '#8c564b',
  embed_a: '#0072b2',
  embed_b: '#56b4e9'
};
