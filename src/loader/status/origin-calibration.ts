import type { JsonPlace } from '../files/json-place.ts';

/**
 * What the plan's program calls calibration: over a random sample, with the tokens of prompts, each
 * sequence as one. Its `ece` is no ECE, but the plain mean of the bins' errors.
 */
export interface OriginCalibration {
  readonly step: number;
  readonly timestamp: string | null;
  /** Those that are not empty; a confidence of exactly 1 is in none. */
  readonly bins: readonly OriginBin[];
  readonly meanConfidence: number | null;
  readonly meanAccuracy: number | null;
  /** Mean absolute calibration error of the bins, unweighted. Never to be called ECE. */
  readonly maceOrigin: number | null;
}

/** One bin of {@link OriginCalibration}: confidences from `from`, below `to`. */
export interface OriginBin {
  readonly from: number | null;
  readonly to: number | null;
  readonly confidence: number | null;
  readonly accuracy: number | null;
  readonly count: number | null;
  readonly error: number | null;
}

/** Returns the rows of confidence_calibration.json, ascending by step. */
export function originCalibrationOf(place: JsonPlace): readonly OriginCalibration[] {
  const rows = place.objects('calibrations').flatMap((row) => {
    const step = row.step('step');
    if (step === null) return [];
    return [
      {
        step,
        timestamp: row.text('timestamp'),
        bins: row.objects('calibration_bins').map(binOf),
        meanConfidence: row.number('overall_confidence'),
        meanAccuracy: row.number('overall_accuracy'),
        maceOrigin: row.number('ece')
      }
    ];
  });
  return rows.sort((a, b) => a.step - b.step);
}

function binOf(place: JsonPlace): OriginBin {
  const range = place.text('confidence_range');
  const bounds = /^(\d(?:\.\d+)?)-(\d(?:\.\d+)?)$/.exec(range ?? '');
  if (range !== null && bounds === null) place.tell('confidence_range', 'is no range');
  return {
    from: bounds && Number(bounds[1]),
    to: bounds && Number(bounds[2]),
    confidence: place.number('avg_confidence'),
    accuracy: place.number('avg_accuracy'),
    count: place.count('count'),
    error: place.number('calibration_error')
  };
}
