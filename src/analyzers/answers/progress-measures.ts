import { float64, type NamedArrays, type Tensor } from '../../array/tensor.ts';
import { add, reshape, sub } from '../../engine/index.ts';
import { type ArraySpecs, analyzer } from '../analyzer.ts';
import { keyMask, neuronLogitNorms } from '../measures/key-frequencies.ts';
import { lossParts, membershipBySum, splitLosses } from './sorted-losses.ts';
import { filteredLogits, onlySums, withoutSums } from './sum-filter.ts';

/**
 * The losses: of the logits as they are, restricted to or without the key frequencies of the last
 * checkpoint (as cos and sin of w(a + b), or as 2×2 blocks with w(a − b)), and with the
 * checkpoint's own key frequencies.
 */
const variants = [
  'clean',
  'restricted',
  'excluded',
  'restricted_block',
  'excluded_block',
  'restricted_own',
  'excluded_own'
] as const;
const sides = ['train', 'test', 'all'] as const;

const losses: ArraySpecs = Object.fromEntries(
  variants.flatMap((variant) =>
    sides.map((side) => [`${variant}_${side}`, { dims: [], dtype: 'float64' }] as const)
  )
);
const count = { dims: [], dtype: 'int32' } as const;

/**
 * Restricted and excluded loss (Nanda et al., "Progress measures for grokking via mechanistic
 * interpretability", arXiv:2301.05217).
 */
export default analyzer({
  id: 'progress_measures',
  title: 'Progress measures',
  about:
    'How well the model would answer with its key frequencies only, and without them, on training and other pairs.',
  structure: 'sum',
  version: 1,
  probed: true,
  parameters: {
    keyShare: {
      type: 'number',
      default: 0.25,
      min: 0,
      max: 1,
      about: 'Share of the largest norm in the neuron-logit map above which a frequency is key.'
    }
  },
  measuredWith: ['keyShare'],
  /**
   * `key_epoch` is the checkpoint that decided the key frequencies, −1 if unknown; masks are 1 for
   * key frequencies. With a custom probe set the losses are those of its pairs, NaN where it has
   * none; what is restricted are the logits of all.
   */
  arrays: {
    ...losses,
    key_mask: { dims: ['frequency'], dtype: 'uint8' },
    own_key_mask: { dims: ['frequency'], dtype: 'uint8' },
    key_epoch: count
  },
  measure({ sizes: { prime }, weight, last, lastEpoch, whole }, { keyShare }) {
    const key = keyMask(neuronLogitNorms(last, prime), keyShare);
    const own = keyMask(neuronLogitNorms(weight, prime), keyShare);
    const { logits, constant, sums, differences } = filteredLogits(
      whole.activation('logits'),
      prime
    );
    const [inKey, inOwn] = [sums(key), sums(own)];
    const across = differences(key);
    const restricted = onlySums(constant, inKey);
    const excluded = withoutSums(logits, inKey);
    return {
      clean: lossParts(logits),
      restricted: lossParts(restricted),
      excluded: lossParts(excluded),
      restricted_block: lossParts(add(restricted, across)),
      excluded_block: lossParts(sub(excluded, across)),
      restricted_own: lossParts(onlySums(constant, inOwn)),
      excluded_own: lossParts(withoutSums(logits, inOwn)),
      key_mask: key,
      own_key_mask: own,
      key_epoch: reshape(lastEpoch, [])
    };
  },
  finish({ key_mask, own_key_mask, key_epoch, ...parts }, context) {
    const membership = membershipBySum(context);
    const found = variants.flatMap((variant) => {
      const means = splitLosses(parts[variant], membership);
      return sides.map((side): [string, Tensor] => [
        `${variant}_${side}`,
        float64(Float64Array.of(means[side]), [])
      ]);
    });
    return {
      ...Object.fromEntries(found),
      key_mask,
      own_key_mask,
      key_epoch
    } satisfies NamedArrays;
  },
  summary: { ...losses, key_count: count, own_key_count: count, key_epoch: count },
  summarize({ key_mask, own_key_mask, ...rest }) {
    const { key_epoch, ...means } = rest;
    return {
      ...Object.fromEntries(Object.entries(means).map(([key, value]) => [key, value.data[0]])),
      key_count: ones(key_mask),
      own_key_count: ones(own_key_mask),
      key_epoch: key_epoch.data[0]
    };
  }
});

function ones({ data }: Tensor): number {
  let total = 0;
  for (const value of data) total += value;
  return total;
}
