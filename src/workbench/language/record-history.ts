import { join } from 'node:path';
import type { NamedArrays } from '../../array/tensor.ts';
import { textsIn } from '../../array/text-array.ts';
import {
  type Appended,
  appendHistory,
  checkpointPath,
  type HistoryRow,
  hasAcross,
  hasSummary,
  readAcross,
  readSummary,
  type SkillScore,
  type Variant
} from '../../loader/index.ts';
import { runFilesOf } from './run-files.ts';

/** Returns the path of the history of a language model. */
export function historyPath({ path }: Variant): string {
  return join(path, 'learning_history.jsonl');
}

/**
 * Appends what is known of each analyzed checkpoint to the history of a language model; rows that
 * are there already are not repeated. Rejects with a UserError.
 */
export async function recordHistory(variant: Variant): Promise<Appended> {
  return appendHistory(historyPath(variant), await historyRows(variant));
}

/** Returns a row for each checkpoint whose probes were asked, ascending. */
export async function historyRows(
  variant: Variant,
  now: string = new Date().toISOString()
): Promise<readonly HistoryRow[]> {
  const answers = await summaryRows(variant, 'probe_answers');
  const skills = await summaryRows(variant, 'probe_skills');
  const calibration = await summaryRows(variant, 'probe_calibration');
  const drift = await summaryRows(variant, 'layer_drift');
  const norms = await summaryRows(variant, 'parameter_stability');
  const geometry = await geometryRows(variant);
  const log = (await runFilesOf(variant)?.log()) ?? [];
  const files = (await runFilesOf(variant)?.dataFiles()) ?? [];
  return [...answers].map(([step, answer]) => {
    const at = (rows: Rows, key: string) => finite(rows.get(step)?.[key]?.[0]);
    const list = (rows: Rows, key: string) => rows.get(step)?.[key];
    const logged = (key: 'loss' | 'validationLoss' | 'learningRate') =>
      finite(log.findLast((row) => row.step <= step && Number.isFinite(row[key]))?.[key]);
    const used = files.filter(({ from }) => from < step).map(({ file }) => file);
    const total = finite(answer.hard_count?.[0]) ?? 0;
    return {
      step,
      timestamp: now,
      trainLoss: logged('loss'),
      validationLoss: logged('validationLoss'),
      learningRate: logged('learningRate'),
      skills: skillScores(skills.get(step)),
      layerDrifts: list(drift, 'drift_reference')?.map(finite) ?? null,
      layerNorms: list(norms, 'weight_norm')?.map(finite) ?? null,
      totalDrift: at(drift, 'total_reference'),
      geometryDrift: finite(geometry.get(step)),
      calibrationError: at(calibration, 'token_ece'),
      meanConfidence: at(calibration, 'token_mean_confidence'),
      hardCorrect: total > 0 ? Math.round(total * Number(answer.hard_accuracy[0])) : null,
      hardTotal: total > 0 ? total : null,
      dataFiles: files.length > 0 ? used : null,
      checkpoint: checkpointPath(variant, step),
      probeSet: variant.language?.probes ?? null,
      origin: 'grokscope',
      others: {}
    };
  });
}

/** The arrays of one row of a summary, by key. */
type Row = Readonly<Record<string, readonly number[]>>;
type Rows = ReadonlyMap<number, Row>;

async function summaryRows(variant: Variant, analyzer: string): Promise<Rows> {
  if (!hasSummary(variant, analyzer)) return new Map();
  const summary = await readSummary(variant, analyzer);
  const steps = Array.from(summary.epochs.data);
  const cut = (key: string, i: number): readonly number[] => {
    const { data } = summary[key];
    const width = data.length / steps.length;
    return Array.from(data.subarray(i * width, (i + 1) * width));
  };
  return new Map(
    steps.map((step, i) => [
      step,
      Object.fromEntries(Object.keys(summary).map((key) => [key, cut(key, i)]))
    ])
  );
}

/** 1 − Pearson of the similarities of the last layer, against the checkpoint before. */
async function geometryRows(variant: Variant): Promise<ReadonlyMap<number, number>> {
  if (!hasAcross(variant, 'geometry_drift')) return new Map();
  const found: NamedArrays = await readAcross(variant, 'geometry_drift');
  const { epochs, last_previous_pearson: drift } = found;
  return new Map(Array.from(epochs.data, (step, i) => [step, drift?.data[i] ?? Number.NaN]));
}

function skillScores(row: Row | undefined): Readonly<Record<string, SkillScore>> {
  if (!row) return {};
  const bytes = {
    dtype: 'uint8' as const,
    shape: [row.skills.length],
    data: Uint8Array.from(row.skills)
  };
  const names = textsIn(bytes, row.count.length);
  return Object.fromEntries(
    names.flatMap((name, i) =>
      row.count[i] > 0
        ? [[name, { accuracy: row.accuracy[i], correct: row.right[i], total: row.count[i] }]]
        : []
    )
  );
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
