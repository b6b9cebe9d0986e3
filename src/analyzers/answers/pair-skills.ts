import { float64, type NamedArrays } from '../../array/tensor.ts';
import { argmax } from '../../engine/index.ts';
import { labelsOf, splitOf, taskOf } from '../../task/index.ts';
import { type AnalysisContext, analyzer } from '../analyzer.ts';

/** What the pair (a, b) asks of the model, by name; a pair may ask for several. */
const skills = {
  all: () => true,
  mirrored: ({ isMirrorTrained }) => isMirrorTrained,
  unmirrored: ({ isMirrorTrained }) => !isMirrorTrained,
  doubles: ({ a, b }) => a === b,
  zero: ({ a, b }) => a === 0 || b === 0,
  wrap: ({ a, b, p, isSum }) => isSum && a + b >= p,
  nowrap: ({ a, b, p, isSum }) => isSum && a + b < p
} as const satisfies Readonly<Record<string, (pair: Pair) => boolean>>;

interface Pair {
  readonly a: number;
  readonly b: number;
  readonly p: number;
  /** Whether the run trained on (b, a). */
  readonly isMirrorTrained: boolean;
  /** Whether the answer is (a + b) mod p. */
  readonly isSum: boolean;
}

const names = Object.keys(skills) as (keyof typeof skills)[];
const wide = { dims: [], dtype: 'float64' } as const;
const specs = Object.fromEntries(
  names.flatMap((name) => [
    [name, wide],
    [`${name}_count`, wide]
  ])
) as Record<(typeof names)[number] | `${(typeof names)[number]}_count`, typeof wide>;

/**
 * Which kinds of test pairs are answered right: those whose mirror image (b, a) was trained, and
 * those that nothing trained tells; doubles (a = b); those with a 0; sums that go beyond p and
 * those that do not.
 */
export default analyzer({
  id: 'pair_skills',
  title: 'Skills',
  about: 'Which kinds of pairs that the run is tested on are answered right.',
  structure: 'pairs',
  version: 1,
  probed: true,
  /** Shares of right answers, NaN where no such pair is tested, and the numbers of such pairs. */
  arrays: specs,
  measure: ({ activation }) => ({ answer: argmax(activation('logits'), 1) }),
  finish({ answer }, context) {
    const { rows } = context;
    const labels = labelsOf(context);
    const kinds = kindsOf(context);
    const found: Record<string, ReturnType<typeof float64>> = {};
    for (const name of names) {
      let [count, right] = [0, 0];
      for (let i = 0; i < answer.data.length; i++) {
        const row = rows?.[i] ?? i;
        const pair = kinds(row);
        if (labels[row] < 0 || pair === null || !skills[name](pair)) continue;
        count++;
        if (answer.data[i] === labels[row]) right++;
      }
      found[name] = float64(Float64Array.of(count > 0 ? right / count : Number.NaN), []);
      found[`${name}_count`] = float64(Float64Array.of(count), []);
    }
    return found satisfies NamedArrays as NamedArrays;
  },
  summary: specs,
  summarize: (arrays) => arrays
});

/** What each row that the run is tested on asks; null for those it trained on. */
function kindsOf(context: AnalysisContext): (row: number) => Pair | null {
  const { prime: p } = context.sizes;
  const isSum = taskOf(context.config).id === 'modular_addition';
  const trained = new Set(splitOf(context).train);
  return (row) => {
    if (trained.has(row)) return null;
    const [a, b] = [Math.floor(row / p), row % p];
    return { a, b, p, isMirrorTrained: trained.has(b * p + a), isSum };
  };
}
