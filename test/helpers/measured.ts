import type { Analyzer } from '../../src/analyzers/index.ts';
import type { NamedArrays } from '../../src/array/tensor.ts';
import { readCheckpoint, type Variant } from '../../src/loader/index.ts';
import { checkpointGraph } from '../../src/workbench/analysis/checkpoint-graph.ts';
import { compileMeasures } from '../../src/workbench/analysis/measures.ts';
import { factsOf } from '../../src/workbench/run/conform.ts';

/** Returns an analyzer's arrays of a checkpoint, `change`d before if asked, without any file. */
export async function measured(
  variant: Variant,
  analyzer: Analyzer,
  epoch = 0,
  change: (weights: NamedArrays) => NamedArrays = (weights) => weights
): Promise<NamedArrays> {
  const measures = await compileMeasures([analyzer], checkpointGraph(variant), { device: 'cpu' });
  const weights = change(await readCheckpoint(variant, epoch));
  const arrays = (await measures.run(weights))[analyzer.id];
  await measures.dispose();
  return analyzer.finish?.(arrays, { epoch, ...factsOf(variant) }) ?? arrays;
}
