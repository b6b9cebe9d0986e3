/** How well a skill was mastered at a checkpoint. */
export interface SkillScore {
  /** From 0 to 1. */
  readonly accuracy: number;
  /** Probes that were answered rightly, of how many; absent where it is not known. */
  readonly correct?: number;
  readonly total?: number;
}

/**
 * What is known about one checkpoint, over one probe set. Null is what is not known: nothing here
 * is 0 for want of a value.
 */
export interface HistoryRow {
  readonly step: number;
  /** As it was written; it may lack a time zone. */
  readonly timestamp: string | null;
  /** Losses in nats. */
  readonly trainLoss: number | null;
  readonly validationLoss: number | null;
  readonly learningRate: number | null;
  /** By name, in the order they were written; {} where none is known. */
  readonly skills: Readonly<Record<string, SkillScore>>;
  /** Change of each layer's weights since the reference, relative to their norm there. */
  readonly layerDrifts: readonly (number | null)[] | null;
  /** Norm of each layer's weights. */
  readonly layerNorms: readonly (number | null)[] | null;
  /** Of the origin's rows a ratio of two sums of norms, not the norm of all weights. */
  readonly totalDrift: number | null;
  readonly geometryDrift: number | null;
  readonly calibrationError: number | null;
  readonly meanConfidence: number | null;
  /** Hard examples answered rightly, of how many (never of 0). */
  readonly hardCorrect: number | null;
  readonly hardTotal: number | null;
  /** Names of the files trained on. */
  readonly dataFiles: readonly string[] | null;
  /** Where the checkpoint lies. */
  readonly checkpoint: string | null;
  /** Hash of the probe set; null where no set is named. */
  readonly probeSet: string | null;
  /** Whose row it is: ours, of the plan's program, or in the plan's flat shape. */
  readonly origin: HistoryOrigin;
  /** What else stood in the row, under its own keys. */
  readonly others: Readonly<Record<string, unknown>>;
}

/** Who wrote a row. */
export type HistoryOrigin = 'grokscope' | 'code' | 'plan';

/** The names of {@link HistoryOrigin}. */
export const historyOrigins: readonly string[] = ['grokscope', 'code', 'plan'];

/**
 * Returns the rows that count: of each step and probe set the last, in the order of their steps.
 */
export function lastRows(rows: readonly HistoryRow[]): readonly HistoryRow[] {
  const last = new Map<string, HistoryRow>();
  for (const row of rows) last.set(rowKey(row), row);
  return [...last.values()].sort((a, b) => a.step - b.step);
}

/** Returns what a row is about: rows of the same key replace each other. */
export function rowKey({ step, probeSet }: HistoryRow): string {
  return JSON.stringify([step, probeSet]);
}
