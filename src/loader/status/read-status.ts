import { basename, join } from 'node:path';
import { UserError } from '../../error/user-error.ts';
import { printable } from '../../text/printable.ts';
import { exists, isFolder } from '../files/folder.ts';
import { problemList, type Tell } from '../files/json-place.ts';
import { readBytes } from '../files/read-file.ts';
import { embeddingFiles, readEmbeddings } from './embeddings.ts';
import { type PartReader, partReaders } from './part-readers.ts';

/** A part of a status folder, and the file that all its numbers are from. */
export interface Part<T> {
  /** From the status folder on: `layer_drift.json`. */
  readonly file: string;
  readonly value: T;
}

/** What is not there, or not as it should be. */
export interface StatusProblem {
  readonly file: string;
  /** `missing` where there is no such file, which is no fault; else what is wrong with it. */
  readonly kind: 'missing' | 'damaged';
  readonly text: string;
}

type PartReaders = typeof partReaders;

/** The parts of a status folder; null where one is missing or nothing could be read of it. */
export type StatusParts = {
  readonly [K in keyof PartReaders]: PartReaders[K] extends PartReader<infer T>
    ? Part<T> | null
    : never;
};

/** A sound file of embeddings: {@link readEmbeddings} gives its arrays. */
export interface EmbeddingsPart {
  readonly file: string;
  readonly path: string;
  readonly step: number;
  readonly timestamp: string | null;
  /** Ids of the probes. */
  readonly ids: readonly string[];
}

/** What was found in a status folder of the plan. */
export interface StatusTree extends StatusParts {
  /** The folder itself. */
  readonly folder: string;
  /** By step. */
  readonly embeddings: readonly EmbeddingsPart[];
  readonly problems: readonly StatusProblem[];
}

/** A file of losses and answers of a long training. */
const LARGEST = 128 * 2 ** 20;

/**
 * Returns what is in a status folder of the plan, or in the `status` of the folder above it. A part
 * that is missing or damaged is null and told; of a part that is right here and wrong there the
 * right is kept, and the wrong told. Rejects with a UserError when there is no such folder.
 */
export async function readStatus(folder: string): Promise<StatusTree> {
  if (!isFolder(folder))
    throw new UserError(
      `missing status folder: ${printable(folder)}`,
      'give the folder that has learning_history.jsonl, layer_drift.json …'
    );
  const below = join(folder, 'status');
  const isAbove = isFolder(below) && !hasParts(folder);
  return readTree(isAbove ? below : folder);
}

function hasParts(folder: string): boolean {
  return Object.values(partReaders).some(({ files }) => exists(join(folder, files[0])));
}

async function readTree(folder: string): Promise<StatusTree> {
  const problems: StatusProblem[] = [];
  const parts: [string, Part<unknown> | null][] = [];
  for (const [name, reader] of Object.entries(partReaders))
    parts.push([name, await readPart(folder, reader, problems)]);
  const embeddings = await readAllEmbeddings(folder, problems);
  return { ...(Object.fromEntries(parts) as unknown as StatusParts), folder, embeddings, problems };
}

async function readPart(
  folder: string,
  { files, read }: PartReader<unknown>,
  problems: StatusProblem[]
): Promise<Part<unknown> | null> {
  const file = files.find((one) => exists(join(folder, one)));
  if (file === undefined) {
    problems.push({ file: files[0], kind: 'missing', text: 'is not there' });
    return null;
  }
  const { tell, told } = problemList();
  const description = { missing: `missing file: ${printable(file)}`, largest: LARGEST };
  const value = await tellingErrors(tell, async () =>
    read(await readBytes(join(folder, file), description), tell)
  );
  problems.push(...told().map((text) => ({ file, kind: 'damaged' as const, text })));
  return value === null ? null : { file, value };
}

async function readAllEmbeddings(
  folder: string,
  problems: StatusProblem[]
): Promise<readonly EmbeddingsPart[]> {
  const found: EmbeddingsPart[] = [];
  const files = embeddingFiles(join(folder, 'embeddings'));
  if (files.length === 0)
    problems.push({ file: 'embeddings/checkpoint_*.npz', kind: 'missing', text: 'is not there' });
  for (const { path, step } of files) {
    const file = `embeddings/${basename(path)}`;
    const tell = (text: string) => problems.push({ file, kind: 'damaged', text });
    const read = await tellingErrors(tell, () => readEmbeddings({ path, step }));
    if (read === null) continue;
    const { timestamp, ids } = read;
    if (found.length > 0 && found[0].ids.join('\n') !== ids.join('\n'))
      tell(`has other probes than ${found[0].file}`);
    found.push({ file, path, step, timestamp, ids });
  }
  return found;
}

/** What one file has wrong ends no more than this file. */
async function tellingErrors<T>(tell: Tell, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    tell(error.message);
    return null;
  }
}
