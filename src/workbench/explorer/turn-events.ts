import { marginText, type TurnReport } from '../../turn/index.ts';
import type { LossFacts } from '../run/facts.ts';
import type { EpochEvent } from './explorer-workbench.ts';

/** A run with more spikes than this shows the largest ones. */
const mostSpikes = 5;

/** Returns the named moments of a run, in order; what never happened is absent. */
export function turnEvents(
  facts: LossFacts,
  { turn, margin, windows, spikes }: TurnReport
): readonly EpochEvent[] {
  const named: readonly (readonly [string, number | null | undefined])[] = [
    ['memorized', windows.memorization?.end],
    ['test peak', facts.peakTestEpoch],
    ['plateau ends', windows.plateau?.end],
    [margin ? `turn ${marginText(margin)}` : 'turn', turn],
    ['generalized', turn === null ? null : facts.generalizedAt],
    ...spikes
      .toSorted((a, b) => b.factor - a.factor)
      .slice(0, mostSpikes)
      .map(({ epoch, factor }) => [`spike ×${Number(factor.toPrecision(2))}`, epoch] as const)
  ];
  return named
    .flatMap(([label, epoch]) => (typeof epoch === 'number' ? [{ label, epoch }] : []))
    .sort((a, b) => a.epoch - b.epoch);
}
