import type { NamedArrays } from '../../array/tensor.ts';
import { readNpz, readNpzApart } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { artifactFile } from '../files/epoch-file.ts';
import {
  entriesOf,
  exists,
  foldersIn,
  numberedFile,
  numberedFiles,
  numberedNames
} from '../files/folder.ts';
import { LARGEST, largestAcross, largestArtifact } from '../files/largest.ts';
import { nearestTo } from '../files/nearest.ts';
import { readDecoded } from '../files/read-file.ts';
import { type NpzSizes, sizesInNpz } from '../files/whole-files.ts';
import type { ProbeSet, Variant } from '../variants/variant.ts';
import { hasStacked, stackedArtifact, stackedEpochs } from './stacked.ts';

/** Returns the ids of the analyzers that left artifacts in a variant, sorted. */
export function analyzersOf(variant: Variant): readonly string[] {
  const root = `${variant.path}/artifacts`;
  const stacked = entriesOf(root)
    .map((entry) => /^([^.].*)\.npz$/.exec(entry.name)?.[1])
    .filter((id) => id !== undefined);
  const folders = foldersIn(root).filter((id) =>
    entriesOf(`${root}/${id}`).some(({ name }) =>
      /^(epoch_\d+|summary|cross_epoch)\.npz$/.test(name)
    )
  );
  return [...new Set([...stacked, ...folders])].sort();
}

/**
 * Returns the epochs that have the analyzer's artifact, damaged ones included, ascending; [] for an
 * analyzer that only works across epochs.
 */
export async function artifactEpochs(
  variant: Variant,
  analyzer: string
): Promise<readonly number[]> {
  return epochsOf(
    variant,
    analyzer,
    numberedFiles(artifactFolder(variant, analyzer), 'epoch_', '.npz')
  );
}

async function epochsOf(
  variant: Variant,
  analyzer: string,
  single: readonly number[]
): Promise<readonly number[]> {
  const stacked = hasStacked(variant, analyzer) ? await stackedEpochs(variant, analyzer) : [];
  return [...new Set([...single, ...stacked])].sort((a, b) => a - b);
}

/** The epochs of an analyzer's artifacts, ascending. */
export interface StoredEpochs {
  readonly whole: readonly number[];
  /**
   * Empty, cut or zero-filled, as a killed job or a full disk leaves them, or with other arrays.
   */
  readonly damaged: readonly number[];
}

/**
 * Returns the epochs of an analyzer's artifacts, told apart by whether the files are whole and
 * `fits` (by default any) accepts what is in them. Only their lists of arrays are read: what is
 * wrong within one shows when it is read.
 */
export async function storedEpochs(
  variant: Variant,
  analyzer: string,
  fits: (sizes: Exclude<NpzSizes, null>) => boolean = () => true
): Promise<StoredEpochs> {
  const folder = artifactFolder(variant, analyzer);
  const files = numberedNames(folder, 'epoch_', '.npz');
  const isWhole = (epoch: number): boolean => {
    const name = files.get(epoch);
    if (name === undefined) return true;
    const sizes = sizesInNpz(`${folder}/${name}`);
    return sizes !== null && fits(sizes);
  };
  const whole: number[] = [];
  const damaged: number[] = [];
  for (const epoch of await epochsOf(variant, analyzer, [...files.keys()]))
    (isWhole(epoch) ? whole : damaged).push(epoch);
  return { whole, damaged };
}

/**
 * Returns the arrays of an analyzer at one epoch; only `keys` if given. Era A's stacked files give
 * the epoch's row. Throws UserError naming the nearest epochs when there is none.
 */
export async function readArtifact(
  variant: Variant,
  analyzer: string,
  epoch: number,
  keys?: readonly string[]
): Promise<NamedArrays> {
  const usual = artifactPath(variant, analyzer, artifactFile(epoch));
  const path = numberedFile(usual, 'epoch_', '.npz', epoch);
  if (exists(path))
    return readDecoded(path, description(variant, analyzer, epoch), (bytes) =>
      readNpzApart(bytes, { keys, limit: () => largestArtifact(variant) })
    );
  if (hasStacked(variant, analyzer)) {
    const row = await stackedArtifact(variant, analyzer, epoch, keys);
    if (row !== null) return row;
  }
  const nearest = nearestTo(epoch, await artifactEpochs(variant, analyzer));
  const command = analyzeCommand(variant, analyzer);
  throw new UserError(
    `missing artifact: ${printable(analyzer)} at epoch ${epoch}`,
    nearest === '' ? command : `nearest stored epochs: ${nearest}; or ${command}`
  );
}

