import { findAnalyzer } from '../../analyzers/index.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { didYouMean } from '../../error/did-you-mean.ts';
import { UserError, usageError } from '../../error/user-error.ts';
import {
  hasLosses,
  hasSummary,
  type Losses,
  readLosses,
  readProvenance,
  readSummary,
  someAtOnce,
  type Variant
} from '../../loader/index.ts';
import { allParameters, layoutOf } from '../../task/index.ts';
import { printable } from '../../text/printable.ts';
import { detectTurn } from '../../turn/index.ts';
import { lossFacts } from '../run/facts.ts';
import { lackOf } from '../run/suited.ts';
import { shortNames } from '../run/variant-labels.ts';
import { type Cell, type Column, columns, type RowFacts } from './variant-table-columns.ts';

export type { Cell, Column };

/** One variant of the table. */
export interface TableRow {
  readonly variant: Variant;
  /** What tells it apart from the other rows, short. */
  readonly label: string;
  /** By column id: a value, null for what never happened, undefined for what is not known. */
  readonly cells: Readonly<Record<string, Cell>>;
}

/** A row of numbers per variant. */
export interface VariantTable {
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
  /**
   * Sentences for people: what is missing and the command that makes it, what cannot be compared.
   */
  readonly remarks: readonly string[];
}

/** What the table counts with. */
export interface TableOptions {
  /** Specialized neurons from which a range counts as taken up; default 10. */
  readonly k?: number;
  /** Reads further cells of a variant. */
  readonly extra?: (variant: Variant) => Promise<Readonly<Record<string, Cell>>>;
  /** Is told after each variant how many are read. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Returns the numbers of each variant, in their order. Only losses and summaries are read; what is
 * missing or damaged leaves its cells undefined and a remark, never an error.
 */
export async function variantTable(
  variants: readonly Variant[],
  { k = 10, extra, onProgress }: TableOptions = {}
): Promise<VariantTable> {
  const labels = shortNames(variants);
  let done = 0;
  const found = await someAtOnce(variants, async (variant, i) => {
    const found = await rowOf(variant, labels[i], k);
    const cells = { ...found.row.cells, ...(await extra?.(variant)) };
    onProgress?.(++done, variants.length);
    return { ...found, row: { ...found.row, cells } };
  });
  const rows = found.map(({ row }) => row);
  const isUsed = ({ id, analyzer }: Column) =>
    variants.length === 0 ||
    variants.some((variant) =>
      Object.hasOwn(allParameters, id)
        ? id in variant.parameters
        : analyzer === undefined || isSuited(variant, analyzer)
    );
  const titled = columns
    .filter(isUsed)
    .map(({ title, ...column }) =>
      title === undefined ? column : { ...column, title: title.replace('{k}', String(k)) }
    );
  const remarks = [
    ...found.flatMap(({ problems }) => problems),
    ...absences(found),
    ...mixed(rows)
  ];
  return { columns: titled, rows, remarks };
}

/** What is read of a variant is dropped as soon as its cells are known. */
async function rowOf(variant: Variant, label: string, k: number) {
  const { losses, provenance, summaries, ...missing } = await read(variant);
  const turn = losses && detectTurn(losses, { answers: layoutOf(variant).answers });
  const facts: RowFacts = {
    variant,
    k,
    provenance,
    turn,
    loss: losses && lossFacts(losses.train, losses.test, turn?.turn),
    summary: (analyzer) => summaries.get(analyzer) ?? null
  };
  const cells = Object.fromEntries(columns.map((column) => [column.id, column.value(facts)]));
  const row: TableRow = { variant, label, cells };
  return { row, ...missing, variant };
}

/**
 * Returns the rows ordered by a column, ascending unless `descending`; rows without a value come
 * last. Throws a usage UserError that names the columns when there is no such one.
 */
export function sortedRows(
  { columns: known, rows }: VariantTable,
  column: string,
  descending = false
): readonly TableRow[] {
  const direction = descending ? -1 : 1;
  if (plain(column) === 'variant')
    return [...rows].sort(
      (a, b) => direction * a.label.localeCompare(b.label, 'en', { numeric: true })
    );
  const { id } = findColumn(known, column);
  return [...rows].sort((a, b) => {
    const [x, y] = [a.cells[id] ?? null, b.cells[id] ?? null];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return direction * compared(x, y);
  });
}

type Value = NonNullable<Cell>;

/** Below 0 where `x` comes before `y`; lists by their first different entry. */
function compared(x: Value, y: Value): number {
  if (typeof x !== 'object' || typeof y !== 'object') return x < y ? -1 : x > y ? 1 : 0;
  const at = x.findIndex((value, i) => value !== y[i]);
  return at < 0 ? x.length - y.length : x[at] - (y[at] ?? -Infinity);
}

/**
 * Returns the column of that id, or with that header in the text. Throws a usage UserError with the
 * known ones.
 */
export function findColumn(known: readonly Column[], idOrTitle: string): Column {
  const requested = plain(idOrTitle);
  const found =
    known.find(({ id }) => id === requested) ??
    known.find(({ title = '' }) =>
      [plain(title), plain(title.replace(/ \(.*\)/, ''))].includes(requested)
    );
  if (found) return found;
  const names = known.flatMap(({ id, title }) => [id, ...(title === undefined ? [] : [title])]);
  const ids = known.map(({ id }) => id).join(', ');
  throw usageError(
    `unknown column: ${printable(idOrTitle)}`,
    didYouMean(idOrTitle, names, `columns: ${ids}`)
  );
}

/** Case, spaces, `-` for `_` and the spelling of ≤ and ≥ do not count. */
function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll('<=', '≤')
    .replaceAll('>=', '≥')
    .replace(/[\s_-]+/g, '_');
}

