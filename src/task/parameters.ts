import type { NumberRange } from '../option/number-range.ts';

/** The numbers that tell runs of a family apart, by the names of family.json. */
export type Parameters = Readonly<Record<string, number>>;

/** The parameters of a run: those of its task, and those that every run has. */
export interface RunParameters extends Parameters {
  readonly seed: number;
  readonly data_seed: number;
  readonly fraction: number;
}

/** One parameter as it is declared. */
export interface ParameterSpec {
  /** Stands before the number where runs are named: `p` for `p113`. */
  readonly label: string;
  /** What it is, a phrase. */
  readonly about: string;
  readonly range: NumberRange;
}

/** Parameters as they are declared, by name, in the order in which they are shown. */
export type ParameterSpecs = Readonly<Record<string, ParameterSpec>>;

const seed: NumberRange = [0, Number.MAX_SAFE_INTEGER, 'whole'];

/** What every run has besides the parameters of its task. */
export const runParameters = {
  seed: { label: 's', about: 'seed of the initial weights', range: seed },
  data_seed: { label: 'ds', about: 'seed of the train/test split', range: seed },
  fraction: { label: 'frac', about: 'share of all rows to train on', range: [0, 1] }
} as const satisfies ParameterSpecs;

/** Returns the values of some parameters; absent ones are left out. */
export function pick(values: Parameters, specs: ParameterSpecs): Parameters {
  const known = Object.keys(specs).filter((name) => values[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, values[name]]));
}
