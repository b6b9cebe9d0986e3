import type { CheckpointGraph } from '../../analyzers/index.ts';
import { input, type Lazy } from '../../engine/index.ts';
import { UserError } from '../../error/user-error.ts';
import type { Variant } from '../../loader/index.ts';
import type { LazyWeights } from '../../model/index.ts';
import { type Examples, selectRows, splitOf, taskOf } from '../../task/index.ts';
import { modelOf } from '../run/model-of.ts';

/**
 * What the inputs begin with that hold weights of the run's last checkpoint; no tensor of a model
 * does.
 */
export const LAST = 'last:';

/** The input that holds the epoch of the last checkpoint. */
export const LAST_EPOCH = `${LAST}/epoch`;

/**
 * Returns a checkpoint of the variant as a graph whose inputs are its tensors, seen over all pairs
 * or through the variant's probe set. Throws UserError.
 */
export function checkpointGraph(variant: Variant): CheckpointGraph {
  const { prime } = variant;
  const model = modelOf(variant);
  const biases = Object.entries(model.frozen)
    .filter(([name]) => /\.b_\w+$/.test(name))
    .map(([name, { shape }]) => ({ name, shape }));
  const weights = Object.fromEntries(
    [...model.weights, ...biases].map(({ name, shape }) => [name, input(name, shape)])
  );
  const grid = taskOf(variant.config).grid(prime);
  const { train } = splitOf(variant);

  const seen = (
    weights: LazyWeights,
    { labels, ...pairs }: Examples,
    rows?: Int32Array
  ): CheckpointGraph => ({
    prime,
    rows,
    labels,
    train,
    trained: model.weights.map(({ name }) => name),
    weight(name) {
      const found = weights[name];
      if (!found) throw absent('weight', name);
      return found;
    },
    last(name) {
      const found = weights[name];
      if (!found) throw absent('weight', name);
      return input(`${LAST}${name}`, found.shape);
    },
    lastEpoch: input(LAST_EPOCH, []),
    activation(name): Lazy {
      const compute = model.activations[name];
      if (!compute) throw absent('activation', name);
      return compute(weights, pairs);
    },
    on: (chosen) => seen(weights, selectRows({ ...grid }, chosen), chosen),
    get whole() {
      return seen(weights, grid);
    },
    with: (changed) => seen({ ...weights, ...changed }, { labels, ...pairs }, rows)
  });
  const { probe } = variant;
  return probe
    ? seen(weights, selectRows({ ...grid }, probe.rows), probe.rows)
    : seen(weights, grid);
}

function absent(what: string, name: string): UserError {
  return new UserError(
    `the model has no ${what}: ${name}`,
    'choose analyzers that fit it: grokscope analyze --analyzer ID'
  );
}