interface Missing {
  readonly variant: Variant;
  /** Analyzers without a summary. */
  readonly absent: readonly string[];
  readonly problems: readonly string[];
}

interface Found extends Missing {
  readonly losses: Losses | null;
  readonly provenance: RowFacts['provenance'];
  readonly summaries: ReadonlyMap<string, NamedArrays>;
}

const sources = [...new Set(columns.flatMap(({ analyzer }) => analyzer ?? []))];

/** Reads what the columns need of a variant; files that are damaged become problems. */
async function read(variant: Variant): Promise<Found> {
  const name = printable(variant.name);
  const problems: string[] = [];
  const orProblem = async <T>(work: Promise<T>): Promise<T | null> => {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(`${name}: ${error.message}${error.hint ? ` (${error.hint})` : ''}`);
      return null;
    }
  };
  if (variant.problem !== undefined) problems.push(`${name}: ${printable(variant.problem)}`);
  const isUsable = variant.problem === undefined;
  const isTrained = hasLosses(variant) || variant.language !== undefined;
  if (isUsable && variant.log !== undefined)
    problems.push(`${name}: logged numbers, which no table compares yet`);
  else if (isUsable && !isTrained) problems.push(`${name}: no losses; train it first`);
  const stored = sources.filter((analyzer) => hasSummary(variant, analyzer));
  const summaries = new Map<string, NamedArrays>();
  for (const analyzer of stored) {
    const summary = await orProblem(readSummary(variant, analyzer));
    if (summary) summaries.set(analyzer, summary);
  }
  return {
    variant,
    summaries,
    problems,
    losses: hasLosses(variant) ? await orProblem(readLosses(variant)) : null,
    provenance: await readProvenance(variant),
    absent: isUsable ? sources.filter((id) => !stored.includes(id) && isSuited(variant, id)) : []
  };
}

/** What the task of a variant gives no meaning to is not missed. */
function isSuited(variant: Variant, id: string): boolean {
  try {
    return lackOf(findAnalyzer(id), variant) === null;
  } catch {
    return true; // an unknown task is told elsewhere
  }
}

/** One remark per set of absent summaries, with the command that makes them. */
function absences(found: readonly Missing[]): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { variant, absent } of found) {
    const key = absent.join(', ');
    if (key === '') continue;
    const lacking = names.get(key) ?? [];
    lacking.push(printable(variant.name));
    names.set(key, lacking);
  }
  return [...names].map(([analyzers, lacking]) => {
    const [few, options] = [
      lacking.length <= 3,
      analyzers.split(', ').map((id) => ` --analyzer ${id}`)
    ];
    const which = few ? lacking.join(', ') : `${lacking.length} variants`;
    const command = `grokscope analyze ${few ? lacking.join(' ') : '--all'}${options.join('')}`;
    return `no summary of ${analyzers} in ${which}; run: ${command}`;
  });
}

/** A remark per parameter that the rows were not all made with. */
function mixed(rows: readonly TableRow[]): readonly string[] {
  return columns
    .filter(({ isSetting }) => isSetting)
    .flatMap(({ id }) => {
      const values = [
        ...new Set(rows.map(({ cells }) => cells[id]).filter((cell) => cell !== undefined))
      ];
      return values.length > 1 ? [`made with different values of ${id}: ${values.join(', ')}`] : [];
    });
}
