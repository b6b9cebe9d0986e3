import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { analyzers } from '../../analyzers/index.ts';
import {
  artifactEpochs,
  hasAcross,
  hasSummary,
  probesOf,
  readAcross,
  readArtifact,
  type Variant,
  writeAtomic,
  writeEmbeddings,
  writeHardBoard,
  writeStatusHistory,
  writeStatusProbes,
  writeUmapCoords
} from '../../loader/index.ts';
import { openExporter } from '../../render-png/index.ts';
import { isHardExample } from '../../task/index.ts';
import { findVisualization } from '../../visualizations/index.ts';
import { drawExport } from '../export/export-run.ts';
import { readRun } from '../run/run-data.ts';
import { hardBoard } from './hard-examples.ts';
import { historyRows } from './record-history.ts';

/** A file of the plan's folder of pictures. */
export interface StatusPicture {
  readonly file: string;
  readonly figure: string;
  readonly format: 'png' | 'gif';
  readonly set?: Readonly<Record<string, unknown>>;
}

/** The pictures of the plan, by their names there. */
export const statusPictures: readonly StatusPicture[] = [
  { file: 'loss_curve.png', figure: 'training_log', format: 'png' },
  { file: 'skill_radar_latest.png', figure: 'skill_radar', format: 'png' },
  { file: 'skill_radar_animated.gif', figure: 'skill_radar', format: 'gif' },
  { file: 'umap_latest.png', figure: 'probe_scatter', format: 'png' },
  { file: 'umap_animated.gif', figure: 'probe_scatter', format: 'gif' },
  { file: 'layer_drift_heatmap.png', figure: 'layer_drift', format: 'png' },
  { file: 'calibration_latest.png', figure: 'probe_reliability', format: 'png' },
  { file: 'hard_example_board.png', figure: 'hard_example_board', format: 'png' }
];

/** Which parts of the plan's status folder to write. */
export type StatusPart = 'history' | 'hard' | 'embeddings' | 'pictures';

/** What was written, and what has no data. */
export interface StatusReport {
  readonly files: readonly string[];
  readonly missing: readonly string[];
}

/**
 * Writes what is known of a language model into a folder as the learning-visualization plan lays it
 * out; what has no data is left out and told. Rejects with a UserError.
 */
export async function writeStatusFolder(
  variant: Variant,
  folder: string,
  parts: readonly StatusPart[],
  {
    pictures = statusPictures,
    steps,
    signal,
    onProgress
  }: {
    readonly pictures?: readonly StatusPicture[];
    /** Checkpoints whose embeddings are written; all by default. */
    readonly steps?: readonly number[];
    readonly signal?: AbortSignal;
    readonly onProgress?: (done: number, total: number, file: string) => void;
  } = {}
): Promise<StatusReport> {
  const now = new Date().toISOString();
  const files: string[] = [];
  const missing: string[] = [];
  mkdirSync(folder, { recursive: true });
  const isAnswered = hasSummary(variant, 'probe_answers');
  for (const part of parts.filter((one) => one !== 'pictures')) if (!isAnswered) missing.push(part);
  if (parts.includes('history') && isAnswered) {
    await writeStatusHistory(folder, await historyRows(variant, now));
    files.push('learning_history.jsonl');
  }
  if (parts.includes('hard') && isAnswered) {
    const board = await hardBoard(variant, now);
    if (board.examples.length > 0) {
      await writeHardBoard(folder, board);
      files.push('hard_example_board.json');
    } else missing.push('hard_example_board.json');
  }
  if (parts.includes('embeddings')) files.push(...(await embeddings(variant, folder, now, steps)));
  if (parts.includes('pictures')) {
    const run = await readRun(
      variant,
      analyzers.map(({ id }) => id)
    );
    const exporter = openExporter();
    mkdirSync(join(folder, 'visualizations'), { recursive: true });
    try {
      for (const [i, { file, figure, format, set }] of pictures.entries()) {
        onProgress?.(i, pictures.length, file);
        const visualization = findVisualization(figure);
        const epochs = run.epochsOf(visualization);
        if (!run.canDraw(visualization) || epochs.length === 0) {
          missing.push(file);
          continue;
        }
        const shown = format === 'gif' ? epochs : epochs.slice(-1);
        const request = { format, epochs: shown, exporter, ...(set && { set }) };
        const bytes = await drawExport(run, visualization, {
          ...request,
          ...(signal && { signal })
        });
        await writeAtomic(join(folder, 'visualizations', file), bytes);
        files.push(`visualizations/${file}`);
      }
    } finally {
      exporter.close();
    }
  }
  return { files, missing };
}

async function embeddings(
  variant: Variant,
  folder: string,
  now: string,
  wanted?: readonly number[]
): Promise<readonly string[]> {
  mkdirSync(join(folder, 'embeddings'), { recursive: true });
  const probes = probesOf(variant);
  const files = ['embeddings/probe_set.json'];
  const own = probes.filter((probe) => !isHardExample(probe));
  await writeStatusProbes(folder, own, now);
  const stored = await artifactEpochs(variant, 'probe_embeddings');
  for (const step of wanted?.filter((one) => stored.includes(one)) ?? stored) {
    const { last, middle } = await readArtifact(variant, 'probe_embeddings', step);
    const width = last.shape[1];
    const rows = (array: typeof last) => ({
      ...array,
      shape: [own.length, width],
      data: (array.data as Float32Array).slice(0, own.length * width)
    });
    await writeEmbeddings(folder, {
      step,
      timestamp: now,
      ids: own.map(({ id }) => id),
      categories: own.map(({ category }) => category),
      difficulties: own.map(({ difficulty }) => difficulty),
      lastLayer: rows(last),
      midLayer: rows(middle)
    });
    files.push(`embeddings/checkpoint_${step}.npz`);
  }
  if (!hasAcross(variant, 'embedding_map')) return files;
  const { epochs, umap } = await readAcross(variant, 'embedding_map');
  const slices = Array.from(epochs.data, (step, t) => ({
    step,
    points: Object.fromEntries(
      own.map(({ id }, i) => {
        const at = (t * probes.length + i) * 2;
        return [id, [umap.data[at], umap.data[at + 1]] as const];
      })
    )
  }));
  await writeUmapCoords(folder, { method: 'umap', layer: 'last_layer', slices });
  return [...files, 'embeddings/umap_coords.json'];
}
