import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { type JsonObject, numbersOf, readJson } from '../files/read-json.ts';
import { remembered } from '../files/remembered.ts';
import type { Variant } from '../variants/variant.ts';

/** What metadata.json says of a run. It may claim what is not on disk; files win. */
export interface RunMetadata {
  /** Loss of each epoch before its step, float64 (n). */
  readonly train: Float64Array;
  /** Test loss of each epoch after its step, float64 (n). */
  readonly test: Float64Array;
  /** Rows of the grid that the run trained on; empty when not written down. */
  readonly trainIndices: Float64Array;
  readonly testIndices: Float64Array;
  /** Number of epochs trained. */
  readonly epochs: number;
}

/**
 * Returns metadata.json, checked. Kept in memory while the file does not change. Throws UserError.
 */
export function readMetadata(variant: Variant): Promise<RunMetadata> {
  const path = `${variant.path}/metadata.json`;
  const description = {
    missing: `missing losses: ${printable(variant.name)}`,
    hint: 'it has no metadata.json: train it, or copy the file from where it was trained',
    remedy: 'copy metadata.json again from where the run was trained'
  };
  return remembered(path, 'metadata', description, async () =>
    metadataOf(await readJson(path, description), path)
  );
}

function metadataOf(json: JsonObject, path: string): RunMetadata {
  const list = (key: string, optional = false): Float64Array => {
    const numbers = numbersOf(json[key] ?? (optional ? [] : undefined));
    if (numbers !== null) return numbers;
    throw new UserError(
      `damaged json: ${key} is no list of numbers: ${printable(path)}`,
      'copy metadata.json again from where the run was trained'
    );
  };
  const train = list('train_losses');
  const test = list('test_losses');
  if (train.length !== test.length)
    throw new UserError(
      `damaged json: ${train.length} train losses, but ${test.length} test losses: ${printable(path)}`,
      'copy metadata.json again from where the run was trained'
    );
  const trainIndices = list('train_indices', true);
  const testIndices = list('test_indices', true);
  return { train, test, trainIndices, testIndices, epochs: train.length };
}
