export { default as renderBlobCountTrajectory } from './blob-count-trajectory.ts';
export { default as renderCoarsenessByNeuron } from './coarseness-by-neuron.ts';
export { default as renderCoarsenessDistribution } from './coarseness-distribution.ts';
export { default as renderCoarsenessTrajectory } from './coarseness-trajectory.ts';
export { default as renderCommitmentTimeline } from './commitment-timeline.ts';
export { default as renderNeuronAcrossEpochs } from './neuron-across-epochs.ts';
export { default as renderNeuronCoarseMap } from './neuron-coarse-map.ts';
export { default as renderNeuronFourierHeatmap } from './neuron-fourier-heatmap.ts';
export {
  default as renderNeuronFreqClusters,
  default as renderFreqClusters
} from './neuron-freq-clusters.ts';
export { default as renderNeuronFreqDistribution } from './neuron-freq-distribution.ts';
export { default as renderNeuronFreqTrajectory } from './neuron-freq-trajectory.ts';
export { default as renderNeuronGrid } from './neuron-grid.ts';
export { default as renderNeuronHeatmap } from './neuron-heatmap.ts';
export { default as renderNeuronScales } from './neuron-scales.ts';
export { default as renderNeuronScalesTrajectory } from './neuron-scales-trajectory.ts';
export { default as renderSpecializationByFrequency } from './specialization-by-frequency.ts';
export { default as renderSpecializationTrajectory } from './specialization-trajectory.ts';
export { default as renderSwitchCountDistribution } from './switch-count-distribution.ts';
