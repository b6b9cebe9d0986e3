import type { NamedArrays } from '../../array/tensor.ts';
import { textsIn } from '../../array/text-array.ts';
import { verbatim } from '../../figure/text.ts';
import { shortened } from '../../text/shortened.ts';
import { arrayOf } from './read-arrays.ts';

/** Probes in words, each as figures may show it. */
export interface ProbeTexts {
  readonly count: number;
  readonly ids: readonly string[];
  readonly prompts: readonly string[];
  readonly expected: readonly string[];
  readonly categories: readonly string[];
  readonly difficulties: readonly string[];
  readonly levels: readonly string[];
  isHard(probe: number): boolean;
  /** Whether an answer is expected. */
  isKnown(probe: number): boolean;
}

/** Returns the probes of the source `probe_list`. Throws a UserError on absent arrays. */
export function probeTexts(arrays: NamedArrays): ProbeTexts {
  const flags = (key: string) => arrayOf(arrays, key, 1, 'probe_list').data;
  const [hard, known] = [flags('hard'), flags('known')];
  const count = hard.length;
  const texts = (key: string) =>
    textsIn(arrayOf(arrays, key, 1, 'probe_list'), count).map((text) => shown(text));
  return {
    count,
    ids: texts('ids'),
    prompts: texts('prompts'),
    expected: texts('expected'),
    categories: texts('categories'),
    difficulties: texts('difficulties'),
    levels: texts('levels'),
    isHard: (probe) => hard[probe] === 1,
    isKnown: (probe) => known[probe] === 1
  };
}

/** Returns a text of a user or a model as figures may show it, at most `most` columns. */
export function shown(text: string, most = 120): string {
  return verbatim(shortened(text, most));
}

/** Returns what a hover says of a probe at a step. */
export function probeAt({ ids, prompts }: ProbeTexts, probe: number, step: string): string {
  return `${ids[probe]}<br>${prompts[probe]}<br>${step}`;
}
