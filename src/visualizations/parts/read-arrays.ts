import { type NamedArrays, type Numbers, rowsOf, type Tensor, view } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';

/** A file that is there lacks an array that a figure is drawn from. */
export class MissingArray extends UserError {}

/**
 * Returns the error for an array that an artifact lacks: it names the key and the command that
 * makes it.
 */
export function missingArray(key: string, analyzer: string, why = 'is missing'): MissingArray {
  return new MissingArray(
    `missing array: ${key}`,
    `${key} ${why} in the artifacts of ${analyzer}; if the model has it, make them anew: grokscope analyze VARIANT --analyzer ${analyzer} --force`
  );
}

/**
 * Returns the array of that key and rank. Throws a UserError when it is absent or has another rank.
 */
export function arrayOf(arrays: NamedArrays, key: string, rank: number, analyzer: string): Tensor {
  const found = arrays[key];
  if (!found) throw missingArray(key, analyzer);
  if (found.shape.length !== rank)
    throw missingArray(key, analyzer, `has shape [${found.shape}], not ${rank} dimensions,`);
  return found;
}

/** Returns a finite scalar ([] or [1]) of that key, or null where there is none. */
export function maybeScalar(arrays: NamedArrays, key: string): number | null {
  const found = arrays[key];
  return found?.data.length === 1 && Number.isFinite(found.data[0]) ? found.data[0] : null;
}

/** Returns the columns of a matrix, shape [row, column], as copies in float64. */
export function columnsOf(matrix: Tensor): Float64Array[] {
  return rowsOf(view(matrix).transpose(1, 0)).map((column) => Float64Array.from(column));
}

/**
 * Returns a threshold as the data's precision stores it, so that a stored float32 0.7 counts as ≥
 * 0.7.
 */
export function asStored(threshold: number, data: Tensor): number {
  return data.data instanceof Float32Array ? Math.fround(threshold) : threshold;
}

/**
 * The columns of a summary.npz or cross_epoch.npz by epoch. Keys whose first dimension is not the
 * number of epochs count as absent.
 */
export interface EpochTable {
  readonly epochs: Numbers;
  /** One number per epoch. Throws a UserError when absent. */
  column(key: string): Numbers;
  /** One number per epoch, or null when absent. */
  maybeColumn(key: string): Numbers | null;
  /** One row per epoch, shape [epoch, …], or null when absent. */
  maybeRows(key: string): Tensor | null;
  /** One row per epoch, shape [epoch, …]. Throws a UserError when absent. */
  rows(key: string): Tensor;
}

/** Returns arrays with an `epochs` key as a table. Throws a UserError without epochs. */
export function epochTable(arrays: NamedArrays, analyzer: string): EpochTable {
  const epochs = arrayOf(arrays, 'epochs', 1, analyzer).data;
  const why = `is missing or does not cover the ${epochs.length} epochs`;
  const maybe = (key: string, least: number, most: number): Tensor | null => {
    const found = arrays[key];
    const rank = found?.shape.length ?? 0;
    return found && found.shape[0] === epochs.length && rank >= least && rank <= most
      ? found
      : null;
  };
  const demanded = <T>(found: T | null, key: string): T => {
    if (found === null) throw missingArray(key, analyzer, why);
    return found;
  };
  const maybeColumn = (key: string) => maybe(key, 1, 1)?.data ?? null;
  const maybeRows = (key: string) => maybe(key, 2, 4);
  return {
    epochs,
    maybeColumn,
    maybeRows,
    column: (key) => demanded(maybeColumn(key), key),
    rows: (key) => demanded(maybeRows(key), key)
  };
}
