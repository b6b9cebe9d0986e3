import { type Analyzer, analyzers, type Sizes, specOf } from '../../analyzers/index.ts';
import {
  type NpzSizes,
  type StoredEpochs,
  storedEpochs as storedFiles,
  type Variant
} from '../../loader/index.ts';
import { knownSizes } from './conform.ts';

/** Bytes of an element, by any of the dtypes. */
const WIDTHS = [1, 2, 4, 8, 16];

/**
 * Returns the epochs of an analyzer's artifacts; damaged are also those that cannot be its own:
 * with none of the arrays that it declares, or with one of a size that the variant's model does not
 * give it. Throws UserError.
 */
export async function storedEpochs(variant: Variant, id: string): Promise<StoredEpochs> {
  const declared = analyzers.find((analyzer) => analyzer.id === id)?.arrays ?? {};
  const known = knownSizes(variant);
  return storedFiles(variant, id, (sizes) => canBe(sizes, declared, known));
}

/**
 * Returns the epochs of an analyzer's artifacts that are undamaged as far as {@link storedEpochs}
 * can see, ascending.
 */
export async function wholeArtifacts(variant: Variant, id: string): Promise<readonly number[]> {
  return (await storedEpochs(variant, id)).whole;
}

function canBe(
  sizes: Exclude<NpzSizes, null>,
  declared: Analyzer['arrays'],
  known: Sizes
): boolean {
  const keys = Object.keys(declared);
  if (sizes === 'unreadable' || keys.length === 0) return true;
  const present = keys.filter((key) => Object.hasOwn(sizes, `${key}.npy`));
  if (present.length === 0) return false;
  return present.every((key) => {
    const count = specOf(declared[key]).dims.reduce(
      (n, name) => n * (known[name] ?? Number.NaN),
      1
    );
    return (
      Number.isNaN(count) || WIDTHS.some((width) => isHeader(sizes[`${key}.npy`] - count * width))
    );
  });
}

/**
 * A header of `.npy` fills whole blocks of 64 bytes, in files by old versions of NumPy of 16, and
 * is short.
 */
function isHeader(bytes: number): boolean {
  return bytes > 0 && bytes <= 256 && bytes % (bytes <= 128 ? 16 : 64) === 0;
}
