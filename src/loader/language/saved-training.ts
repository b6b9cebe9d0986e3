import type { NamedArrays } from '../../array/tensor.ts';
import { parsePythonJson, readSafetensors, writeSafetensors } from '../../codec/index.ts';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { exists } from '../files/folder.ts';
import { largestWeights } from '../files/largest.ts';
import { readDecoded } from '../files/read-file.ts';
import type { Variant } from '../variants/variant.ts';
import { writeInVariant } from '../variants/write-in-variant.ts';
import type { LogRow } from './write-checkpoint.ts';

/** Where the training of a language model stands: one file, so that its parts always agree. */
export interface SavedTraining {
  /** Steps done. */
  readonly step: number;
  /** Weights and both moments of each, by names that the caller chooses. */
  readonly tensors: NamedArrays;
  /** What was logged so far. */
  readonly log: readonly LogRow[];
  /** The steps that the next row of the log tells the mean of. */
  readonly pending: readonly LogRow[];
}

/** More than the log of ten million steps has. */
const LARGEST_LOG = 2 ** 26;

/** Writes where a training stands to optimizer.safetensors. Throws UserError. */
export function writeSavedTraining(
  variant: Variant,
  { step, tensors, log, pending }: SavedTraining
): Promise<void> {
  const about = { step: String(step), log: JSON.stringify(log), pending: JSON.stringify(pending) };
  return writeInVariant(variant, pathOf(variant), writeSafetensors(tensors, about));
}

/**
 * Returns where the training of a language model stopped; null where nothing was saved yet. Throws
 * UserError when the file is damaged.
 */
export async function readSavedTraining(variant: Variant): Promise<SavedTraining | null> {
  const path = pathOf(variant);
  if (!exists(path)) return null;
  const remedy = 'train it from the start: grokscope train --force';
  const description = {
    missing: 'missing optimizer state',
    remedy,
    largest: largestWeights(variant, 3) + LARGEST_LOG
  };
  return readDecoded(path, description, (bytes) => {
    const { tensors, metadata } = readSafetensors(bytes);
    const rows = (key: string): readonly LogRow[] => {
      const value = parsePythonJson(metadata[key] ?? '');
      if (Array.isArray(value) && value.every(isRow)) return value;
      throw new UserError(`damaged optimizer state: its ${key}: ${printable(path)}`, remedy);
    };
    if (!/^\d{1,8}$/.test(metadata.step ?? ''))
      throw new UserError(`optimizer state without a step: ${printable(path)}`, remedy);
    return { step: Number(metadata.step), tensors, log: rows('log'), pending: rows('pending') };
  });
}

function isRow(value: unknown): value is LogRow {
  const numbers = Object.values((value ?? '') as object);
  return typeof value === 'object' && numbers.every((number) => typeof number === 'number');
}

function pathOf({ path }: Variant): string {
  return `${path}/optimizer.safetensors`;
}
