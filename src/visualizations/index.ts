import { didYouMean } from '../error/did-you-mean.ts';
import { printable } from '../error/printable.ts';
import { usageError } from '../error/user-error.ts';
import type { OptionSpec, OptionSpecs } from '../option/option.ts';
import accuracyGrid from './accuracy-grid.ts';
import attentionFreqHeatmap from './attention-freq-heatmap.ts';
import attentionHeads from './attention-heads.ts';
import attentionSpecialization from './attention-specialization.ts';
import bandConcentration from './band-concentration.ts';
import bandRankAlignment from './band-rank-alignment.ts';
import blobCountTrajectory from './blob-count-trajectory.ts';
import centroidPca from './centroid-pca.ts';
import centroidPcaVariance from './centroid-pca-variance.ts';
import coarsenessByNeuron from './coarseness-by-neuron.ts';
import coarsenessDistribution from './coarseness-distribution.ts';
import coarsenessTrajectory from './coarseness-trajectory.ts';
import commitmentTimeline from './commitment-timeline.ts';
import cosineFitTrajectory from './cosine-fit-trajectory.ts';
import dimensionalityTrajectory from './dimensionality-trajectory.ts';
import dmdEigenvalues from './dmd-eigenvalues.ts';
import dmdReconstruction from './dmd-reconstruction.ts';
import dmdResidual from './dmd-residual.ts';
import dominantFrequencies from './dominant-frequencies.ts';
import dominantFrequenciesOverTime from './dominant-frequencies-over-time.ts';
import explainedVariance from './explained-variance.ts';
import fisherHeatmap from './fisher-heatmap.ts';
import flatnessTrajectory from './flatness-trajectory.ts';
import fourierBalance from './fourier-balance.ts';
import fourierQualityTrajectory from './fourier-quality-trajectory.ts';
import frequencyQualityVsAccuracy from './frequency-quality-vs-accuracy.ts';
import geometryTimeseries from './geometry-timeseries.ts';
import giniTrajectory from './gini-trajectory.ts';
import globalCentroidPca from './global-centroid-pca.ts';
import gradientConvergence from './gradient-convergence.ts';
import gradientHeatmap from './gradient-heatmap.ts';
import graduationByAnswer from './graduation-by-answer.ts';
import graduationHeatmap from './graduation-heatmap.ts';
import headAlignment from './head-alignment.ts';
import headCoarseMap from './head-coarse-map.ts';
import headConsensus from './head-consensus.ts';
import headScales from './head-scales.ts';
import inputTraceAttention from './input-trace-attention.ts';
import inputTraceLens from './input-trace-lens.ts';
import inputTraceNeurons from './input-trace-neurons.ts';
import lossCurves from './loss-curves.ts';
import multiStreamSpecialization from './multi-stream-specialization.ts';
import neuronAcrossEpochs from './neuron-across-epochs.ts';
import neuronClusterSizes from './neuron-cluster-sizes.ts';
import neuronCoarseMap from './neuron-coarse-map.ts';
import neuronFourierHeatmap from './neuron-fourier-heatmap.ts';
import neuronFreqClusters from './neuron-freq-clusters.ts';
import neuronFreqDistribution from './neuron-freq-distribution.ts';
import neuronFreqTrajectory from './neuron-freq-trajectory.ts';
import neuronGrid from './neuron-grid.ts';
import neuronGroupCohesion from './neuron-group-cohesion.ts';
import neuronGroupInSpace from './neuron-group-in-space.ts';
import neuronGroupPhases from './neuron-group-phases.ts';
import neuronGroupScatter from './neuron-group-scatter.ts';
import neuronGroupSpread from './neuron-group-spread.ts';
import neuronGroupTrajectory from './neuron-group-trajectory.ts';
import neuronHeatmap from './neuron-heatmap.ts';
import neuronScales from './neuron-scales.ts';
import neuronScalesTrajectory from './neuron-scales-trajectory.ts';
import nucleationGains from './nucleation-gains.ts';
import nucleationHeatmap from './nucleation-heatmap.ts';
import parameterTrajectory from './parameter-trajectory.ts';
import parameterVelocity from './parameter-velocity.ts';
import perBandSpecialization from './per-band-specialization.ts';
import perturbationDistribution from './perturbation-distribution.ts';
import progressMeasures from './progress-measures.ts';
import qkFreqHeatmap from './qk-freq-heatmap.ts';
import residueClassTimeline from './residue-class-timeline.ts';
import singularValueSpectrum from './singular-value-spectrum.ts';
import specializationByFrequency from './specialization-by-frequency.ts';
import specializationTrajectory from './specialization-trajectory.ts';
import spectralGapTrajectory from './spectral-gap-trajectory.ts';
import switchCountDistribution from './switch-count-distribution.ts';
import trajectoryCurvature from './trajectory-curvature.ts';
import trajectoryGroups from './trajectory-groups.ts';
import trajectoryInSpace from './trajectory-in-space.ts';
import trajectoryLoops from './trajectory-loops.ts';
import trajectoryProximity from './trajectory-proximity.ts';
import trajectoryVariance from './trajectory-variance.ts';
import transientCommittedCounts from './transient-committed-counts.ts';
import transientPc1Cohesion from './transient-pc1-cohesion.ts';
import transientPeakScatter from './transient-peak-scatter.ts';
import unembeddingFrequencies from './unembedding-frequencies.ts';
import type { Visualization } from './visualization.ts';
import weightGeometryCentroidPca from './weight-geometry-centroid-pca.ts';
import weightGeometryGroupSnapshot from './weight-geometry-group-snapshot.ts';
import weightGeometryTimeseries from './weight-geometry-timeseries.ts';
import weightNorms from './weight-norms.ts';

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
  inputTraceLens,
  parameterTrajectory,
  explainedVariance,
  parameterVelocity,
  attentionHeads,
  qkFreqHeatmap,
  geometryTimeseries,
  centroidPca,
  fisherHeatmap,
  accuracyGrid,
  residueClassTimeline,
  graduationHeatmap,
  neuronFourierHeatmap,
  neuronGroupCohesion,
  weightGeometryTimeseries,
  dmdEigenvalues,
  transientCommittedCounts,
  nucleationHeatmap,
  fourierQualityTrajectory,
  flatnessTrajectory,
  perturbationDistribution,
  unembeddingFrequencies,
  fourierBalance,
  spectralGapTrajectory,
  trajectoryLoops,
  trajectoryCurvature,
  headConsensus,
  headScales,
  headCoarseMap,
  inputTraceAttention,
  inputTraceNeurons,
  neuronScales,
  neuronCoarseMap,
  progressMeasures,
  giniTrajectory,
  cosineFitTrajectory,
  neuronClusterSizes,
  weightNorms,
  neuronScalesTrajectory,
  frequencyQualityVsAccuracy,
  neuronGroupSpread,
  neuronGroupScatter,
  neuronGroupInSpace,
  neuronGroupTrajectory,
  neuronGroupPhases,
  weightGeometryGroupSnapshot,
  weightGeometryCentroidPca,
  graduationByAnswer,
  bandConcentration,
  perBandSpecialization,
  bandRankAlignment,
  trajectoryInSpace,
  trajectoryVariance,
  trajectoryGroups,
  trajectoryProximity,
  centroidPcaVariance,
  globalCentroidPca,
  dmdResidual,
  dmdReconstruction,
  attentionSpecialization,
  headAlignment,
  nucleationGains,
  dominantFrequenciesOverTime,
  gradientConvergence,
  gradientHeatmap,
  transientPeakScatter,
  transientPc1Cohesion,
  multiStreamSpecialization,
  neuronGrid,
  neuronAcrossEpochs
] as readonly unknown[] as readonly Visualization[];

