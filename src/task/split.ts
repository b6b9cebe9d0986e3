import { pythonShuffle } from '../array/random/python-shuffle.ts';
import { randperm } from '../array/random/randperm.ts';
import { torchGenerator } from '../array/random/torch-generator.ts';
import { UserError } from '../error/user-error.ts';
import { printable } from '../text/printable.ts';
import type { Parameters, RunParameters } from './parameters.ts';
import type { Layout } from './task.ts';
import { gridLabels, taskOf } from './tasks.ts';

/**
 * Rows of the grid that a model trains on and is tested on, in the order in which they were drawn.
 */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** Returns the answer to each row of a run's grid, [rows]; −1 where there is none. */
export function labelsOf({ parameters, config }: SplitFacts): Int32Array {
  return gridLabels(taskOf(config), parameters);
}

/** Returns the rows that have an answer, ascending. */
export function answeredRows(labels: Int32Array): Int32Array {
  const rows = new Int32Array(labels.length);
  let count = 0;
  for (let row = 0; row < labels.length; row++) if (labels[row] >= 0) rows[count++] = row;
  return rows.slice(0, count);
}

/**
 * Returns the Python workbench's split of some rows: the first ⌊fraction·count⌋ of `torch.randperm`
 * with that seed train, the rest test.
 */
export function splitRows(rows: Int32Array, fraction: number, dataSeed: number): Split {
  return cutAt(fraction, randperm(torchGenerator(dataSeed), rows.length), rows);
}

function cutAt(fraction: number, order: Int32Array, rows: Int32Array): Split {
  const drawn = order.map((place) => rows[place]);
  const cut = Math.floor(drawn.length * fraction);
  return { train: drawn.slice(0, cut), test: drawn.slice(cut) };
}

/**
 * Ways to draw a split, as `data_split` in config.json names them: of `torch.randperm` (the
 * default) or of Python's `random.shuffle`.
 */
export const splitMethods = ['torch', 'python'] as const;

/** What decides which rows a run trained on. */
export interface SplitFacts {
  readonly parameters: RunParameters;
  /** config.json; its `data_split` names the method, its recipe the task. */
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * Returns the split of all rows that have an answer, as a run trained with it. Throws UserError on
 * an unknown `data_split`.
 */
export function splitOf({ parameters, config }: SplitFacts): Split {
  const { data_split: method = 'torch' } = config;
  const { fraction, data_seed: seed } = parameters;
  const rows = answeredRows(labelsOf({ parameters, config }));
  if (method === 'torch' || method === null) return splitRows(rows, fraction, seed);
  if (method !== 'python')
    throw new UserError(
      `unknown data_split in config.json: ${printable(String(method))}`,
      `expected ${splitMethods.join(' or ')}`
    );
  return cutAt(fraction, pythonShuffle(seed, rows.length), rows);
}

/** Returns how the grid of a run looks. Throws UserError where its task does not allow it. */
export function layoutOf({
  parameters,
  config
}: Omit<SplitFacts, 'parameters'> & {
  readonly parameters: Parameters;
}): Layout {
  return taskOf(config).layout(parameters);
}
