import { usageError } from '../error/user-error.ts';
import attentionFreqHeatmap from './attention-freq-heatmap.ts';
import blobCountTrajectory from './blob-count-trajectory.ts';
import coarsenessByNeuron from './coarseness-by-neuron.ts';
import coarsenessDistribution from './coarseness-distribution.ts';
import coarsenessTrajectory from './coarseness-trajectory.ts';
import commitmentTimeline from './commitment-timeline.ts';
import dimensionalityTrajectory from './dimensionality-trajectory.ts';
import dominantFrequencies from './dominant-frequencies.ts';
import inputTraceLens from './input-trace-lens.ts';
import lossCurves from './loss-curves.ts';
import neuronFreqClusters from './neuron-freq-clusters.ts';
import neuronFreqDistribution from './neuron-freq-distribution.ts';
import neuronFreqTrajectory from './neuron-freq-trajectory.ts';
import neuronHeatmap from './neuron-heatmap.ts';
import singularValueSpectrum from './singular-value-spectrum.ts';
import specializationByFrequency from './specialization-by-frequency.ts';
import specializationTrajectory from './specialization-trajectory.ts';
import switchCountDistribution from './switch-count-distribution.ts';
import type { Visualization } from './visualization.ts';

export type { DataOf, Kind, Need, Needs, VariantData, Visualization } from './visualization.ts';

/** All visualizations, losses first, then in the groups in which they are read. */
export const visualizations: readonly Visualization[] = [
  lossCurves,
  coarsenessTrajectory,
  coarsenessDistribution,
  blobCountTrajectory,
  coarsenessByNeuron,
  specializationTrajectory,
  specializationByFrequency,
  neuronFreqClusters,
  neuronHeatmap,
  neuronFreqDistribution,
  neuronFreqTrajectory,
  commitmentTimeline,
  switchCountDistribution,
  dominantFrequencies,
  attentionFreqHeatmap,
  dimensionalityTrajectory,
  singularValueSpectrum,
  inputTraceLens
] as readonly unknown[] as readonly Visualization[];

/**
 * Returns the visualization of that id, or of that id in the Python workbench's family.json or catalog (`-` may stand
 * for `_`). Throws a usage UserError that names the known ones.
 */
export function findVisualization(idOrAlias: string): Visualization {
  const asked = idOrAlias.replaceAll('-', '_');
  const found =
    visualizations.find(({ id }) => id === asked) ??
    visualizations.find(({ aliases }) => aliases?.includes(asked));
  if (found) return found;
  const known = visualizations.map(({ id }) => id).join(', ');
  throw usageError(`unknown figure: ${idOrAlias}`, `known figures: ${known}`);
}
