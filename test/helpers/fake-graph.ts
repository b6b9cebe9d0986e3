import type { Analyzer, CheckpointGraph } from '../../src/analyzers/index.ts';
import type { NamedArrays, Tensor } from '../../src/array/tensor.ts';
import { constant } from '../../src/engine/index.ts';
import { labelsOf } from '../../src/task/index.ts';
import { compileMeasures } from '../../src/workbench/analysis/measures.ts';
import { pairContext } from './pair-context.ts';
import { withBlock } from './with-block.ts';

/** A checkpoint of which only some tensors exist. */
export interface FakeCheckpoint {
  readonly prime: number;
  readonly weights?: NamedArrays;
  readonly last?: NamedArrays;
  readonly activations?: NamedArrays;
}

/** Returns what an analyzer makes of tensors given by hand (data seed 0, half of the pairs trained on). */
export async function measuredOn(
  analyzer: Analyzer,
  { prime, weights = {}, last = weights, activations = {} }: FakeCheckpoint
): Promise<NamedArrays> {
  const lazy = (tensors: NamedArrays) => (name: string) => {
    const { data, shape } = withBlock(tensors)[name] as Tensor;
    return constant(Float64Array.from(data), shape);
  };
  const context = pairContext(prime, { dataSeed: 0, fraction: 0.5 });
  const graph: CheckpointGraph = {
    sizes: context.sizes,
    labels: labelsOf(context),
    train: Int32Array.of(),
    trained: Object.keys(weights),
    weight: lazy(weights),
    activation: lazy(activations),
    last: lazy(last),
    lastEpoch: constant(7),
    on: () => graph,
    get whole() {
      return graph;
    },
    with: () => graph,
    atLayer: () => graph
  };
  const measures = await compileMeasures([analyzer], graph, { device: 'cpu' });
  const arrays = (await measures.run({}))[analyzer.id];
  await measures.dispose();
  return analyzer.finish?.(arrays, { epoch: 0, ...context }) ?? arrays;
}

/** Returns a float32 tensor of f over indices of the shape. */
export function tensorOf(
  shape: readonly number[],
  f: (...index: readonly number[]) => number
): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const data = Float32Array.from({ length: size }, (_, i) => {
    const index: number[] = [];
    let rest = i;
    for (const n of shape.toReversed()) {
      index.unshift(rest % n);
      rest = Math.floor(rest / n);
    }
    return f(...index);
  });
  return { dtype: 'float32', shape, data };
}
