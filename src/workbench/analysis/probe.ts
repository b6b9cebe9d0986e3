import type { Probe } from '../../analyzers/index.ts';
import { input, type Lazy } from '../../engine/index.ts';
import { printable } from '../../error/printable.ts';
import { UserError } from '../../error/user-error.ts';
import type { Variant } from '../../loader/index.ts';
import { findArchitecture, type Model, pairGrid } from '../../model/index.ts';

/** Returns a checkpoint of the variant as a graph whose inputs are its tensors, seen over all pairs. Throws UserError. */
export function probeOf(variant: Variant): Probe {
  const model = modelOf(variant);
  const biases = Object.entries(model.frozen)
    .filter(([name]) => /\.b_\w+$/.test(name))
    .map(([name, { shape }]) => ({ name, shape }));
  const weights = Object.fromEntries(
    [...model.weights, ...biases].map(({ name, shape }) => [name, input(name, shape)])
  );
  const pairs = pairGrid(variant.prime);
  const absent = (what: string, name: string) =>
    new UserError(
      `the model has no ${what}: ${name}`,
      'choose analyzers that fit it: grokscope analyze --analyzer ID'
    );
  const activation = (name: string): Lazy => {
    const compute = model.activations[name];
    if (!compute) throw absent('activation', name);
    return compute(weights, pairs);
  };
  return {
    prime: variant.prime,
    weight(name) {
      const found = weights[name];
      if (!found) throw absent('weight', name);
      return found;
    },
    activation
  };
}

/** The model that a config.json describes: MLP families name their architecture, transformers their heads. */
function modelOf({ name, config, prime }: Variant): Model {
  const size = (key: string, fallback?: number): number => {
    const value = config[key] ?? fallback;
    if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
    throw new UserError(
      `missing ${key} in config.json: ${printable(name)}`,
      'copy config.json again from where the run was trained'
    );
  };
  const { architecture } = config;
  if (typeof architecture === 'string')
    return findArchitecture(architecture).build({
      prime,
      dModel: size('d_model', 1),
      heads: size('n_heads', 1),
      dMlp: size('d_hidden')
    });
  const sizes = { dModel: size('d_model'), heads: size('n_heads'), dMlp: size('d_mlp') };
  return findArchitecture('transformer').build({ prime, ...sizes });
}
