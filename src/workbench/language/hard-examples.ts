import type { NamedArrays } from '../../array/tensor.ts';
import { textsIn } from '../../array/text-array.ts';
import {
  artifactEpochs,
  type HardBoard,
  probesOf,
  readAcross,
  readArtifact,
  readSummary,
  type Variant
} from '../../loader/index.ts';
import { isHardExample } from '../../task/index.ts';

/** Returns which hard examples each analyzed checkpoint gets right. Rejects with a UserError. */
export async function hardBoard(variant: Variant, now: string): Promise<HardBoard> {
  const probes = probesOf(variant);
  const places = probes.flatMap((probe, i) => (isHardExample(probe) ? [i] : []));
  const { epochs, correct } = await readSummary(variant, 'probe_answers');
  const at = (row: number, probe: number) => correct.data[row * probes.length + probe];
  return {
    examples: places.map((i) => probes[i].id),
    entries: Array.from(epochs.data, (step, row) => ({
      checkpoint: `checkpoint-${step}`,
      step,
      timestamp: now,
      results: Object.fromEntries(
        places.filter((i) => at(row, i) >= 0).map((i) => [probes[i].id, at(row, i) === 1])
      ),
      errorTypes: {}
    }))
  };
}

/** A probe that is proposed as a hard example, and why. */
export interface MinedExample {
  readonly id: string;
  readonly prompt: string;
  readonly expected: string;
  readonly category: string;
  readonly difficulty: string;
  /** Mean over checkpoints of the probability of the expected answer. */
  readonly meanProbability: number;
  readonly forgettingEvents: number;
  /** Step from which it is right several times in a row; null for never. */
  readonly learnedAt: number | null;
  /** What the last checkpoint answers. */
  readonly answer: string;
  readonly isRight: boolean;
}

/**
 * Returns the probes that were hardest over training, the hardest first: by the mean of three
 * ranks, of a low mean probability of the expected answer, of often being forgotten and of being
 * learned late (dataset cartography: Swayamdipta et al. 2020, arXiv:2009.10795; forgetting: Toneva
 * et al. 2019, arXiv:1812.05159). Hard examples and probes without an expected answer are left
 * out.
 */
export async function mineHardExamples(
  variant: Variant,
  most: number
): Promise<readonly MinedExample[]> {
  const probes = probesOf(variant);
  const learning = await readAcross(variant, 'probe_learning');
  const last = (await artifactEpochs(variant, 'probe_answers')).at(-1) as number;
  const answers = await readArtifact(variant, 'probe_answers', last);
  const texts = textsIn(answers.greedy_texts, probes.length);
  const own = probes.flatMap((probe, i) =>
    isHardExample(probe) || probe.expected === null ? [] : [i]
  );
  const late = (i: number) => {
    const step = learning.learned_at.data[i];
    return step < 0 ? Infinity : step;
  };
  const score = sumOfRanks(own, [
    (i) => learning.mean_probability.data[i],
    (i) => -learning.forgetting_events.data[i],
    (i) => -late(i)
  ]);
  return own
    .sort((a, b) => score(a) - score(b) || a - b)
    .slice(0, most)
    .map((i) => mined(probes[i], i, learning, texts[i], answers));
}

function mined(
  { id, prompt, expected, category, difficulty }: ReturnType<typeof probesOf>[number],
  i: number,
  learning: NamedArrays,
  answer: string,
  { correct }: NamedArrays
): MinedExample {
  const step = learning.learned_at.data[i];
  return {
    ...{ id, prompt, expected: expected ?? '', category, difficulty },
    meanProbability: learning.mean_probability.data[i],
    forgettingEvents: learning.forgetting_events.data[i],
    learnedAt: step < 0 ? null : step,
    answer,
    isRight: correct.data[i] === 1
  };
}

/** The sum of the ranks of an item by some values, each the hardest first; equals share a rank. */
function sumOfRanks(
  items: readonly number[],
  values: readonly ((item: number) => number)[]
): (item: number) => number {
  const ranks = values.map((value) => {
    const sorted = items.map(value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return new Map(sorted.map((found, rank) => [found, rank]));
  });
  return (item) => values.reduce((sum, value, k) => sum + (ranks[k].get(value(item)) ?? 0), 0);
}