/**
 * Returns an analyzer's summary: `epochs` (n) and arrays with a leading n dimension, sorted by
 * epoch. Arrays of other lengths (what the model does not have) are left out. Throws UserError.
 */
export async function readSummary(variant: Variant, analyzer: string): Promise<NamedArrays> {
  const path = artifactPath(variant, analyzer, 'summary.npz');
  const missing = `missing summary: ${printable(analyzer)} of ${printable(variant.name)}`;
  const about = { ...description(variant, analyzer), missing };
  return readDecoded(path, about, (bytes) => {
    const arrays = readNpz(bytes, { limit: rowsLimit(variant, analyzer) });
    const { epochs } = arrays;
    if (epochs === undefined)
      throw new UserError('damaged npz: it has no epochs', analyzeCommand(variant, analyzer));
    const rows = Object.entries(arrays).filter(([, { shape }]) => shape[0] === epochs.shape[0]);
    return Object.fromEntries(rows);
  });
}

/** Returns the arrays an analyzer made across epochs; only `keys` if given. Throws UserError. */
export async function readAcross(
  variant: Variant,
  analyzer: string,
  keys?: readonly string[]
): Promise<NamedArrays> {
  const path = artifactPath(variant, analyzer, 'cross_epoch.npz');
  const missing = `missing cross-epoch artifact: ${printable(analyzer)} of ${printable(variant.name)}`;
  const about = { ...description(variant, analyzer), missing };
  const limit = rowsLimit(variant, analyzer);
  return readDecoded(path, about, (bytes) => readNpz(bytes, { keys, limit }));
}

/** Tells whether the analyzer's summary.npz is there. */
export function hasSummary(variant: Variant, analyzer: string): boolean {
  return exists(artifactPath(variant, analyzer, 'summary.npz'));
}

/** Tells whether the analyzer's cross_epoch.npz is there. */
export function hasAcross(variant: Variant, analyzer: string): boolean {
  return exists(artifactPath(variant, analyzer, 'cross_epoch.npz'));
}

/**
 * Returns the folder of an analyzer's artifacts. Throws UserError on an id that is no plain name.
 */
export function artifactFolder(variant: Variant, analyzer: string): string {
  if (!/^[\w][\w.-]*$/.test(analyzer))
    throw new UserError(
      `unknown analyzer: ${printable(analyzer)}`,
      'see: grokscope list analyzers',
      2
    );
  const { path, probe } = variant;
  const own = probe?.analyzers.includes(analyzer) ? `/${probe.id}` : '';
  return `${path}/artifacts/${analyzer}${own}`;
}

/** Returns the path of one of an analyzer's files. */
export function artifactPath(variant: Variant, analyzer: string, file: string): string {
  return `${artifactFolder(variant, analyzer)}/${file}`;
}

function rowsLimit(variant: Variant, analyzer: string): () => number {
  return () => largestAcross(variant, artifactFolder(variant, analyzer));
}

/** Remakes what is damaged and nothing else; of the files of a whole run there is one each. */
function description(variant: Variant, analyzer: string, epoch?: number) {
  const command = analyzeCommand(variant, analyzer);
  return {
    missing: `missing artifact: ${printable(analyzer)}`,
    hint: command,
    remedy: epoch === undefined ? command : `${command} --epochs ${epoch} --force`,
    largest: LARGEST
  };
}

function analyzeCommand(variant: Variant, analyzer: string): string {
  return `run: ${analysisCommand(variant)} --analyzer ${printable(analyzer)}`;
}

/** A longer probe set is given in a file. */
const ON_A_LINE = 120;

/** Returns the command that analyzes a variant, through its probe set if it is seen through one. */
export function analysisCommand({ name, probe }: Variant): string {
  return `grokscope analyze ${printable(name)}${probe ? through(probe) : ''}`;
}

function through({ text }: ProbeSet): string {
  return text.length > ON_A_LINE ? ' --probe-file FILE' : ` --probe '${printable(text)}'`;
}
