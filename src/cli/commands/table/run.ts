import { usageError } from '../../../error/user-error.ts';
import { formatLoss, formatTable } from '../../../text/format.ts';
import {
  type Cell,
  type Column,
  findColumn,
  sortedRows,
  type TableRow,
  variantTable
} from '../../../workbench/table/variant-table.ts';
import type { ProbeChoice } from '../../arguments/chosen-probe.ts';
import { pickVariants } from '../../arguments/pick-variants.ts';
import { print, printJson, remark } from '../../output/output.ts';
import { startProgress } from '../../output/progress.ts';

/** What `grokscope table` was asked. */
export interface TableRequest extends ProbeChoice {
  readonly results?: string;
  readonly json: boolean;
  readonly variants?: readonly string[];
  readonly sort?: string;
  readonly desc: boolean;
  readonly column?: readonly string[];
  readonly k: number;
  readonly csv: boolean;
}

/** Prints a row per variant as text, JSON or CSV, and remarks on what is missing. */
export async function printTable(request: TableRequest): Promise<void> {
  if (!Number.isInteger(request.k) || request.k < 1)
    throw usageError(`invalid k: ${request.k}`, 'expected a whole number from 1');
  const { usable, problems } = await pickVariants(request.results, request.variants ?? [], request);
  const progress = startProgress(
    'reading',
    usable.length,
    'variants',
    request.json || usable.length < 100
  );
  const table = await variantTable(usable, {
    k: request.k,
    onProgress: (done) => progress.update(done)
  });
  progress.end();
  const all = [...table.columns];
  const chosen = request.column
    ?.filter((id) => id.toLowerCase() !== 'variant') // it is always there
    .map((id) => findColumn(all, id));
  const rows =
    request.sort === undefined ? table.rows : sortedRows(table, request.sort, request.desc);
  if (request.json) printJson(rows.map((row) => recordOf(row, chosen ?? all)));
  else if (request.csv) print(csv(rows, chosen ?? all));
  else print(text(rows, chosen ?? all.filter(({ title }) => title !== undefined)));
  for (const { variant, problem } of problems) remark(`left out ${variant}: ${problem}`);
  for (const sentence of table.remarks) remark(sentence);
}

function recordOf({ variant, cells }: TableRow, columns: readonly Column[]) {
  const values = columns.map(({ id }) => [id, cells[id] ?? null]);
  return { variant: variant.name, path: variant.path, ...Object.fromEntries(values) };
}

function text(rows: readonly TableRow[], columns: readonly Column[]): string {
  const header = ['variant', ...columns.map(({ id, title }) => title ?? id)];
  return formatTable(
    header,
    rows.map(({ label, cells }) => [label, ...columns.map(({ id }) => shown(cells[id]))])
  );
}

/** `–` for what never happened, nothing for what is not known. */
function shown(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'object' && cell !== null) return cell.join(', ') || '–';
  return cell !== null && Number.isInteger(cell) ? String(cell) : formatLoss(cell);
}

/** RFC 4180: empty fields for what never happened or is not known. */
function csv(rows: readonly TableRow[], columns: readonly Column[]): string {
  const quoted = (value: string) =>
    /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  const field = (cell: Cell) =>
    cell === null || cell === undefined || Number.isNaN(cell)
      ? ''
      : quoted(typeof cell === 'object' ? cell.join(' ') : String(cell));
  const lines = rows.map(({ variant, cells }) =>
    [variant.name, ...columns.map(({ id }) => cells[id])].map(field).join(',')
  );
  return [['variant', ...columns.map(({ id }) => id)].join(','), ...lines].join('\n');
}
