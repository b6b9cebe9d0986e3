import type { JsonPlace } from '../files/json-place.ts';
import { layerIndex } from './layer-drift.ts';

/** Norms of a checkpoint's layers, and what the program found alarming. */
export interface OriginStability {
  readonly step: number;
  readonly checkpoint: string | null;
  readonly timestamp: string | null;
  readonly layers: readonly OriginLayerNorms[];
  /** As written; weights that are no numbers count as healthy there. */
  readonly healthAsWritten: string | null;
  readonly alerts: readonly OriginAlert[];
}

/** One layer of {@link OriginStability}. */
export interface OriginLayerNorms {
  /** From 0; −1 is all that lies outside of the layers. */
  readonly index: number;
  readonly name: string | null;
  readonly weightNorm: number | null;
  readonly biasNorm: number | null;
  readonly maxAbs: number | null;
  readonly minAbs: number | null;
  readonly parameters: number | null;
}

/** A rule of the program that fired. */
export interface OriginAlert {
  /** `warning` or `critical`. */
  readonly severity: string | null;
  /** `exploding`, `vanishing` or `spike`. */
  readonly type: string | null;
  readonly layer: number | null;
  readonly message: string | null;
  readonly value: number | null;
  readonly threshold: number | null;
}

/** Returns the content of parameter_stability.json; null (told) without a step. */
export function stabilityOf(place: JsonPlace): OriginStability | null {
  const step = place.step('step');
  if (step === null) return null;
  return {
    step,
    checkpoint: place.text('checkpoint'),
    timestamp: place.text('timestamp'),
    layers: place.objects('layers').flatMap(layerOf),
    healthAsWritten: place.object('summary')?.text('health_status') ?? null,
    alerts: place.objectsIfAny('alerts').map((alert) => ({
      severity: alert.text('severity'),
      type: alert.text('type'),
      layer: alert.number('layer'),
      message: alert.text('message'),
      value: alert.number('value'),
      threshold: alert.number('threshold')
    }))
  };
}

function layerOf(place: JsonPlace): readonly OriginLayerNorms[] {
  const index = layerIndex(place);
  if (index === null) return [];
  return [
    {
      index,
      name: place.text('layer_name'),
      weightNorm: place.number('weight_norm'),
      biasNorm: place.number('bias_norm'),
      maxAbs: place.number('max_abs_weight'),
      minAbs: place.number('min_abs_weight'),
      parameters: place.count('param_count')
    }
  ];
}
