import type { CheckpointGraph } from '../../analyzers/index.ts';
import { input, type Lazy } from '../../engine/index.ts';
import { UserError, usageError } from '../../error/user-error.ts';
import type { Variant } from '../../loader/index.ts';
import type { LazyWeights, Model } from '../../model/index.ts';
import { type Examples, selectRows, splitOf, taskOf } from '../../task/index.ts';
import { knownSizes } from '../run/conform.ts';
import { modelOf } from '../run/model-of.ts';

/**
 * What the inputs begin with that hold weights of the run's last checkpoint; no tensor of a model
 * does.
 */
export const LAST = 'last:';

/** The input that holds the epoch of the last checkpoint. */
export const LAST_EPOCH = `${LAST}/epoch`;

/**
 * Returns a checkpoint of the variant as a graph whose inputs are its tensors, seen over all rows
 * or through the variant's probe set. Throws UserError.
 */
export function checkpointGraph(variant: Variant): CheckpointGraph {
  const model = modelOf(variant);
  const biases = Object.entries(model.frozen)
    .filter(([name]) => /\.b_\w+$/.test(name))
    .map(([name, { shape }]) => ({ name, shape }));
  const weights = Object.fromEntries(
    [...model.weights, ...biases].map(({ name, shape }) => [name, input(name, shape)])
  );
  const grid = taskOf(variant.config).grid(variant.parameters);
  const sizes = knownSizes(variant);
  const { train } = splitOf(variant);

  const seen = (
    weights: LazyWeights,
    examples: Examples,
    rows?: Int32Array,
    layer = model.layers - 1
  ): CheckpointGraph => {
    const named = (name: string) => name.replace(/^block\./, `blocks.${layer}.`);
    return {
      sizes,
      rows,
      labels: examples.labels,
      train,
      trained: model.weights.map(({ name }) => name),
      weight(name) {
        const found = weights[named(name)];
        if (!found) throw absent('weight', name);
        return found;
      },
      last(name) {
        const found = weights[named(name)];
        if (!found) throw absent('weight', name);
        return input(`${LAST}${named(name)}`, found.shape);
      },
      lastEpoch: input(LAST_EPOCH, []),
      activation(name): Lazy {
        const compute = model.activations[named(name)];
        if (!compute) throw absent('activation', name);
        return compute(weights, examples);
      },
      on: (chosen) => seen(weights, selectRows(grid, chosen), chosen, layer),
      get whole() {
        return seen(weights, grid, undefined, layer);
      },
      with: (changed) => {
        const renamed = Object.entries(changed).map(([name, node]) => [named(name), node] as const);
        const all = { ...weights, ...Object.fromEntries(renamed) };
        return seen(all, examples, rows, layer);
      },
      atLayer: (other) => seen(weights, examples, rows, layerIn(model, other))
    };
  };
  const { probe } = variant;
  return probe ? seen(weights, selectRows(grid, probe.rows), probe.rows) : seen(weights, grid);
}

/**
 * Returns the layer of a parameter `layer`, the last one for null. Throws a usage UserError on one
 * that the model does not have.
 */
export function layerIn({ layers }: Model, layer: number | null): number {
  if (layer === null) return layers - 1;
  if (layer < layers) return layer;
  const most = layers === 1 ? 'the model has layer 0 only' : `expected 0 to ${layers - 1}`;
  throw usageError(`no such layer: ${layer}`, most);
}

function absent(what: string, name: string): UserError {
  return new UserError(
    `the model has no ${what}: ${name}`,
    'choose analyzers that fit it: grokscope analyze --analyzer ID'
  );
}
