export { default as renderCalibrationTrajectory } from './calibration-trajectory.ts';
export { default as renderCosineFitTrajectory } from './cosine-fit-trajectory.ts';
export { default as renderFlatnessTrajectory } from './flatness-trajectory.ts';
export { default as renderGiniTrajectory } from './gini-trajectory.ts';
export { default as renderGradientConvergence } from './gradient-convergence.ts';
export { default as renderGradientHeatmap } from './gradient-heatmap.ts';
export {
  default as renderLossCurves,
  default as renderLossCurvesWithIndicator
} from './loss-curves.ts';
export { default as renderNeuronClusterSizes } from './neuron-cluster-sizes.ts';
export { default as renderPerturbationDistribution } from './perturbation-distribution.ts';
export { default as renderProgressMeasures } from './progress-measures.ts';
export { default as renderWeightNorms } from './weight-norms.ts';
