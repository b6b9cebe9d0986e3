import type { NamedArrays, Numbers, Tensor } from '../../array/tensor.ts';
import { writeNpz } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { artifactFile } from '../files/epoch-file.ts';
import type { Variant } from '../variants/variant.ts';
import { writeInVariant } from '../variants/write-in-variant.ts';
import { artifactPath, hasSummary, readSummary } from './artifacts.ts';

/** Writes the arrays of an analyzer at one epoch. Throws UserError. */
export function writeArtifact(
  variant: Variant,
  analyzer: string,
  epoch: number,
  arrays: NamedArrays
): Promise<void> {
  return writeInVariant(
    variant,
    artifactPath(variant, analyzer, artifactFile(epoch)),
    writeNpz(arrays)
  );
}

/**
 * Writes the arrays an analyzer made across epochs; `epochs` (n) should be among them. Throws
 * UserError.
 */
export function writeAcross(
  variant: Variant,
  analyzer: string,
  arrays: NamedArrays
): Promise<void> {
  return writeInVariant(
    variant,
    artifactPath(variant, analyzer, 'cross_epoch.npz'),
    writeNpz(arrays)
  );
}

/**
 * Writes summary rows: arrays with a leading dimension for `epochs`, merged by epoch with the rows
 * already there and sorted. Where a new array has no value for an older epoch it gets NaN (0 in
 * whole-number arrays). A damaged summary, and arrays whose rows have another shape, are replaced.
 * Throws UserError.
 */
export async function writeSummary(
  variant: Variant,
  analyzer: string,
  epochs: readonly number[],
  rows: NamedArrays
): Promise<void> {
  const old = hasSummary(variant, analyzer) ? await readOld(variant, analyzer) : {};
  const oldEpochs = Array.from(old.epochs?.data ?? []);
  const all = [...new Set([...oldEpochs, ...epochs])].sort((a, b) => a - b);
  const sources = all.map(
    (epoch) => [epochs.lastIndexOf(epoch), oldEpochs.indexOf(epoch)] as const
  );
  const names = new Set([...Object.keys(old), ...Object.keys(rows)]);
  names.delete('epochs');
  const merged = [...names].map((name) => {
    const fresh = rows[name];
    const kept = old[name];
    const fits = fresh === undefined || kept?.shape.slice(1).join() === fresh.shape.slice(1).join();
    return [name, mergeRows(fresh, fits ? kept : undefined, sources)] as const;
  });
  const stamps: Tensor = { dtype: 'int64', shape: [all.length], data: Float64Array.from(all) };
  const file = writeNpz({ epochs: stamps, ...Object.fromEntries(merged) });
  await writeInVariant(variant, artifactPath(variant, analyzer, 'summary.npz'), file);
}

async function readOld(variant: Variant, analyzer: string): Promise<NamedArrays> {
  try {
    return await readSummary(variant, analyzer);
  } catch (error) {
    if (error instanceof UserError) return {};
    throw error;
  }
}

function mergeRows(
  fresh: Tensor | undefined,
  kept: Tensor | undefined,
  sources: readonly (readonly [fresh: number, kept: number])[]
): Tensor {
  const { dtype, shape, data } = (fresh ?? kept)!;
  const row = shape.slice(1).reduce((size, n) => size * n, dtype === 'complex128' ? 2 : 1);
  const out = new (data.constructor as new (size: number) => Numbers)(row * sources.length);
  sources.forEach(([inFresh, inKept], to) => {
    const [from, at] = fresh !== undefined && inFresh >= 0 ? [fresh, inFresh] : [kept, inKept];
    if (from !== undefined && at >= 0)
      out.set(from.data.subarray(at * row, (at + 1) * row), to * row);
    else out.fill(Number.NaN, to * row, (to + 1) * row);
  });
  return { dtype, shape: [sources.length, ...shape.slice(1)], data: out };
}
