import type { ArraySpecs } from '../analyzer.ts';
import { tensorsOf } from './weight-names.ts';

/** Returns those of the declared arrays that a run has: matrices that its model lacks have none. */
export function arraysOfModel(
  specs: ArraySpecs,
  config: Readonly<Record<string, unknown>>
): ArraySpecs {
  const present = Object.entries(specs).filter(
    ([, spec]) =>
      !('dtype' in spec && spec.of) || spec.of.some((name) => tensorsOf(name, config).length > 0)
  );
  return Object.fromEntries(present);
}
