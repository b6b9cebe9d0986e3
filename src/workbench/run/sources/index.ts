import inputTraceLens from './input-trace-lens.ts';
import loggedRun from './logged-run.ts';
import neuronEpochs from './neuron-epochs.ts';
import neuronMap from './neuron-map.ts';
import neuronMaps from './neuron-maps.ts';
import probeList from './probe-list.ts';
import type { Source } from './source.ts';

export type { Source, SourceRequest } from './source.ts';

/** All sources. */
export const sources: readonly Source[] = [
  inputTraceLens,
  loggedRun,
  neuronMap,
  neuronMaps,
  neuronEpochs,
  probeList
];

/**
 * Returns the source of that id. Throws an Error if there is none: only visualizations name
 * sources.
 */
export function findSource(id: string): Source {
  const found = sources.find((source) => source.id === id);
  if (found) return found;
  throw new Error(`unknown source: ${id}`);
}
