import type { JsonPlace } from '../files/json-place.ts';

/** How far a checkpoint's weights are from those of a reference, as the plan's program has it. */
export interface OriginDrift {
  readonly step: number;
  readonly checkpoint: string | null;
  readonly reference: string | null;
  readonly referenceStep: number | null;
  readonly timestamp: string | null;
  /** Sum of the layers' norms of change, which is not the norm of the whole change. */
  readonly deltaNormSum: number | null;
  /** That, over the sum of the layers' norms at the reference. */
  readonly sumRatio: number | null;
  readonly layers: readonly OriginLayerDrift[];
  /** `top_heavy` for every model of fewer than four layers. */
  readonly patternAsWritten: string | null;
}

/** One layer of {@link OriginDrift}. */
export interface OriginLayerDrift {
  /** From 0; −1 is all that lies outside of the layers. */
  readonly index: number;
  readonly name: string | null;
  readonly deltaNorm: number | null;
  readonly referenceNorm: number | null;
  /** deltaNorm / referenceNorm; infinite where the weights are not finite. */
  readonly relativeChange: number | null;
  readonly parameters: number | null;
}

/** Returns the content of layer_drift.json; null (told) without a step. */
export function driftOf(place: JsonPlace): OriginDrift | null {
  const step = place.step('current_step', 'step');
  if (step === null) return null;
  return {
    step,
    checkpoint: place.text('current_checkpoint'),
    reference: place.text('reference_checkpoint'),
    referenceStep: place.count('reference_step'),
    timestamp: place.text('timestamp'),
    deltaNormSum: place.number('total_delta_norm'),
    sumRatio: place.number('total_relative_change'),
    layers: place.objects('layers').flatMap(layerOf),
    patternAsWritten: place.object('summary')?.text('pattern') ?? null
  };
}

function layerOf(place: JsonPlace): readonly OriginLayerDrift[] {
  const index = layerIndex(place);
  if (index === null) return [];
  return [
    {
      index,
      name: place.text('layer_name'),
      deltaNorm: place.number('delta_norm'),
      referenceNorm: place.number('reference_norm'),
      relativeChange: place.number('relative_change'),
      parameters: place.count('param_count')
    }
  ];
}

/** Returns the number of a layer (−1 for what lies outside of them), null (told) without one. */
export function layerIndex(place: JsonPlace): number | null {
  const index = place.number('layer_idx');
  if (!place.has('layer_idx')) place.tell('layer_idx', 'is missing');
  if (index === null || (Number.isSafeInteger(index) && index >= -1)) return index;
  place.tell('layer_idx', `is no layer: ${index}`);
  return null;
}

/** Returns the rows of a `…_history.json`, read by `rowOf`, in the order of their steps. */
export function historyRows<T extends { readonly step: number }>(
  place: JsonPlace,
  rowOf: (row: JsonPlace) => T | null
): readonly T[] {
  const rows = place.objects('history').flatMap((row) => rowOf(row) ?? []);
  return rows.sort((a, b) => a.step - b.step);
}
