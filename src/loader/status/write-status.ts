import { join } from 'node:path';
import { writeNpz } from '../../codec/index.ts';
import type { TextProbe } from '../../task/index.ts';
import { refuseLinks } from '../files/links.ts';
import { writeAtomic } from '../files/write-atomic.ts';
import { type Appended, appendHistory } from '../history/append-history.ts';
import type { HistoryRow } from '../history/history-row.ts';
import type { Embeddings } from './embeddings.ts';
import { type HardBoard, hardScore } from './hard-board.ts';
import type { UmapCoords } from './umap-coords.ts';

/**
 * Writes `hard_example_board.json` below a status folder, as the plan's program has it. A
 * checkpoint at which nothing was tried is left out. Rejects with UserError.
 */
export function writeHardBoard(folder: string, { examples, entries }: HardBoard): Promise<void> {
  const written = entries
    .map((entry) => ({ entry, ...hardScore(entry) }))
    .filter(({ total }) => total > 0)
    .map(({ entry, correct, total }) => ({
      checkpoint: entry.checkpoint ?? `checkpoint-${entry.step}`,
      step: entry.step,
      timestamp: entry.timestamp ?? '',
      results: entry.results,
      total_correct: correct,
      total,
      accuracy: correct / total,
      error_types: entry.errorTypes
    }));
  return writeJson(folder, 'hard_example_board.json', { entries: written, examples });
}

/**
 * Appends to `learning_history.jsonl` below a status folder, as {@link appendHistory} does, with no
 * other keys than those of the plan's program, which reads no history that has some. Rows may be
 * of one probe set only. Rejects with UserError, and RangeError on wrong rows.
 */
export function writeStatusHistory(folder: string, rows: readonly HistoryRow[]): Promise<Appended> {
  return appendHistory(join(folder, 'learning_history.jsonl'), rows, 'code');
}

/**
 * Writes `embeddings/probe_set.json` below a status folder. Rejects with UserError.
 * @param created when the set was made, as ISO 8601
 */
export function writeStatusProbes(
  folder: string,
  probes: readonly TextProbe[],
  created: string
): Promise<void> {
  const written = probes.map(({ id, prompt, category, difficulty, expected, metadata }) => ({
    id,
    prompt,
    category,
    difficulty,
    expected_answer: expected,
    metadata
  }));
  const content = { created, total: probes.length, probes: written };
  return writeJson(folder, 'embeddings/probe_set.json', content);
}

/**
 * Writes `embeddings/checkpoint_<step>.npz` below a status folder: the arrays that numpy.savez
 * makes of the plan's program, which numpy.load reads without pickles. Throws RangeError where an
 * array has not a row for each probe; rejects with UserError.
 */
export function writeEmbeddings(folder: string, embeddings: Embeddings): Promise<void> {
  const { step, timestamp, ids, categories, difficulties, lastLayer, midLayer } = embeddings;
  const rows = [lastLayer.shape[0], midLayer.shape[0], categories.length, difficulties.length];
  if (rows.some((length) => length !== ids.length))
    throw new RangeError(`invalid embeddings: rows of ${rows} for ${ids.length} probes`);
  const bytes = writeNpz({
    last_layer: lastLayer,
    mid_layer: midLayer,
    probe_ids: { shape: [ids.length], texts: ids },
    categories: { shape: [ids.length], texts: categories },
    difficulties: { shape: [ids.length], texts: difficulties },
    step: { dtype: 'int64', shape: [], data: Float64Array.of(step) },
    timestamp: { shape: [], texts: [timestamp ?? ''], width: 26 }
  });
  return write(folder, `embeddings/checkpoint_${step}.npz`, bytes);
}

/**
 * Writes `embeddings/umap_coords.json` below a status folder; points that are not finite are left
 * out. Rejects with UserError.
 */
export function writeUmapCoords(
  folder: string,
  { method, layer, slices }: UmapCoords
): Promise<void> {
  const coords = slices.map(({ step, points }): [string, object] => [
    String(step),
    Object.fromEntries(Object.entries(points).filter(([, point]) => point.every(Number.isFinite)))
  ]);
  const content = { method, layer, coords: Object.fromEntries(coords) };
  return writeJson(folder, 'embeddings/umap_coords.json', content);
}

function writeJson(folder: string, file: string, content: object): Promise<void> {
  return write(folder, file, `${JSON.stringify(content, null, 2)}\n`);
}

async function write(folder: string, file: string, bytes: Uint8Array | string): Promise<void> {
  const path = join(folder, file);
  refuseLinks(folder, path);
  await writeAtomic(path, bytes);
}
