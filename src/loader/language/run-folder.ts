import { basename, join } from 'node:path';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { exists, foldersIn, isFolder } from '../files/folder.ts';
import { readJsonSync } from '../files/read-json.ts';
import { shapesIn, sizesInNpz } from '../files/whole-files.ts';

/** A checkpoint of a language model: a folder as Hugging Face libraries save it. */
export interface CheckpointFolder {
  /** Optimizer steps that it was trained for. */
  readonly step: number;
  readonly path: string;
}

/** Checkpoints in `checkpoint-500`, `checkpoint-500-20251125-1030`, `step500`. */
const named = /^(?:checkpoint-(\d{1,15})(?:-\d{8}-\d{4,6})?|step(\d{1,15}))$/;
/** Where the checkpoints of a run may lie below its folder. */
const below = ['', 'checkpoints', 'current_model', 'models/current_model'];
/** As many steps as artifacts may be numbered with. */
const MOST = 2 ** 24;

/**
 * Returns the checkpoints in a folder, the fewest steps first; of two of one step the last by name.
 * A folder that is a checkpoint itself is the only one. [] where there is none.
 */
export function checkpointFolders(folder: string): readonly CheckpointFolder[] {
  if (exists(join(folder, 'config.json')) && weightFiles(folder).length > 0)
    return [{ step: stepOf(folder), path: folder }];
  const found = new Map<number, string>();
  for (const name of foldersIn(folder)) {
    const [, checkpoint, step = checkpoint] = named.exec(name) ?? [];
    if (step !== undefined && Number(step) <= MOST) found.set(Number(step), join(folder, name));
  }
  return [...found].map(([step, path]) => ({ step, path })).sort((a, b) => a.step - b.step);
}

/**
 * Returns the folder that holds the checkpoints of a run: the one given, or one of those that
 * trainers keep them in below it. Throws UserError where there is none.
 */
export function folderOfCheckpoints(run: string): string {
  if (!isFolder(run))
    throw new UserError(
      `${exists(run) ? 'not a folder' : 'no such folder'}: ${printable(run)}`,
      'give the folder that holds checkpoint-500, checkpoint-1000 …'
    );
  const found = below.map((name) => join(run, name)).find((path) => checkpointFolders(path).length);
  if (found !== undefined) return found;
  throw new UserError(
    `no checkpoints in ${printable(run)}`,
    'expected folders checkpoint-<step> or step<N>, or config.json with weights beside it'
  );
}

/**
 * Tells whether the weights of a checkpoint are all there, by their headers: one that is being
 * written is not.
 */
export function isWholeCheckpoint(folder: string): boolean {
  const files = weightFiles(folder);
  return exists(join(folder, 'config.json')) && files.length > 0 && files.every(isWhole);
}

function isWhole(path: string): boolean {
  if (!exists(path)) return false;
  if (path.endsWith('.bin')) return sizesInNpz(path) !== null;
  const shapes = shapesIn(path);
  return shapes !== null && Object.keys(shapes).length > 0;
}

/** The files that hold the weights of a checkpoint, those of an index whether there or not. */
function weightFiles(folder: string): readonly string[] {
  const single = ['model.safetensors', 'pytorch_model.bin'].map((name) => join(folder, name));
  const found = single.find(exists);
  const index = `${single[0]}.index.json`;
  if (found === single[0] || !exists(index)) return found === undefined ? [] : [found];
  try {
    const { weight_map: map } = readJsonSync(index, { missing: 'missing index', largest: 2 ** 26 });
    const names = Object.values((map ?? {}) as object).map(String);
    return [...new Set(names)].map((name) => join(folder, basename(name)));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [index];
  }
}

/** By its name, or what the trainer says. */
function stepOf(folder: string): number {
  const [, checkpoint, step = checkpoint] = named.exec(basename(folder)) ?? [];
  if (step !== undefined) return Number(step);
  try {
    const { global_step: given } = readJsonSync(join(folder, 'trainer_state.json'), {
      missing: 'missing trainer state'
    });
    return Number.isSafeInteger(given) && (given as number) >= 0 && (given as number) <= MOST
      ? (given as number)
      : 0;
  } catch (error) {
    if (error instanceof UserError) return 0;
    throw error;
  }
}
