import bandConcentration from './frequencies/band-concentration.ts';
import bandRankAlignment from './frequencies/band-rank-alignment.ts';
import perBandSpecialization from './frequencies/per-band-specialization.ts';
import transientCommittedCounts from './frequencies/transient-committed-counts.ts';
import transientPc1Cohesion from './frequencies/transient-pc1-cohesion.ts';
import transientPeakScatter from './frequencies/transient-peak-scatter.ts';
import neuronGroupCohesion from './groups/neuron-group-cohesion.ts';
import neuronGroupInSpace from './groups/neuron-group-in-space.ts';
import neuronGroupPhases from './groups/neuron-group-phases.ts';
import neuronGroupScatter from './groups/neuron-group-scatter.ts';
import neuronGroupSpread from './groups/neuron-group-spread.ts';
import neuronGroupTrajectory from './groups/neuron-group-trajectory.ts';
import weightGeometryCentroidPca from './groups/weight-geometry-centroid-pca.ts';
import weightGeometryGroupSnapshot from './groups/weight-geometry-group-snapshot.ts';
import weightGeometryTimeseries from './groups/weight-geometry-timeseries.ts';
import neuronClusterSizes from './loss/neuron-cluster-sizes.ts';
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
import { joinedRenderer, renderer } from './renderer.ts';

/** Draws the coarseness summary `{epochs, mean_coarseness, p25_coarseness, p75_coarseness}`. */
export const renderCoarsenessTrajectory = renderer(coarsenessTrajectory);

/** Draws `{coarseness}` [neuron] of one epoch as a histogram by region. */
export const renderCoarsenessDistribution = renderer(coarsenessDistribution);

/** Draws the coarseness summary `{epochs, blob_count}`. */
export const renderBlobCountTrajectory = renderer(blobCountTrajectory);

/** Draws `{coarseness}` [neuron] of one epoch as a bar per neuron. */
export const renderCoarsenessByNeuron = renderer(coarsenessByNeuron);

/** Draws the neuron_freq_norm summary `{epochs, specialized_count_total, specialized_count_low, …}`. */
export const renderSpecializationTrajectory = renderer(specializationTrajectory);

/** Draws the neuron_freq_norm summary `{epochs, specialized_count_per_freq}` [epoch, frequency]. */
export const renderSpecializationByFrequency = renderer(specializationByFrequency);

/** Draws `{norm_matrix}` [frequency, neuron] of one epoch. */
export const renderNeuronFreqClusters = renderer(neuronFreqClusters);

/** Draws one neuron of `{activations}` [neuron, a, b] or its `{map}` [a, b]. */
export const renderNeuronHeatmap = renderer(neuronHeatmap);

/** Draws `{norm_matrix}` [frequency, neuron] of one epoch as stacked bars. */
export const renderNeuronFreqDistribution = renderer(neuronFreqDistribution);

/** Draws neuron_dynamics `{epochs, dominant_freq, max_frac, threshold}`, natural or sorted. */
export const renderNeuronFreqTrajectory = renderer(neuronFreqTrajectory);

/** Draws neuron_dynamics `{epochs, commitment_epochs}` [neuron] as a histogram. */
export const renderCommitmentTimeline = renderer(commitmentTimeline);

/** Draws neuron_dynamics `{switch_counts}` [neuron] as a histogram. */
export const renderSwitchCountDistribution = renderer(switchCountDistribution);

/** Draws neuron_group_pca `{epochs, group_freqs, pc_var}` [epoch, group, component]. */
export const renderNeuronGroupCohesion = renderer(neuronGroupCohesion);

/** Draws transient_frequency `{epochs, ever_qualified_freqs, is_final, committed_counts}`. */
export const renderTransientCommittedCounts = renderer(transientCommittedCounts);

/** Draws `{neuron_low_frequency, neuron_gradient, neuron_variance_kept}` [neuron] of one epoch. */
export const renderNeuronScales = renderer(neuronScales);

