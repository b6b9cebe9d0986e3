import type { JsonPlace } from '../files/json-place.ts';

/** A checkpoint that was put to use. */
export interface Deployment {
  readonly step: number;
  readonly id: string | null;
  readonly timestamp: string | null;
  readonly checkpoint: string | null;
  readonly path: string | null;
  readonly score: number | null;
  readonly loss: number | null;
  readonly accuracy: number | null;
  /** `success`, `failed_verification` …, as written. */
  readonly status: string | null;
  /** Null where it was not verified. */
  readonly verifiedAt: string | null;
}

/** Returns the rows of deployment_status.json, in their order; one without a step is left out. */
export function deploymentsOf(rows: readonly JsonPlace[]): readonly Deployment[] {
  return rows.flatMap((row) => {
    const step = row.step('checkpoint_step');
    if (step === null) return [];
    return [
      {
        step,
        id: row.label('deployment_id'),
        timestamp: row.text('timestamp'),
        checkpoint: row.text('checkpoint_name'),
        path: row.text('checkpoint_path'),
        score: row.number('score'),
        loss: row.number('loss'),
        accuracy: row.number('accuracy'),
        status: row.text('status'),
        verifiedAt: row.text('verified_at')
      }
    ];
  });
}
