import type { Figure } from '../../figure/figure.ts';

/**
 * Returns a copy of a figure for plotly.js in memory: typed arrays stay typed, except that those
 * with gaps become lists with null, because Plotly draws NaN in a typed array of a line as a broken
 * path.
 */
export function drawableFigure(figure: Figure): Figure {
  return mapNumbers(figure, (numbers) => (isFull(numbers) ? numbers : listOf(numbers))) as Figure;
}

/**
 * Returns a figure whose typed arrays, also rows of a matrix, are written as Plotly's `{dtype,
 * bdata, shape}`, a third of the size of numbers in JSON; those with gaps become lists with null.
 */
export function packedFigure(figure: Figure): Figure {
  return mapNumbers(
    figure,
    (numbers) => pack([numbers]) ?? listOf(numbers),
    (rows) => pack(rows, `${rows.length},${rows[0].length}`)
  ) as Figure;
}

/** Any typed array of numbers; which one matters only for packing. */
type Numbers = Float64Array;

const dtypes: Readonly<Record<string, string>> = {
  Float32Array: 'f4',
  Float64Array: 'f8',
  Int8Array: 'i1',
  Int16Array: 'i2',
  Int32Array: 'i4',
  Uint8Array: 'u1',
  Uint16Array: 'u2',
  Uint32Array: 'u4'
};

function pack(rows: readonly Numbers[], shape?: string) {
  const first = rows[0];
  const dtype = dtypes[first.constructor.name];
  const alike = rows.every(
    (row) => row.constructor === first.constructor && row.length === first.length
  );
  if (dtype === undefined || !alike || !rows.every(isFull)) return undefined;
  const bytes = rows.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength));
  const bdata = Buffer.concat(bytes).toString('base64');
  return shape === undefined ? { dtype, bdata } : { dtype, bdata, shape };
}

function listOf(numbers: Numbers): (number | null)[] {
  return Array.from(numbers, (value) => (Number.isFinite(value) ? value : null));
}

function isFull(numbers: Numbers): boolean {
  return numbers.every(Number.isFinite);
}

/**
 * Copies a value; `onRows` may take a list of typed arrays as one, `onNumbers` takes the others.
 */
function mapNumbers(
  value: unknown,
  onNumbers: (numbers: Numbers) => unknown,
  onRows: (rows: readonly Numbers[]) => unknown = () => undefined
): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (ArrayBuffer.isView(value)) return onNumbers(value as Numbers);
  if (Array.isArray(value)) {
    const areRows = value.length > 0 && value.every((item) => ArrayBuffer.isView(item));
    return (
      (areRows ? onRows(value as Numbers[]) : undefined) ??
      value.map((item) => mapNumbers(item, onNumbers, onRows))
    );
  }
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, mapNumbers(item, onNumbers, onRows)])
  );
}