/** Draws one neuron’s `{map}` [a, b] sampled down. */
export const renderNeuronCoarseMap = renderer(neuronCoarseMap);

/** Draws freq_group_weight_geometry `{epochs, Win_snr, Wout_snr, …}`. */
export const renderWeightGeometryTimeseries = renderer(weightGeometryTimeseries);

/** Draws `{alpha_mk, beta_mk}` [neuron, frequency] of one epoch. */
export const renderNeuronFourierHeatmap = renderer(neuronFourierHeatmap);

/** Draws the neuron_clusters summary `{epochs, cluster_sizes, unclustered}`, sizes [epoch, frequency]. */
export const renderNeuronClusterSizes = renderer(neuronClusterSizes);

/** Draws the multiscale_structure summary `{epochs, neuron_low_frequency, …, coarse_neuron_count}` [epoch, quartile]. */
export const renderNeuronScalesTrajectory = renderer(neuronScalesTrajectory);

/** Draws neuron_group_pca `{epochs, group_freqs, group_sizes, mean_spread}` [epoch, group]. */
export const renderNeuronGroupSpread = renderer(neuronGroupSpread);

/** Draws `{groups, fractions}`: neuron_group_pca with its projections, and the norm_matrix of one epoch. */
export const renderNeuronGroupScatter = joinedRenderer(neuronGroupScatter);

/** Draws `{groups, fractions}`, as the scatter of a group, in three components. */
export const renderNeuronGroupInSpace = joinedRenderer(neuronGroupInSpace);

/** Draws neuron_group_pca `{epochs, group_freqs, group_sizes, projections, neuron_group_idx}`. */
export const renderNeuronGroupTrajectory = renderer(neuronGroupTrajectory);

/** Draws `{groups, fourier}`: neuron_group_pca, and the phases phi_mk and psi_mk of one epoch. */
export const renderNeuronGroupPhases = joinedRenderer(neuronGroupPhases);

/** Draws freq_group_weight_geometry `{epochs, group_freqs, group_sizes, Win_radii, Win_dimensionality, …}` at one epoch. */
export const renderWeightGeometryGroupSnapshot = renderer(weightGeometryGroupSnapshot);

/** Draws freq_group_weight_geometry `{epochs, group_freqs, group_sizes, Win_centroids, …}` [epoch, group, d]. */
export const renderWeightGeometryCentroidPca = renderer(weightGeometryCentroidPca);

/** Draws neuron_dynamics `{epochs, dominant_freq, max_frac}` as concentration on few frequencies. */
export const renderBandConcentration = renderer(bandConcentration);

/** Draws neuron_dynamics `{epochs, dominant_freq, max_frac}` as neurons per frequency. */
export const renderPerBandSpecialization = renderer(perBandSpecialization);

/** Draws `{neurons, spectrum}`: neuron_dynamics and the summary of unembedding_fourier. */
export const renderBandRankAlignment = joinedRenderer(bandRankAlignment);

/** Draws transient_cohorts `{ever_qualified_freqs, peak_projections, member_final_freq, …}` at the peak of a frequency. */
export const renderTransientPeakScatter = renderer(transientPeakScatter);

/** Draws transient_cohorts `{epochs, ever_qualified_freqs, pc1_share_peak, pc1_share_own, …}` [epoch, frequency]. */
export const renderTransientPc1Cohesion = renderer(transientPc1Cohesion);

/** Draws some neurons’ `{maps}` [neuron, a, b], named by `{chosen}` [neuron]. */
export const renderNeuronGrid = renderer(neuronGrid);

/** Draws one neuron’s `{maps}` [epoch, a, b] at its `{epochs}`. */
export const renderNeuronAcrossEpochs = renderer(neuronAcrossEpochs);

export {
  /** The Python workbench's name. */
  renderNeuronFreqClusters as renderFreqClusters
};
