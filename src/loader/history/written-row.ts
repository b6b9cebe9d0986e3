import type { JsonObject } from '../files/read-json.ts';
import type { HistoryRow } from './history-row.ts';

/**
 * Which keys a row is written with: all that we know, or only those of the plan's program, which
 * refuses a history with any other.
 */
export type HistoryShape = 'full' | 'code';

/**
 * Returns a row as one line of JSON with its line end. Numbers that are not finite are written as
 * null, lists and scores that are not known as empty ones.
 */
export function rowLine(row: HistoryRow, shape: HistoryShape): string {
  return `${JSON.stringify(shape === 'full' ? fullRow(row) : codeRow(row))}\n`;
}

function codeRow(row: HistoryRow): JsonObject {
  return {
    step: row.step,
    timestamp: row.timestamp ?? '',
    train_loss: row.trainLoss,
    val_loss: row.validationLoss,
    learning_rate: row.learningRate,
    skill_scores: Object.fromEntries(scores(row).map(([name, { accuracy }]) => [name, accuracy])),
    total_weight_drift: row.totalDrift,
    layer_drifts: row.layerDrifts ?? [],
    layer_norms: row.layerNorms ?? [],
    geometry_drift: row.geometryDrift,
    expected_calibration_error: row.calibrationError,
    mean_confidence: row.meanConfidence,
    hard_examples_correct: row.hardTotal ? row.hardCorrect : null,
    hard_examples_total: row.hardTotal || null,
    checkpoint_path: row.checkpoint,
    data_files_trained: row.dataFiles ?? []
  };
}

/** What others wrote never stands in the place of what we know. */
function fullRow(row: HistoryRow): JsonObject {
  const counts = scores(row).flatMap(([name, { correct, total }]) =>
    correct === undefined || total === undefined ? [] : [[name, { correct, total }]]
  );
  const own: JsonObject = {
    ...codeRow(row),
    skill_counts: Object.fromEntries(counts),
    probe_set: row.probeSet,
    origin: row.origin
  };
  const others = Object.entries(row.others).filter(([key]) => !Object.hasOwn(own, key));
  return { ...own, ...Object.fromEntries(others) };
}

function scores({ skills }: HistoryRow) {
  return Object.entries(skills).filter(([, { accuracy }]) => Number.isFinite(accuracy));
}
