import type { Variant } from '../../loader/index.ts';

/**
 * Returns what tells a variant apart within its family: `p113 s999`, with whatever else is not the
 * default.
 */
export function labelOf({ prime, seed, name, family }: Variant): string {
  const suffix = name.startsWith(family) ? name.slice(family.length).split('_').slice(1) : [];
  const rest = suffix.filter((part) => !/^(p\d+|seed\d+|dseed598)$/.test(part));
  const modulus = suffix.some((part) => part === `p${prime}`) || suffix.length === 0;
  return [...(modulus ? [`p${prime}`] : []), `s${seed}`, ...rest].join(' ');
}

/**
 * Returns short names that tell variants apart, in their order: the family where they are of
 * several (`division p97 s999`), prime and seed, and whatever else not all of them share (`p59 s999
 * frac0.2`). Where two would be the same, folder names or paths.
 */
export function shortNames(variants: readonly Variant[]): readonly string[] {
  const labels = variants.map((variant) => labelOf(variant).split(' '));
  const counts = new Map<string, number>();
  for (const part of labels.flatMap((parts) => [...new Set(parts)]))
    counts.set(part, (counts.get(part) ?? 0) + 1);
  const isShared = (part: string) => counts.get(part) === labels.length;
  const families = familyWords(variants.map(({ family }) => family));
  const short = labels.map((parts, at) =>
    [
      ...families[at],
      ...parts.filter((part, i) => i < 2 || labels.length === 1 || !isShared(part))
    ].join(' ')
  );
  const choices = [short, variants.map(({ name }) => name), variants.map(({ path }) => path)];
  return choices.find((names) => new Set(names).size === names.length) ?? short;
}

/** The names of families without the words that all begin with; [] each where they are one. */
function familyWords(families: readonly string[]): readonly (readonly string[])[] {
  if (new Set(families).size < 2) return families.map(() => []);
  const words = families.map((family) => family.split('_'));
  const least = Math.min(...words.map(({ length }) => length)) - 1;
  const differs = words[0].findIndex((word, i) => words.some((other) => other[i] !== word));
  const shared = Math.min(least, differs < 0 ? least : differs);
  return words.map((some) => [some.slice(shared).join('_')]);
}
