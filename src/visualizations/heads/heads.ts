import type { NamedArrays } from '../../array/tensor.ts';
import { okabeIto } from '../../figure/colors.ts';
import { dominantOf } from '../parts/neuron-order.ts';
import { epochOf, type More } from '../visualization.ts';

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

/** What the maps of heads say more by: the frequency that each head follows, and its kind. */
export const headFacts = {
  frequencies: epochOf('attention_freq'),
  scales: epochOf('multiscale_structure')
};

/**
 * Returns what is known of a head's attention from "=" to a: its strongest frequency (`k 22`), the
 * share of that (`90 %`), and the kind of its scale (`coarse`); '' for what is not.
 */
export function factsOfHead(head: number, { frequencies, scales }: More) {
  const matrix = frequencies?.freq_matrix;
  const known = matrix?.shape.length === 2 && head < matrix.shape[1] ? dominantOf(matrix) : null;
  const share = known?.fractions[head] ?? 0;
  const kind = (scales ? headKinds(scales) : [])[head] ?? '';
  return {
    follows: share > 0 ? `k ${(known?.frequencies[head] ?? 0) + 1}` : '',
    share: share > 0 ? `${Math.round(100 * share)} %` : '',
    kind: kind.split(',')[0] ?? ''
  };
}

/** Returns the title of a head's map: `head 2 · k 22 · 90 % · coarse`, as far as that is known. */
export function headTitle(head: number, more: More): string {
  const { follows, share, kind } = factsOfHead(head, more);
  return [`head ${head}`, follows, share, kind].filter(Boolean).join(' · ');
}
