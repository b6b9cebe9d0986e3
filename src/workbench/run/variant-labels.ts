import { parameterWords, taskWords, type Variant } from '../../loader/index.ts';

/**
 * Returns what tells a variant apart within its family: `p113 s999`, with whatever else is not the
 * default.
 */
export function labelOf(variant: Variant): string {
  const { leading, rest } = partsOf(variant);
  return [...leading, ...rest].join(' ');
}

/** What every variant has, and what only its folder's name says. */
function partsOf({ parameters, name, family }: Variant) {
  // An imported language model, or a log.
  if (parameters.seed === undefined) return { leading: [name], rest: [] };
  const suffix = name.startsWith(family) ? name.slice(family.length).split('_').slice(1) : [];
  const known = new Set([...taskWords(parameters), ...parameterWords(parameters)]);
  return {
    leading: [...taskWords(parameters), `s${parameters.seed}`],
    rest: suffix.filter(
      (part) => part !== 'dseed598' && !(known.has(part) && /^(?!dseed|frac)/.test(part))
    )
  };
}

/**
 * Returns short names that tell variants apart, in their order: the family where they are of
 * several (`division p97 s999`), the parameters of the task and the seed, and whatever else not all
 * of them share (`p59 s999 frac0.2`). Where two would be the same, folder names or paths.
 */
export function shortNames(variants: readonly Variant[]): readonly string[] {
  return namesOf(variants, variants.map(partsOf));
}

/**
 * Returns short names that tell variants of different groups apart, without the seeds that differ
 * within a group: `p59`, `p59 frac0.2`. Of one group all is shared but the task's parameters.
 */
export function groupNames(variants: readonly Variant[]): readonly string[] {
  const parts = variants.map(partsOf).map(({ leading, rest }) => {
    const bare = leading.filter((part) => !/^s\d+$/.test(part));
    return {
      // What has no other name keeps its seed.
      leading: bare.length > 0 ? bare : leading,
      rest: variants.length === 1 ? [] : rest.filter((part) => !/^dseed\d+$/.test(part))
    };
  });
  return namesOf(variants, parts);
}

function namesOf(
  variants: readonly Variant[],
  parts: readonly { readonly leading: readonly string[]; readonly rest: readonly string[] }[]
): readonly string[] {
  const counts = new Map<string, number>();
  for (const part of parts.flatMap(({ rest }) => [...new Set(rest)]))
    counts.set(part, (counts.get(part) ?? 0) + 1);
  const isShared = (part: string) => parts.length > 1 && counts.get(part) === parts.length;
  const families = familyWords(variants.map(({ family }) => family));
  const short = parts.map(({ leading, rest }, at) =>
    [...families[at], ...leading, ...rest.filter((part) => !isShared(part))].join(' ')
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
