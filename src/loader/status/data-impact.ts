import type { JsonPlace } from '../files/json-place.ts';

/**
 * Change of the skills between the two checkpoints that the plan's program holds a training file
 * responsible for: the last ones that are older than the file, not all that were trained on it.
 */
export interface OriginImpact {
  readonly dataFile: string;
  readonly stepBefore: number | null;
  readonly stepAfter: number | null;
  readonly timestamp: string | null;
  /** Change of accuracy, by skill. */
  readonly skills: Readonly<Record<string, number>>;
  readonly meanChange: number | null;
  /** Of the part that was kept of the file. */
  readonly examples: number | null;
  readonly kind: string | null;
  /** `positive`, `negative` or `neutral`, as written. */
  readonly verdict: string | null;
}

/** Returns the rows of data_file_impact.jsonl; one that names no file is told and left out. */
export function impactsOf(rows: readonly JsonPlace[]): readonly OriginImpact[] {
  return rows.flatMap((row) => {
    const dataFile = row.text('filename');
    if (!row.has('filename')) row.tell('filename', 'is missing');
    if (dataFile === null) return [];
    const skills = row
      .object('skill_impacts')
      ?.each<number>('number', (value) => typeof value === 'number');
    return [
      {
        dataFile,
        stepBefore: row.count('step_before'),
        stepAfter: row.count('step_after'),
        timestamp: row.text('timestamp'),
        skills: skills ?? {},
        meanChange: row.number('avg_accuracy_delta'),
        examples: row.count('num_examples'),
        kind: row.text('detected_type'),
        verdict: row.text('overall_impact')
      }
    ];
  });
}
