import type { NamedArrays, Numbers, Tensor } from '../../array/tensor.ts';
import { readNpz } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { exists } from '../files/folder.ts';
import { LARGEST } from '../files/largest.ts';
import { type FileDescription, readDecoded } from '../files/read-file.ts';
import { remembered } from '../files/remembered.ts';
import { sizesInNpz } from '../files/whole-files.ts';
import type { Variant } from '../variants/variant.ts';

/**
 * Tells whether era A's stacked file of an analyzer is there: `artifacts/{analyzer}.npz`, all
 * epochs in one; never for a probe set.
 */
export function hasStacked(variant: Variant, analyzer: string): boolean {
  return !variant.probe?.analyzers.includes(analyzer) && exists(stackedPath(variant, analyzer));
}

/**
 * Returns the epochs in a stacked file, ascending; none where it is cut, empty or zero-filled.
 * Throws UserError.
 */
export async function stackedEpochs(
  variant: Variant,
  analyzer: string
): Promise<readonly number[]> {
  const path = stackedPath(variant, analyzer);
  if (sizesInNpz(path) === null) return [];
  const about = description(analyzer);
  const { epochs } = await remembered(path, 'epochs', about, () =>
    readDecoded(path, about, (bytes) => readNpz(bytes, { keys: ['epochs'] }))
  );
  return Array.from(epochs.data).sort((a, b) => a - b);
}

/**
 * Returns the arrays of one epoch in a stacked file (only `keys` if given), or null when it lacks
 * the epoch.
 */
export async function stackedArtifact(
  variant: Variant,
  analyzer: string,
  epoch: number,
  keys?: readonly string[]
): Promise<NamedArrays | null> {
  const arrays = await stacked(variant, analyzer);
  const row = epochsOf(arrays).indexOf(epoch);
  if (row < 0) return null;
  const names = keys ?? Object.keys(arrays).filter((name) => name !== 'epochs');
  const absent = names.find((name) => !Object.hasOwn(arrays, name));
  if (absent !== undefined) {
    const held = printable(Object.keys(arrays).join(', '));
    throw new UserError(`missing array: ${printable(absent)}`, `the file holds: ${held}`);
  }
  return Object.fromEntries(names.map((name) => [name, rowOf(arrays[name], row)]));
}

function stacked(variant: Variant, analyzer: string): Promise<NamedArrays> {
  const path = stackedPath(variant, analyzer);
  const about = description(analyzer);
  return remembered(path, 'stacked', about, () => readDecoded(path, about, checked), isSmall);
}

function isSmall(arrays: NamedArrays): boolean {
  return Object.values(arrays).reduce((sum, { data }) => sum + data.byteLength, 0) < 64 * 2 ** 20;
}

function checked(bytes: Uint8Array): NamedArrays {
  const arrays = readNpz(bytes);
  const { epochs } = arrays;
  const wrong = Object.entries(arrays).find(([, { shape }]) => shape[0] !== epochs?.shape[0]);
  if (epochs === undefined || wrong !== undefined)
    throw new UserError(
      `damaged npz: ${wrong?.[0] ?? 'it'} does not fit its epochs`,
      'copy the file again from where it was made'
    );
  return arrays;
}

function epochsOf(arrays: NamedArrays): Numbers {
  return arrays.epochs.data;
}

function rowOf({ dtype, shape, data }: Tensor, row: number): Tensor {
  const length = data.length / shape[0];
  return { dtype, shape: shape.slice(1), data: data.subarray(row * length, (row + 1) * length) };
}

function description(analyzer: string): FileDescription {
  return {
    missing: `missing artifact: ${printable(analyzer)}`,
    remedy: 'copy the file again, or analyze the checkpoints: grokscope analyze',
    largest: LARGEST
  };
}

function stackedPath(variant: Variant, analyzer: string): string {
  return `${variant.path}/artifacts/${analyzer}.npz`;
}