/**
 * Returns the visualization of that id, or of that id in the Python workbench's family.json or catalog (`-` may stand
 * for `_`): there its presets are the defaults of its options. Throws a usage UserError that names the known ones.
 */
export function findVisualization(idOrAlias: string): Visualization {
  const asked = idOrAlias.replaceAll('-', '_');
  const found =
    visualizations.find(({ id }) => id === asked) ??
    visualizations.find(({ aliases }) => aliases?.includes(asked));
  if (found) return found;
  const meant = visualizations.find(({ presets }) => Object.hasOwn(presets ?? {}, asked));
  if (meant) return { ...meant, options: preset(meant.options, meant.presets![asked]!) };
  const ids = visualizations.map(({ id }) => id);
  const names = visualizations.flatMap(({ aliases = [], presets = {} }) => [
    ...aliases,
    ...Object.keys(presets)
  ]);
  throw usageError(
    `unknown figure: ${printable(idOrAlias)}`,
    didYouMean(idOrAlias, [...ids, ...names], `known figures: ${ids.join(', ')}`)
  );
}

function preset(options: OptionSpecs, values: Readonly<Record<string, unknown>>): OptionSpecs {
  return Object.fromEntries(
    Object.entries(options).map(([name, spec]) => [
      name,
      Object.hasOwn(values, name) ? ({ ...spec, default: values[name] } as OptionSpec) : spec
    ])
  );
}
