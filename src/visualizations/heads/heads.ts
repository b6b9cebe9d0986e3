import type { NamedArrays } from '../../array/tensor.ts';
import { okabeIto } from '../../figure/colors.ts';

// blue and vermillion mean train and test
const colors = [okabeIto.green, okabeIto.purple, okabeIto.orange, okabeIto.sky];

/** Returns the colour of an attention head in every figure. */
export function headColor(head: number): string {
  return colors[head % colors.length];
}

/** What says at how large a scale a map varies. */
export interface MapScales {
  readonly lowFrequency: number;
  readonly gradient: number;
  readonly deviation: number;
}

/**
 * Returns the kind of a head's map: `flat` where it hardly varies (deviation below 0.02), else
 * `coarse` from a low-frequency share of 0.7, `fine` below 0.1, `mixed` between, and `smooth` or
 * `edged` by its step between neighbours (below or from 0.2).
 */
export function headKind({ lowFrequency, gradient, deviation }: MapScales): string {
  if (!(deviation >= 0.02)) return 'flat';
  const grain = lowFrequency >= 0.7 ? 'coarse' : lowFrequency < 0.1 ? 'fine' : 'mixed';
  return `${grain}, ${gradient < 0.2 ? 'smooth' : 'edged'}`;
}

/** Returns the kind of each head at one epoch of the artifact. */
export function headKinds(artifact: NamedArrays): readonly string[] {
  const of = (name: string) => artifact[`head_${name}`]?.data ?? [];
  return Array.from(of('low_frequency'), (lowFrequency, head) =>
    headKind({
      lowFrequency,
      gradient: of('gradient')[head] ?? 0,
      deviation: of('deviation')[head] ?? 0
    })
  );
}
