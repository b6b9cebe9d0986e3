import { basename, dirname, join } from 'node:path';
import type { NamedArrays } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import { entriesOf } from '../files/folder.ts';
import { refuseLinks } from '../files/links.ts';
import { withLock } from '../files/lock.ts';
import { type JsonObject, readJson, readJsonSync } from '../files/read-json.ts';
import type { ProbeSet, Variant } from '../variants/variant.ts';
import { checkSameRun, writeInVariant } from '../variants/write-in-variant.ts';
import { artifactEpochs, readArtifact } from './artifacts.ts';

/** What one analysis run did with an analyzer. */
export interface AnalyzerRecord {
  readonly analyzer: string;
  readonly version: number;
  /** Values of the analyzer's parameters, camelCase. */
  readonly parameters: JsonObject;
  /** Epochs that this run computed. */
  readonly epochs: readonly number[];
  /** The arrays of one of them, for shapes and dtypes. */
  readonly arrays?: NamedArrays;
  /**
   * True where artifacts of earlier runs were measured with other parameters: they are outdated
   * now.
   */
  readonly isAnew?: boolean;
  /** True until the summary and the cross-epoch file follow from the artifacts again. */
  readonly isUnfinished?: boolean;
}

/** What the manifest knows of our own work; the Python workbench's entries have none of this. */
export interface AnalyzerProvenance {
  readonly version: number;
  readonly parameters: JsonObject;
  /** Epochs computed by that version, with those parameters. */
  readonly epochs: readonly number[];
  /** Epochs computed by earlier versions of ours, or with other parameters of the measurement. */
  readonly outdated: readonly number[];
  /** True where a run was stopped between artifacts and what is made from them. */
  readonly isUnfinished: boolean;
}

/**
 * Brings artifacts/manifest.json up to date: the Python workbench's keys, and version, parameters
 * and epochs under `grokscope`. The manifest is advisory: files on disk decide what exists, and
 * what an entry lacks is read from them; a damaged one is replaced. Two processes that update it do
 * so one after another. Throws UserError.
 */
export async function updateManifest(
  variant: Variant,
  records: readonly AnalyzerRecord[],
  now: Date = new Date()
): Promise<void> {
  const path = manifestPath(variant);
  const lock = join(dirname(path), `.${basename(path, '.json')}.lock`);
  refuseLinks(variant.path, path);
  checkSameRun(variant);
  await withLock(lock, 'manifest', () => update(variant, records, now));
}

async function update(
  variant: Variant,
  records: readonly AnalyzerRecord[],
  now: Date
): Promise<void> {
  const manifest = await readManifest(variant);
  const analyzers: Record<string, unknown> = { ...object(manifest.analyzers) };
  for (const record of records) {
    const before = object(analyzers[record.analyzer]);
    const epochs = await artifactEpochs(variant, record.analyzer);
    const known = record.arrays !== undefined || before.shapes !== undefined;
    analyzers[record.analyzer] = {
      ...before,
      epochs_completed: epochs,
      ...(known ? described(record.arrays) : await storedForm(variant, record.analyzer, epochs)),
      updated_at: now.toISOString(),
      grokscope: written(provenance(record, provenanceOf(before)))
    };
  }
  const { fraction: _, ...parameters } = variant.parameters;
  const text = JSON.stringify(
    {
      ...manifest,
      analyzers,
      ...(variant.probe && { probe: probeRecord(variant.probe) }),
      variant_params: { ...object(manifest.variant_params), ...parameters },
      family_name: variant.family
    },
    null,
    2
  );
  await writeInVariant(variant, manifestPath(variant), text);
}

/**
 * Returns what the manifest knows of our own work, by analyzer; {} when there is none or it is
 * damaged.
 */
export async function readProvenance(
  variant: Variant
): Promise<Readonly<Record<string, AnalyzerProvenance>>> {
  const analyzers = object((await readManifest(variant)).analyzers);
  const known = Object.entries(analyzers).flatMap(([id, entry]) => {
    const found = provenanceOf(object(entry));
    return found === null ? [] : [[id, found] as const];
  });
  return Object.fromEntries(known);
}

