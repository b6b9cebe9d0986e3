import { float64, type NamedArrays } from '../../array/tensor.ts';
import { reshape, slice, sub } from '../../engine/index.ts';
import { analyzer } from '../analyzer.ts';
import { int64 } from '../measures/int64.ts';

const perBit = { dims: ['bits'], dtype: 'float64' } as const;
const perDegree = { dims: ['degree'], dtype: 'float64' } as const;
const scalar = { dims: [], dtype: 'float64' } as const;
const number = { dims: [], dtype: 'int64' } as const;

/**
 * What the answer is made of, in parities: over all strings of n bits the logit of 1 less that of 0
 * is Σ over sets S of bits of f(S)·(−1)^(bits of S that are 1), and the shares f(S)² / Σ f² say how
 * much of it each parity is (O'Donnell, Analysis of Boolean Functions, §1.4 and §2.2).
 */
export default analyzer({
  id: 'walsh_spectrum',
  title: 'Walsh spectrum',
  about: 'Which parities of which bits the answer is made of.',
  structure: 'binary',
  version: 1,
  /**
   * Shares of the power, that of all sets is 1: `by_degree`, of the sets of 0 … n bits;
   * `influence`, of the sets that a bit is in; `parity`, of the set of the bits that count,
   * `relevant` in number. All 0 where the logits do not differ.
   */
  arrays: { by_degree: perDegree, influence: perBit, parity: scalar, relevant: number },
  measure({ whole }) {
    const logits = whole.activation('logits'); // [2ⁿ, answer]
    const [rows] = logits.shape;
    const of = (answer: number) => slice(logits, [answer], [answer + 1], [1]);
    return { difference: reshape(sub(of(1), of(0)), [rows]) };
  },
  finish({ difference }, { sizes: { bits, relevant } }) {
    const coefficients = walshTransform(difference.data);
    const powers = coefficients.map((value) => value ** 2);
    const total = powers.reduce((sum, power) => sum + power, 0);
    const byDegree = new Float64Array(bits + 1);
    const influence = new Float64Array(bits);
    powers.forEach((power, set) => {
      const share = total > 0 ? power / total : 0;
      let degree = 0;
      for (let bit = 0; bit < bits; bit++) {
        if (((set >> (bits - 1 - bit)) & 1) === 0) continue;
        degree++;
        influence[bit] += share;
      }
      byDegree[degree] += share;
    });
    const counting = (2 ** relevant - 1) << (bits - relevant); // the first bits are the highest
    const parity = total > 0 ? powers[counting] / total : 0;
    return {
      by_degree: float64(byDegree, [bits + 1]),
      influence: float64(influence, [bits]),
      parity: float64(Float64Array.of(parity), []),
      relevant: int64([relevant], [])
    } satisfies NamedArrays;
  },
  summary: { by_degree: perDegree, influence: perBit, parity: scalar, relevant: number },
  summarize: (arrays) => arrays
});

/** Σ over x of f(x)·(−1)^(bits in S and x), by set S, for f over all 2ⁿ strings. */
function walshTransform(values: ArrayLike<number>): Float64Array {
  const sums = Float64Array.from(values);
  for (let step = 1; step < sums.length; step *= 2)
    for (let start = 0; start < sums.length; start += 2 * step)
      for (let i = start; i < start + step; i++) {
        const [one, other] = [sums[i], sums[i + step]];
        sums[i] = one + other;
        sums[i + step] = one - other;
      }
  return sums;
}
