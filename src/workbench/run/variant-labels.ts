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
 * Returns short names that tell variants apart, in their order: prime and seed, and whatever else
 * not all of them share (`p59 s999 frac0.2`). Where two would be the same, folder names or paths.
 */
export function shortNames(variants: readonly Variant[]): readonly string[] {
  const labels = variants.map((variant) => labelOf(variant).split(' '));
  const counts = new Map<string, number>();
  for (const part of labels.flatMap((parts) => [...new Set(parts)]))
    counts.set(part, (counts.get(part) ?? 0) + 1);
  const isShared = (part: string) => counts.get(part) === labels.length;
  const short = labels.map((parts) =>
    parts.filter((part, i) => i < 2 || labels.length === 1 || !isShared(part)).join(' ')
  );
  const choices = [short, variants.map(({ name }) => name), variants.map(({ path }) => path)];
  return choices.find((names) => new Set(names).size === names.length) ?? short;
}