/**
 * What the file of a probe set says of it; files may come from anywhere, so that neither needs to
 * be true or sane.
 */
export interface StoredProbe {
  readonly text: string;
  /** How many pairs it has; null where the file does not say. */
  readonly pairs: number | null;
}

/**
 * Returns the probe sets that a variant has artifacts of, by id, sorted. Damaged files are left
 * out.
 */
export function listProbes(variant: Variant): ReadonlyMap<string, StoredProbe> {
  const found = new Map<string, StoredProbe>();
  const folder = `${variant.path}/artifacts/probes`;
  for (const entry of entriesOf(folder)) {
    const id = /^(probe_\w+)\.json$/.exec(entry.name)?.[1];
    if (id === undefined || !(entry.isFile() || entry.isSymbolicLink())) continue;
    const { text, pairs } = object(storedJson(`${folder}/${entry.name}`).probe);
    if (typeof text === 'string')
      found.set(id, { text, pairs: typeof pairs === 'number' ? pairs : null });
  }
  return found;
}

function storedJson(path: string): JsonObject {
  try {
    return readJsonSync(path, { missing: 'missing probe set' });
  } catch (error) {
    if (error instanceof UserError) return {};
    throw error;
  }
}

/**
 * The manifest of the artifacts over all pairs, or of those of a probe set, which also says what
 * that is.
 */
function manifestPath({ path, probe }: Variant): string {
  return probe ? `${path}/artifacts/probes/${probe.id}.json` : `${path}/artifacts/manifest.json`;
}

function probeRecord({ text, rows }: ProbeSet): JsonObject {
  return { text, pairs: rows.length };
}

async function readManifest(variant: Variant): Promise<JsonObject> {
  try {
    return await readJson(manifestPath(variant), { missing: 'missing manifest' });
  } catch (error) {
    if (error instanceof UserError) return {};
    throw error;
  }
}

function provenance(record: AnalyzerRecord, before: AnalyzerProvenance | null): AnalyzerProvenance {
  const { version, parameters, epochs, isAnew = false, isUnfinished = false } = record;
  const same = before?.version === version && !isAnew;
  const current = [...new Set([...(same ? before.epochs : []), ...epochs])].sort((a, b) => a - b);
  const earlier = [...(before?.outdated ?? []), ...(same ? [] : (before?.epochs ?? []))];
  const outdated = earlier.filter((epoch) => !current.includes(epoch)).sort((a, b) => a - b);
  return { version, parameters, epochs: current, outdated, isUnfinished };
}

/** `unfinished` is there only where it is true. */
function written({ isUnfinished, ...provenance }: AnalyzerProvenance): JsonObject {
  return { ...provenance, ...(isUnfinished && { unfinished: true }) };
}

function provenanceOf(entry: JsonObject): AnalyzerProvenance | null {
  const own = object(entry.grokscope);
  if (typeof own.version !== 'number') return null;
  const epochs = (list: unknown): readonly number[] =>
    Array.isArray(list) ? list.filter((epoch) => typeof epoch === 'number') : [];
  const { version } = own;
  return {
    version,
    parameters: object(own.parameters),
    epochs: epochs(own.epochs),
    outdated: epochs(own.outdated),
    isUnfinished: own.unfinished === true
  };
}

/**
 * Shapes and dtypes by the newest artifact on disk: the run that made it may have been killed
 * before it noted them.
 */
async function storedForm(
  variant: Variant,
  analyzer: string,
  epochs: readonly number[]
): Promise<JsonObject> {
  const last = epochs.at(-1);
  if (last === undefined) return {};
  try {
    return described(await readArtifact(variant, analyzer, last));
  } catch (error) {
    if (error instanceof UserError) return {};
    throw error;
  }
}

function described(arrays: NamedArrays | undefined): JsonObject {
  if (arrays === undefined) return {};
  const each = Object.entries(arrays);
  return {
    shapes: Object.fromEntries(each.map(([name, { shape }]) => [name, shape])),
    dtypes: Object.fromEntries(each.map(([name, { dtype }]) => [name, dtype]))
  };
}

function object(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}
