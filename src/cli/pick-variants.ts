import { printable } from '../error/printable.ts';
import { UserError } from '../error/user-error.ts';
import { findVariant, listVariants, resultsFolder, type Variant } from '../loader/index.ts';
import { type AskedProbe, askedVariant } from './asked-probe.ts';

/** The variants that some words name. */
export interface PickedVariants {
  readonly usable: readonly Variant[];
  /** Those of `all` that cannot be used, with the reason. */
  readonly problems: readonly { readonly variant: string; readonly problem: string }[];
}

/** Returns the variants of these names or paths, each once; all of the results folder for `all` or none; through some pairs if asked. Throws UserError. */
export async function pickVariants(
  results: string | undefined,
  names: readonly string[],
  probe: AskedProbe = {}
): Promise<PickedVariants> {
  const folder = resultsFolder(results);
  const isAll = names.length === 0 || names.includes('all');
  const found = isAll
    ? await listVariants(folder)
    : await Promise.all(names.map((name) => findVariant(folder, name)));
  if (found.length === 0)
    throw new UserError(
      `no variants in ${printable(folder)}`,
      'give another folder with --results, or run: grokscope train modulo_addition_1layer'
    );
  const byPath = new Map(found.map((variant) => [variant.path, variant]));
  const once = [...byPath.values()];
  return {
    usable: await Promise.all(
      once
        .filter(({ problem }) => problem === undefined)
        .map((variant) => askedVariant(variant, probe))
    ),
    problems: once.flatMap(({ name, problem }) =>
      problem === undefined ? [] : [{ variant: printable(name), problem: printable(problem) }]
    )
  };
}
