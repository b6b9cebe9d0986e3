import { type ArrayLikeInput, toArrays } from '../array/to-tensor.ts';
import type { Figure } from '../figure/figure.ts';
import { type OptionSpecs, type OptionValues, resolveOptions } from '../option/option.ts';
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
import type { DataOf, Need, Visualization } from './visualization.ts';

/** An artifact's arrays by key, as numbers, lists, typed arrays or tensors. */
export type ArtifactInput = Readonly<Record<string, ArrayLikeInput>>;

/** A visualization as a function for scripts: arrays and some of its options in, a Plotly figure out. */
export type Renderer<O extends OptionSpecs> = (
  data: ArtifactInput,
  options?: Partial<OptionValues<O>>
) => Figure;

function renderer<O extends OptionSpecs>(
  visualization: Visualization<'epoch', Need, O> | Visualization<'run', Need, O>
): Renderer<O> {
  return (data, options = {}) =>
    visualization.figure(
      toArrays(data) as DataOf<Need>,
      resolveOptions(visualization.options, options)
    );
}

/** Draws the losses `{train_losses, test_losses, checkpoint_epochs}` of a run. */
export const renderLossCurves = renderer(lossCurves);

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

/** Draws `{coefficients}` [p] of one epoch. */
export const renderDominantFrequencies = renderer(dominantFrequencies);

/** Draws `{freq_matrix}` [frequency, head] of one epoch. */
export const renderAttentionFreqHeatmap = renderer(attentionFreqHeatmap);

/** Draws the effective_dimensionality summary `{epochs, pr_W_E, …}`. */
export const renderDimensionalityTrajectory = renderer(dimensionalityTrajectory);

/** Draws `{sv_W_in, …}` of one epoch as bars. */
export const renderSingularValueSpectrum = renderer(singularValueSpectrum);

/** Draws the trace of an input `{epochs, prime, subject_rows, subject_probability, subject_rank, …}`. */
export const renderInputTraceLens = renderer(inputTraceLens);

export {
  /** The Python workbench's name. */
  renderLossCurves as renderLossCurvesWithIndicator,
  /** The Python workbench's name. */
  renderNeuronFreqClusters as renderFreqClusters
};
