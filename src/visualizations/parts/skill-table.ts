import type { NamedArrays } from '../../array/tensor.ts';
import { textsIn } from '../../array/text-array.ts';
import type { ChoiceOption } from '../../option/option.ts';
import { shown } from './probe-texts.ts';
import { arrayOf, missingArray } from './read-arrays.ts';

/** What skills are by. */
export const skillGroupings = ['level', 'category', 'difficulty', 'skill'] as const;

/** One skill: probes of one level, category, difficulty or skill. */
export interface SkillName {
  readonly by: string;
  /** As figures may show it. */
  readonly word: string;
  /** Its place among the arrays of probe_skills. */
  readonly place: number;
}

/**
 * Returns the skills in the arrays of probe_skills, of one grouping: the one asked for, of `auto`
 * the first of which there are at least three, else the first. [] where the probes name none.
 */
export function skillNames(
  skills: NamedArrays['skills'] | undefined,
  count: number,
  by: string
): readonly SkillName[] {
  if (!skills) throw missingArray('skills', 'probe_skills');
  const all = textsIn(skills, count).map((name, place): SkillName => {
    const slash = name.indexOf('/');
    return { by: name.slice(0, slash), word: shown(name.slice(slash + 1), 24), place };
  });
  const of = (grouping: string) => all.filter((skill) => skill.by === grouping);
  if (by !== 'auto') return of(by);
  const lists = skillGroupings.map(of);
  return lists.find(({ length }) => length >= 3) ?? lists.find(({ length }) => length > 0) ?? [];
}

/** Returns the skills of one checkpoint's artifact, as {@link skillNames}. */
export function skillsAt(artifact: NamedArrays, by: string): readonly SkillName[] {
  const count = arrayOf(artifact, 'accuracy', 1, 'probe_skills').data.length;
  return skillNames(artifact.skills, count, by);
}

/** The option that says what skills are by. */
export const groupingOption = {
  type: 'choice',
  choices: ['auto', ...skillGroupings],
  default: 'auto',
  about: 'What skills are by; auto: the first of these that names at least three.'
} as const satisfies ChoiceOption;
