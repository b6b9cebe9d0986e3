import { sumOf } from '../../array/statistics/sum-of.ts';
import { float64, type NamedArrays } from '../../array/tensor.ts';
import { constant, type Lazy, mean, mul, square, sub, sum } from '../../engine/index.ts';
import { analyzer } from '../analyzer.ts';
import { filteredLogits } from './sum-filter.ts';

const perFrequency = { dims: ['frequency'], dtype: 'float64' } as const;
const scalar = { dims: [], dtype: 'float64' } as const;

/**
 * How much of the logits is Σ αₖ cos(wₖ(a + b − c)), the trigonometric answer: the waves of all
 * frequencies are orthogonal over the answers c of any pairs, so least squares gives αₖ and its
 * share of the variance one by one (arXiv:2301.05217, section 4.2).
 */
export default analyzer({
  id: 'logit_cosine_fit',
  title: 'Cosine fit of the logits',
  about:
    'How much of the variance of the logits the waves cos(w(a+b−c)) of each frequency explain.',
  structure: 'sum',
  version: 1,
  probed: true,
  /**
   * `alpha` in logits; `explained` as a share of the variance left when each pair’s mean logit is
   * taken off; `total` of all.
   */
  arrays: { alpha: perFrequency, explained: perFrequency, total: scalar },
  measure({ sizes: { prime }, rows, whole }) {
    const { logits } = filteredLogits(whole.activation('logits'), prime); // [s, a, c]
    const all = sub(logits, mean(logits, [2], true));
    const centred = rows === undefined ? all : mul(all, maskBySum(rows, prime));
    return { bySum: mean(centred, [1]), energy: sum(square(centred), [2]) };
  },
  finish({ bySum, energy }, { sizes: { prime }, rows }) {
    const pairs = rows?.length ?? prime ** 2;
    // Mean logit by the residue d = a + b − c.
    const byResidue = new Float64Array(prime);
    for (let s = 0; s < prime; s++)
      for (let c = 0; c < prime; c++)
        byResidue[(s - c + prime) % prime] += (bySum.data[s * prime + c] * prime) / pairs;
    const frequencies = (prime - 1) / 2;
    const alpha = Float64Array.from({ length: frequencies }, (_, k) => {
      const wave = (d: number) => Math.cos((2 * Math.PI * (((k + 1) * d) % prime)) / prime);
      return (2 / prime) * byResidue.reduce((total, value, d) => total + value * wave(d), 0);
    });
    const all = sumOf(energy.data);
    const explained = alpha.map((a) => (all > 0 ? (a ** 2 * prime * pairs) / 2 / all : 0));
    const total = explained.reduce((sum, share) => sum + share, 0);
    return {
      alpha: float64(alpha, [frequencies]),
      explained: float64(explained, [frequencies]),
      total: float64(Float64Array.of(total), [])
    } satisfies NamedArrays;
  },
  summary: { alpha: perFrequency, explained: perFrequency, total: scalar },
  summarize: ({ alpha, explained, total }) => ({
    alpha,
    explained,
    total: total.data[0]
  })
});

/** 1 for the pairs of some rows of the grid, sorted by sum, [s, a, 1]. */
function maskBySum(rows: Int32Array, prime: number): Lazy {
  const mask = new Float32Array(prime ** 2);
  for (const row of rows) {
    const [a, b] = [Math.floor(row / prime), row % prime];
    mask[((a + b) % prime) * prime + a] = 1;
  }
  return constant(mask, [prime, prime, 1]);
}
