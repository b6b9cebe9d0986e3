import { analyzers } from '../../analyzers/index.ts';
import { UserError } from '../../error/user-error.ts';
import { type Family, listFamilies } from '../../loader/index.ts';
import { visualizations } from '../../visualizations/index.ts';

/**
 * Returns the family of ours with that name, null where it is somebody else's. Throws a UserError
 * when its family.json names an analyzer or a visualization that does not exist; others' files may,
 * and are not asked.
 */
export async function knownFamily(name: string): Promise<Family | null> {
  const found = (await listFamilies()).find((family) => family.name === name) ?? null;
  if (found) checkIds(found);
  return found;
}

/**
 * Throws a UserError naming the known ids when a family lists an analyzer or a visualization that
 * does not exist.
 */
export function checkIds({ name, path, ...family }: Family): void {
  const check = (what: string, requested: readonly string[], known: readonly string[]) => {
    const unknown = requested.find((id) => !known.includes(id));
    if (unknown === undefined) return;
    throw new UserError(
      `unknown ${what} in family ${name}: ${unknown}`,
      `known: ${known.join(', ')}; mend ${path}`
    );
  };
  const figures = visualizations.map(({ id }) => id);
  check(
    'analyzer',
    [...family.analyzers, ...family.optionalAnalyzers],
    analyzers.map(({ id }) => id)
  );
  check('visualization', family.visualizations, figures);
  for (const group of family.groups)
    check(`visualization of group ${group.title}`, group.visualizations, figures);
}
