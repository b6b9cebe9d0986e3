import { isHardExample, type TextProbe } from '../../task/index.ts';

/** Probes that ask for the same skill. */
export interface ProbeGroup {
  /** What it is by, and which: `level/easy`, `category/negation`. */
  readonly name: string;
  /** Places of its probes, ascending. */
  readonly members: readonly number[];
}

/** What probes are grouped by, in the order in which it is shown. */
export const groupings = ['level', 'category', 'difficulty', 'skill'] as const;

const words = ['trivial', 'easy', 'medium', 'hard', 'edge', 'random'];

/**
 * Returns the groups of the probes of a set, hard examples apart: by the level and the skill of
 * their metadata, by category and difficulty. In the order easy, medium, hard …, then by name,
 * numbers in names by value. Probes without such a word are in no group of that kind.
 */
export function probeGroups(probes: readonly TextProbe[]): readonly ProbeGroup[] {
  return groupings.flatMap((by) => {
    const found = new Map<string, number[]>();
    probes.forEach((probe, i) => {
      const word = wordOf(probe, by);
      if (word === '' || isHardExample(probe)) return;
      const members = found.get(word) ?? [];
      found.set(word, members);
      members.push(i);
    });
    return [...found]
      .sort(([a], [b]) => compare(a, b))
      .map(([word, members]) => ({ name: `${by}/${word}`, members }));
  });
}

function wordOf(probe: TextProbe, by: (typeof groupings)[number]): string {
  if (by === 'category' || by === 'difficulty') return probe[by];
  const found = probe.metadata[by];
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
}

function compare(a: string, b: string): number {
  const place = (word: string) => (words.includes(word) ? words.indexOf(word) : words.length);
  return place(a) - place(b) || a.localeCompare(b, 'en', { numeric: true });
}
