import { type Family, recipeOf, type Variant } from '../../loader/index.ts';
import { groupNames } from '../run/variant-labels.ts';

/** Whether variants that differ in their seeds alone have a line each, or one for all of them. */
export const seedLines = ['each', 'median'] as const;

/** One of them. */
export type SeedLines = (typeof seedLines)[number];

/** Variants that differ in their seeds alone. */
export interface SeedGroup {
  /** What tells the group apart: `p59`, `p59 frac0.5`. */
  readonly name: string;
  /** Places of its variants among those given, in their order. */
  readonly members: readonly number[];
}

/**
 * Returns the variants in groups of equal family and recipe but for the seeds of weights and split,
 * in the order of their first members. Runs without a seed are alone.
 */
export function seedGroups(
  variants: readonly Variant[],
  families: readonly Family[]
): readonly SeedGroup[] {
  const byKind = new Map<string, number[]>();
  variants.forEach((variant, at) => {
    const kind = kindOf(variant, families);
    byKind.set(kind, [...(byKind.get(kind) ?? []), at]);
  });
  const groups = [...byKind.values()];
  const names = groupNames(groups.map((members) => variants[members[0]]));
  return groups.map((members, at) => ({ name: names[at], members }));
}

function kindOf(variant: Variant, families: readonly Family[]): string {
  const { seed, data_seed, ...own } = variant.parameters;
  if (seed === undefined) return JSON.stringify([variant.family, variant.name]);
  const family = families.find(({ name }) => name === variant.family);
  if (!family) return JSON.stringify([variant.family, own]);
  const { parameters, checkpoints, ...rest } = recipeOf(variant, family);
  return JSON.stringify([variant.family, own, rest]);
}
