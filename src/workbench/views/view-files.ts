import { join } from 'node:path';
import { UserError, usageError } from '../../error/user-error.ts';
import { exists, findVariant, readBytes, resultsFolder, writeAtomic } from '../../loader/index.ts';
import { printable } from '../../text/printable.ts';
import { parseView } from './parse-view.ts';
import type { ViewPanel, ViewSpec } from './view-spec.ts';

/** A view is written by people. */
const LARGEST = 2 ** 20;

/**
 * Reads a view file, or the one of that name among those of the results folder, with all variants
 * by the names of their folders. Throws a UserError that names the file and the place in it.
 */
export async function readView(results: string | undefined, file: string): Promise<ViewSpec> {
  const folder = resultsFolder(results);
  const named = join(viewsFolder(folder), `${file}.json`);
  const path = /^[\w-]+$/.test(file) && !exists(file) && exists(named) ? named : file;
  const bytes = await readBytes(path, {
    missing: `no such view: ${printable(file)}`,
    hint: `give a file, or the name of one in ${printable(viewsFolder(folder))}`,
    largest: LARGEST
  });
  try {
    return await withFolders(parseView(new TextDecoder().decode(bytes)), folder);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw usageError(`view ${printable(path)}: ${error.message}`, error.hint);
  }
}

/** Returns the folder that views are saved in. */
export function viewsFolder(results: string): string {
  return join(results, 'views');
}

/**
 * Writes a view into the results folder, whole or not at all, and returns its path. Throws a
 * UserError for a name that is no name of a file, and unless `isForced` where there is one.
 */
export async function saveView(
  results: string,
  name: string,
  view: ViewSpec,
  isForced: boolean
): Promise<string> {
  if (!/^\w[\w-]{0,99}$/.test(name))
    throw usageError(`not a name for a view: ${printable(name)}`, 'letters, digits, - and _');
  const path = join(viewsFolder(resultsFolder(results)), `${name}.json`);
  const check = () => {
    if (!isForced && exists(path))
      throw new UserError(`view exists: ${printable(path)}`, `:save-view! ${name} replaces it`);
  };
  check();
  await writeAtomic(path, viewText(view), check);
  return path;
}

/** Returns a view as the text of its file: a panel per line where it is short. */
export function viewText(view: ViewSpec): string {
  const { rows, ...rest } = view;
  const lines = rows.map((row) => {
    const panels = row.map((panel) => `      ${JSON.stringify(panel)}`);
    return `    [\n${panels.join(',\n')}\n    ]`;
  });
  const head = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  return `{\n${head.join('')}  "rows": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/** A view whose variants have the names of their folders. */
async function withFolders(view: ViewSpec, results: string): Promise<ViewSpec> {
  const names = new Map<string, string>();
  for (const words of variantsIn(view))
    if (!names.has(words)) names.set(words, (await findVariant(results, words)).name);
  const named = (words: string) => names.get(words) ?? words;
  const against = <T extends ViewSpec['compare']>(compare: T): T =>
    compare?.against
      ? { ...compare, against: { ...compare.against, variant: named(compare.against.variant) } }
      : compare;
  const { variant, picked, compare, rows } = view;
  return {
    ...view,
    ...(variant !== undefined && { variant: named(variant) }),
    ...(picked && { picked: picked.map(named) }),
    ...(compare && { compare: against(compare) }),
    rows: rows.map((row) =>
      row.map(
        (panel): ViewPanel => ({
          ...panel,
          ...(panel.variants && { variants: panel.variants.map(named) }),
          ...(panel.compare && { compare: against(panel.compare) })
        })
      )
    )
  };
}

function variantsIn({ variant, picked = [], compare, rows }: ViewSpec): readonly string[] {
  const of = (one: ViewSpec['compare']) => (one?.against ? [one.against.variant] : []);
  const own = rows.flat().flatMap((panel) => [...(panel.variants ?? []), ...of(panel.compare)]);
  return [...(variant === undefined ? [] : [variant]), ...picked, ...of(compare), ...own];
}
