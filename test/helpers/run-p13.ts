import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DType, NamedArrays, Numbers, Tensor } from '../../src/array/tensor.ts';
import type { Figure } from '../../src/figure/figure.ts';
import { resolveOptions } from '../../src/option/option.ts';
import type { Kind, Need, Visualization } from '../../src/visualizations/visualization.ts';
import { isSingle, needsOf } from '../../src/visualizations/visualization.ts';

interface StoredArray {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly (number | null)[];
}

const folder = fileURLToPath(new URL('../fixtures/', import.meta.url));
const stored: Readonly<Record<string, Readonly<Record<string, StoredArray>>>> = Object.assign(
  {},
  ...globSync('{run-p13,run-p13/*}.json', { cwd: folder }).map((name) =>
    JSON.parse(readFileSync(folder + name, 'utf8'))
  )
);
const types: Partial<Record<DType, new (n: number[]) => Numbers>> = {
  float32: Float32Array,
  int32: Int32Array
};

/**
 * Returns arrays of the p=13, seed 999 run (60 epochs) that the Python workbench made: `coarseness/summary`,
 * `coarseness/epoch_00059` (epochs 0, 30, 59), `neuron_dynamics/cross_epoch`, `neuron_map/epoch_00059` (neuron 37), `losses`.
 * They lie in fixtures/run-p13.json and, a file per analyzer or source, in fixtures/run-p13/; those of walsh_spectrum are
 * of a run of sparse parity (n=6, k=2) of as many epochs.
 */
export function runP13(name: string): NamedArrays {
  const arrays = stored[name];
  if (!arrays) throw new Error(`no such arrays in the fixture: ${name}`);
  return Object.fromEntries(
    Object.entries(arrays).map(([key, { dtype, shape, data }]): [string, Tensor] => {
      const Type = types[dtype] ?? Float64Array;
      return [key, { dtype, shape, data: new Type(data.map((value) => value ?? Number.NaN)) }];
    })
  );
}

/** Returns the epochs of 0, 30 and 59 at which the fixture has what a per-epoch visualization needs. */
export function fixtureEpochs(visualization: Visualization): readonly number[] {
  const keys = needsOf(visualization).flatMap((need) =>
    need.from === 'epoch' ? [need.analyzer] : need.from === 'source' ? [need.source] : []
  );
  return [0, 30, 59].filter((epoch) =>
    keys.every((id) => `${id}/epoch_${String(epoch).padStart(5, '0')}` in stored)
  );
}

/** The data of a visualization: one artifact's arrays, or those of several by the names of the needs. */
export type FixtureData = NamedArrays | Readonly<Record<string, NamedArrays>>;

/** Returns the arrays of the fixture that a visualization needs. */
export function dataFor(visualization: Visualization, epoch = 59): FixtureData {
  const { needs } = visualization;
  if (isSingle(needs)) return arraysFor(needs, visualization.kind, epoch);
  return changedData(needs, (need) => arraysFor(need, visualization.kind, epoch));
}

/** Returns the data of a visualization with something done to the arrays of each of its needs. */
export function mapData(
  visualization: Visualization,
  data: FixtureData,
  change: (arrays: NamedArrays) => NamedArrays
): FixtureData {
  if (isSingle(visualization.needs)) return change(data as NamedArrays);
  return changedData(data as Readonly<Record<string, NamedArrays>>, change);
}

function changedData<T>(
  entries: Readonly<Record<string, T>>,
  change: (entry: T) => NamedArrays
): Readonly<Record<string, NamedArrays>> {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, change(entry)]));
}

function arraysFor(need: Need, kind: Kind, epoch: number): NamedArrays {
  const at = `epoch_${String(epoch).padStart(5, '0')}`;
  switch (need.from) {
    case 'losses':
      return runP13('losses');
    case 'epoch':
      return runP13(`${need.analyzer}/${at}`);
    case 'summary':
      return runP13(`${need.analyzer}/summary`);
    case 'across':
      return runP13(`${need.analyzer}/cross_epoch`);
    case 'source':
      return runP13(`${need.source}/${kind === 'run' ? 'run' : at}`);
  }
}

/** Draws a visualization from the fixture as the workbench would: with epoch, neuron and prime filled in. */
export function drawn(
  visualization: Visualization,
  set: Readonly<Record<string, unknown>> = {},
  epoch = 59
): Figure {
  const context = { epoch, neuron: 37, prime: 13, answers: 13 };
  const options = resolveOptions(visualization.options, set, context);
  const more = changedData(visualization.also ?? {}, (need) =>
    arraysFor(need, visualization.kind, epoch)
  );
  return visualization.figure(dataFor(visualization, epoch) as never, options as never, more);
}
