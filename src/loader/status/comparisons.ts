import type { JsonPlace } from '../files/json-place.ts';

/** One look at several checkpoints of a run. */
export interface ModelComparison {
  readonly timestamp: string | null;
  /** Best first, as written. */
  readonly ranking: readonly RankedCheckpoint[];
}

/**
 * A checkpoint in the program's ranking. Its loss and accuracy cover the tokens of prompts too, so
 * that the first need not be who answers best.
 */
export interface RankedCheckpoint {
  readonly checkpoint: string | null;
  readonly step: number | null;
  readonly score: number | null;
  readonly loss: number | null;
  readonly accuracy: number | null;
  readonly inferenceMs: number | null;
  /** What the file calls `ece`; how it was computed is not known. */
  readonly eceAsWritten: number | null;
}

/** The content of model_comparisons.json. */
export interface ModelComparisons {
  readonly comparisons: readonly ModelComparison[];
  readonly best: RankedCheckpoint | null;
}

/**
 * Returns the content of model_comparisons.json, as the program writes it (rankings in
 * `comparisons`) or as its README describes it (one, in `rankings`).
 */
export function modelComparisonsOf(place: JsonPlace): ModelComparisons {
  const comparisons = place.has('comparisons')
    ? place.objects('comparisons').map((comparison) => ({
        timestamp: comparison.text('timestamp'),
        ranking: comparison.objects('ranking').map(rankedOf)
      }))
    : [{ timestamp: null, ranking: place.objects('rankings').map(rankedOf) }];
  return { comparisons, best: bestOf(place) };
}

/** A name in the README's shape, an object in the program's. */
function bestOf(place: JsonPlace): RankedCheckpoint | null {
  if (!place.has('best_checkpoint')) return null;
  const { best_checkpoint: best } = place.value;
  if (typeof best !== 'string') {
    const found = place.object('best_checkpoint');
    return found && rankedOf(found);
  }
  return {
    checkpoint: best,
    step: stepIn(best),
    score: null,
    loss: null,
    accuracy: null,
    inferenceMs: null,
    eceAsWritten: null
  };
}

function rankedOf(place: JsonPlace): RankedCheckpoint {
  const checkpoint = place.text('checkpoint');
  if (!place.has('step') && checkpoint === null) place.tell('step', 'is missing');
  return {
    checkpoint,
    step: place.count('step') ?? stepIn(checkpoint ?? ''),
    score: place.number('score'),
    loss: place.number('loss'),
    accuracy: place.number('accuracy'),
    inferenceMs: place.number('inference_time_ms'),
    eceAsWritten: place.number('ece')
  };
}

function stepIn(checkpoint: string): number | null {
  const digits = /(?:^|\/)checkpoint-(\d{1,15})(?:-\d+-\d+)?$/.exec(checkpoint)?.[1];
  return digits === undefined ? null : Number(digits);
}
