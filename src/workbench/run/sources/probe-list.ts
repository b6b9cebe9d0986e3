import { textArray } from '../../../array/text-array.ts';
import { probesOf } from '../../../loader/index.ts';
import { isHardExample } from '../../../task/index.ts';
import type { Source } from './source.ts';

/** What a language model is asked, in words: ids, prompts, expected answers and groups. */
const probeList: Source = {
  id: 'probe_list',
  about: 'The probes of a language model, in the order of its artifacts, as texts.',
  structure: 'text',
  keyOf: () => '',
  /**
   * Texts as UTF-8 with a NUL between two (`textsIn`); `levels` are those of the metadata, '' where
   * there are none; `hard` is 1 for hard examples, `known` for probes with an expected answer,
   * [probe].
   */
  async load(variant) {
    const probes = probesOf(variant);
    const flags = (of: (probe: (typeof probes)[number]) => boolean) => ({
      dtype: 'uint8' as const,
      shape: [probes.length],
      data: Uint8Array.from(probes, (probe) => Number(of(probe)))
    });
    return {
      ids: textArray(probes.map(({ id }) => id)),
      prompts: textArray(probes.map(({ prompt }) => prompt)),
      expected: textArray(probes.map(({ expected }) => expected ?? '')),
      categories: textArray(probes.map(({ category }) => category)),
      difficulties: textArray(probes.map(({ difficulty }) => difficulty)),
      levels: textArray(probes.map(({ metadata }) => String(metadata.level ?? ''))),
      hard: flags(isHardExample),
      known: flags(({ expected }) => expected !== null)
    };
  }
};
export default probeList;
