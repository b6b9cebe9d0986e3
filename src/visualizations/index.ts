import { didYouMean } from '../error/did-you-mean.ts';
import { usageError } from '../error/user-error.ts';
import type { OptionSpec, OptionSpecs } from '../option/option.ts';
import { printable } from '../text/printable.ts';
import accuracyGrid from './answers/accuracy-grid.ts';
import centroidPca from './answers/centroid-pca.ts';
import centroidPcaVariance from './answers/centroid-pca-variance.ts';
import dmdEigenvalues from './answers/dmd-eigenvalues.ts';
import dmdReconstruction from './answers/dmd-reconstruction.ts';
import dmdResidual from './answers/dmd-residual.ts';
import fisherHeatmap from './answers/fisher-heatmap.ts';
import geometryTimeseries from './answers/geometry-timeseries.ts';
import globalCentroidPca from './answers/global-centroid-pca.ts';
import graduationByAnswer from './answers/graduation-by-answer.ts';
import graduationHeatmap from './answers/graduation-heatmap.ts';
import inputTraceLens from './answers/input-trace-lens.ts';
import inputTraceNeurons from './answers/input-trace-neurons.ts';
import residueClassTimeline from './answers/residue-class-timeline.ts';
import bandConcentration from './frequencies/band-concentration.ts';
import bandRankAlignment from './frequencies/band-rank-alignment.ts';
import dominantFrequencies from './frequencies/dominant-frequencies.ts';
import dominantFrequenciesOverTime from './frequencies/dominant-frequencies-over-time.ts';
import fourierBalance from './frequencies/fourier-balance.ts';
import fourierQualityTrajectory from './frequencies/fourier-quality-trajectory.ts';
import frequencyQualityVsAccuracy from './frequencies/frequency-quality-vs-accuracy.ts';
import multiStreamSpecialization from './frequencies/multi-stream-specialization.ts';
import nucleationGains from './frequencies/nucleation-gains.ts';
import nucleationHeatmap from './frequencies/nucleation-heatmap.ts';
import perBandSpecialization from './frequencies/per-band-specialization.ts';
import transientCommittedCounts from './frequencies/transient-committed-counts.ts';
import transientPc1Cohesion from './frequencies/transient-pc1-cohesion.ts';
import transientPeakScatter from './frequencies/transient-peak-scatter.ts';
import unembeddingFrequencies from './frequencies/unembedding-frequencies.ts';
import neuronGroupCohesion from './groups/neuron-group-cohesion.ts';
import neuronGroupInSpace from './groups/neuron-group-in-space.ts';
import neuronGroupPhases from './groups/neuron-group-phases.ts';
import neuronGroupScatter from './groups/neuron-group-scatter.ts';
import neuronGroupSpread from './groups/neuron-group-spread.ts';
import neuronGroupTrajectory from './groups/neuron-group-trajectory.ts';
import weightGeometryCentroidPca from './groups/weight-geometry-centroid-pca.ts';
import weightGeometryGroupSnapshot from './groups/weight-geometry-group-snapshot.ts';
import weightGeometryTimeseries from './groups/weight-geometry-timeseries.ts';
import attentionFreqHeatmap from './heads/attention-freq-heatmap.ts';
import attentionHeads from './heads/attention-heads.ts';
import attentionSpecialization from './heads/attention-specialization.ts';
import headAlignment from './heads/head-alignment.ts';
import headCoarseMap from './heads/head-coarse-map.ts';
import headConsensus from './heads/head-consensus.ts';
import headScales from './heads/head-scales.ts';
import inputTraceAttention from './heads/input-trace-attention.ts';
import qkFreqHeatmap from './heads/qk-freq-heatmap.ts';
import cosineFitTrajectory from './loss/cosine-fit-trajectory.ts';
import flatnessTrajectory from './loss/flatness-trajectory.ts';
import giniTrajectory from './loss/gini-trajectory.ts';
import gradientConvergence from './loss/gradient-convergence.ts';
import gradientHeatmap from './loss/gradient-heatmap.ts';
import lossCurves from './loss/loss-curves.ts';
import neuronClusterSizes from './loss/neuron-cluster-sizes.ts';
import perturbationDistribution from './loss/perturbation-distribution.ts';
import progressMeasures from './loss/progress-measures.ts';
import weightNorms from './loss/weight-norms.ts';
import blobCountTrajectory from './neurons/blob-count-trajectory.ts';
import coarsenessByNeuron from './neurons/coarseness-by-neuron.ts';
import coarsenessDistribution from './neurons/coarseness-distribution.ts';
import coarsenessTrajectory from './neurons/coarseness-trajectory.ts';
import commitmentTimeline from './neurons/commitment-timeline.ts';
import neuronAcrossEpochs from './neurons/neuron-across-epochs.ts';
import neuronCoarseMap from './neurons/neuron-coarse-map.ts';
import neuronFourierHeatmap from './neurons/neuron-fourier-heatmap.ts';
import neuronFreqClusters from './neurons/neuron-freq-clusters.ts';
import neuronFreqDistribution from './neurons/neuron-freq-distribution.ts';
import neuronFreqTrajectory from './neurons/neuron-freq-trajectory.ts';
import neuronGrid from './neurons/neuron-grid.ts';
import neuronHeatmap from './neurons/neuron-heatmap.ts';
import neuronScales from './neurons/neuron-scales.ts';
import neuronScalesTrajectory from './neurons/neuron-scales-trajectory.ts';
import specializationByFrequency from './neurons/specialization-by-frequency.ts';
import specializationTrajectory from './neurons/specialization-trajectory.ts';
import switchCountDistribution from './neurons/switch-count-distribution.ts';
import dimensionalityTrajectory from './trajectory/dimensionality-trajectory.ts';
import explainedVariance from './trajectory/explained-variance.ts';
import parameterTrajectory from './trajectory/parameter-trajectory.ts';
import parameterVelocity from './trajectory/parameter-velocity.ts';
import singularValueSpectrum from './trajectory/singular-value-spectrum.ts';
import spectralGapTrajectory from './trajectory/spectral-gap-trajectory.ts';
import trajectoryCurvature from './trajectory/trajectory-curvature.ts';
import trajectoryGroups from './trajectory/trajectory-groups.ts';
import trajectoryInSpace from './trajectory/trajectory-in-space.ts';
import trajectoryLoops from './trajectory/trajectory-loops.ts';
import trajectoryProximity from './trajectory/trajectory-proximity.ts';
import trajectoryVariance from './trajectory/trajectory-variance.ts';
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
  if (meant) return { ...meant, options: preset(meant.options, meant.presets![asked]) };
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
