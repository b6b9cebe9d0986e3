import { UserError } from '../../error/user-error.ts';
import { findVariant, resultsFolder, someVariants, type Variant } from '../../loader/index.ts';
import { printable } from '../../text/printable.ts';
import { type ProbeChoice, seenVariant } from './chosen-probe.ts';

/** The variants that some words name. */
export interface PickedVariants {
  readonly usable: readonly Variant[];
  /** Those of `all` that cannot be used, with the reason. */
  readonly problems: readonly { readonly variant: string; readonly problem: string }[];
}

/**
 * Returns the variants of these names or paths, each once; all of the results folder for `all` or
 * none; through some pairs if asked. Throws UserError.
 */
export async function pickVariants(
  results: string | undefined,
  names: readonly string[],
  probe: ProbeChoice = {}
): Promise<PickedVariants> {
  const folder = resultsFolder(results);
  const isAll = names.length === 0 || names.includes('all');
  const found = isAll
    ? await someVariants(folder)
    : await Promise.all(names.map((name) => findVariant(folder, name)));
  const byPath = new Map(found.map((variant) => [variant.path, variant]));
  const once = [...byPath.values()];
  const usable = once.filter(({ problem }) => problem === undefined);
  const problems = once.flatMap(({ name, problem }) =>
    problem === undefined ? [] : [{ variant: printable(name), problem: printable(problem) }]
  );
  const [first] = problems;
  if (usable.length === 0 && first)
    throw new UserError(
      `no variant can be read${problems.length > 1 ? `, the first of ${problems.length}` : ''}: ${first.problem} (${first.variant})`,
      `mend its files in ${printable(once[0].path)}; grokscope list variants shows what is wrong with each`
    );
  return {
    usable: await Promise.all(usable.map((variant) => seenVariant(variant, probe))),
    problems
  };
}
