import { float64, int32 } from '../../array/tensor.ts';
import { textArray } from '../../array/text-array.ts';
import { analyzer } from '../analyzer.ts';
import { probeGroups } from './probe-groups.ts';
import { shareOf } from './shares.ts';

const specs = {
  skills: { dims: ['skill_byte'], dtype: 'uint8' },
  accuracy: { dims: ['skill'], dtype: 'float64' },
  right: { dims: ['skill'], dtype: 'int32' },
  count: { dims: ['skill'], dtype: 'int32' },
  log_probability: { dims: ['skill'], dtype: 'float64' }
} as const;

/**
 * Which skills the model has: right answers among the probes of each level, category, difficulty
 * and skill that the probe set names.
 */
export default analyzer({
  id: 'probe_skills',
  title: 'Skills',
  about: 'How many probes of each level, category and difficulty are answered right.',
  version: 1,
  structure: 'text',
  /**
   * `skills` are the names as UTF-8 with a NUL between two, `level/easy`, `category/negation`; of
   * each how many probes have an expected answer (`count`), how many answers are `right`, the share
   * (NaN where none is expected) and the mean ln of the probability of the expected answers.
   */
  arrays: specs,
  async read(checkpoint) {
    const { greedy, offsets, expected } = await checkpoint.answers();
    const groups = probeGroups(checkpoint.probes);
    const flags = greedy.map(({ isRight }) => (isRight === null ? -1 : Number(isRight)));
    const shares = groups.map(({ members }) => shareOf(flags, members));
    const n = groups.length;
    return {
      skills: textArray(groups.map(({ name }) => name)),
      accuracy: float64(
        Float64Array.from(shares, ({ share }) => share),
        [n]
      ),
      right: int32(
        Int32Array.from(shares, ({ right }) => right),
        [n]
      ),
      count: int32(
        Int32Array.from(shares, ({ count }) => count),
        [n]
      ),
      log_probability: float64(
        Float64Array.from(groups, ({ members }) =>
          meanAnswer(members, offsets, expected.logProbability)
        ),
        [n]
      )
    };
  },
  summary: specs,
  summarize: (arrays) => arrays
});

function meanAnswer(members: readonly number[], offsets: Int32Array, logs: Float64Array): number {
  let [sum, count] = [0, 0];
  for (const i of members) {
    if (offsets[i + 1] === offsets[i]) continue;
    count++;
    for (let k = offsets[i]; k < offsets[i + 1]; k++) sum += logs[k];
  }
  return sum / count;
}
