import type { NamedArrays } from '../../array/tensor.ts';
import type { Device } from '../../engine/index.ts';
import type { TrainingState } from '../../training/index.ts';

/** Returns the weights of a checkpoint that are trained: all but the frozen ones. */
export function trainedWeights(weights: NamedArrays, frozen: NamedArrays): NamedArrays {
  return Object.fromEntries(Object.entries(weights).filter(([name]) => !(name in frozen)));
}

/** Returns AdamW's moments as they are stored: `exp_avg.{weight}` and `exp_avg_sq.{weight}`. */
export function optimizerTensors({ first, second }: TrainingState): NamedArrays {
  const named = (prefix: string, arrays: NamedArrays) =>
    Object.entries(arrays).map(([name, array]) => [`${prefix}.${name}`, array] as const);
  return Object.fromEntries([...named('exp_avg', first), ...named('exp_avg_sq', second)]);
}

/**
 * Returns a state between two epochs from what is stored of it: the checkpoint and the optimizer
 * after step `epoch`.
 */
export function storedState(
  {
    epoch,
    weights,
    optimizer
  }: { readonly epoch: number } & Readonly<Record<'weights' | 'optimizer', NamedArrays>>,
  frozen: NamedArrays
): TrainingState {
  const named = (prefix: string): NamedArrays =>
    Object.fromEntries(
      Object.entries(optimizer).flatMap(([name, array]) =>
        name.startsWith(`${prefix}.`) ? [[name.slice(prefix.length + 1), array]] : []
      )
    );
  return {
    epoch: epoch + 1,
    weights: trainedWeights(weights, frozen),
    first: named('exp_avg'),
    second: named('exp_avg_sq')
  };
}

/** Device and threads as they were asked for: the last bits of a training depend on them. */
export interface Conditions {
  readonly device?: Device;
  readonly threads?: number;
}

/** Returns the conditions of a training as text, to be stored beside its optimizer. */
export function conditionsOf({ device, threads }: Conditions): Readonly<Record<string, string>> {
  return { ...(device && { device }), ...(threads && { threads: String(threads) }) };
}

/**
 * Returns what to train under again: what is asked for, else what was stored; `auto` asks for
 * nothing.
 */
export function sameConditions(
  requested: Conditions,
  stored: Readonly<Record<string, string>> = {}
): Conditions {
  const chosen = requested.device !== 'auto' ? requested.device : undefined;
  const device = chosen ?? (stored.device as Device | undefined);
  const threads = requested.threads ?? (Number(stored.threads) || undefined);
  return { device, threads };
}
