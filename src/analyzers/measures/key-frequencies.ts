import {
  cast,
  constant,
  greater,
  type Lazy,
  matmul,
  max,
  mul,
  sqrt,
  swapLast
} from '../../engine/index.ts';
import { frequencyEnergies, numberUnembedding } from './embedding-spectrum.ts';

/** The two matrices that lead from the neurons to the answers. */
const answerWeights = ['block.mlp.W_out', 'unembed.W_U'] as const;

/**
 * Returns the norm of each frequency in the neuron-logit map W_L = W_out·W_U over the answers, [F]:
 * the root of sin² + cos² summed over the neurons (arXiv:2301.05217, section 4).
 */
export function neuronLogitNorms(weight: (name: string) => Lazy, prime: number): Lazy {
  const [out, unembed] = answerWeights.map(weight) as [Lazy, Lazy];
  const map = matmul(out, numberUnembedding(unembed, prime)); // [d_mlp, p]
  return sqrt(frequencyEnergies(swapLast(map)));
}

/** Returns how many norms are above `share` of the largest: the number of key frequencies. */
export function keyCount(norms: ArrayLike<number>, share: number): number {
  const values = Array.from(norms);
  const limit = Math.max(...values) * share;
  return values.filter((norm) => norm > limit).length;
}

/**
 * Returns 1 for the key frequencies and 0 for the others, [F]: those whose norm is above `share` of
 * the largest. The paper publishes no number; a quarter is that of TransformerLens' grokking demo.
 */
export function keyMask(norms: Lazy, share: number): Lazy {
  return cast(greater(norms, mul(max(norms, [0], true), constant(share))), 'float');
}
