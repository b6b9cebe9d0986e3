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
import dominantFrequencies from './frequencies/dominant-frequencies.ts';
import dominantFrequenciesOverTime from './frequencies/dominant-frequencies-over-time.ts';
import fourierBalance from './frequencies/fourier-balance.ts';
import fourierQualityTrajectory from './frequencies/fourier-quality-trajectory.ts';
import frequencyQualityVsAccuracy from './frequencies/frequency-quality-vs-accuracy.ts';
import multiStreamSpecialization from './frequencies/multi-stream-specialization.ts';
import nucleationGains from './frequencies/nucleation-gains.ts';
import nucleationHeatmap from './frequencies/nucleation-heatmap.ts';
import unembeddingFrequencies from './frequencies/unembedding-frequencies.ts';
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
import perturbationDistribution from './loss/perturbation-distribution.ts';
import progressMeasures from './loss/progress-measures.ts';
import weightNorms from './loss/weight-norms.ts';
import { joinedRenderer, renderer } from './renderer.ts';
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

export * from './neuron-renderers.ts';
export type { ArtifactInput, JoinedRenderer, Renderer } from './renderer.ts';

/** Draws the losses `{train_losses, test_losses, checkpoint_epochs}` of a run. */
export const renderLossCurves = renderer(lossCurves);

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

/** Draws parameter_trajectory `{epochs, all__projections, all__explained_variance_ratio, …}` in the plane of two components. */
export const renderParameterTrajectory = renderer(parameterTrajectory);

/** Draws parameter_trajectory `{all__explained_variance_ratio, …}` as bars. */
export const renderExplainedVariance = renderer(explainedVariance);

/** Draws parameter_trajectory `{epochs, all__velocity, …}`. */
export const renderParameterVelocity = renderer(parameterVelocity);

/** Draws `{patterns}` [head, to, from, a, b] of one epoch, a map per head. */
export const renderAttentionHeads = renderer(attentionHeads);

/** Draws `{qk_freq_norms, v_freq_norms}` [head, frequency] of one epoch. */
export const renderQkFreqHeatmap = renderer(qkFreqHeatmap);

/** Draws the repr_geometry summary `{epochs, resid_post_snr, …}`. */
export const renderGeometryTimeseries = renderer(geometryTimeseries);

/** Draws `{resid_post_centroids}` [class, d] of one epoch in two principal components. */
export const renderCentroidPca = renderer(centroidPca);

/** Draws `{resid_post_centroids, resid_post_radii}` of one epoch as ratios between classes. */
export const renderFisherHeatmap = renderer(fisherHeatmap);

/** Draws `{correct, split}` [pair] of one epoch over a and b. */
export const renderAccuracyGrid = renderer(accuracyGrid);

/** Draws the input_trace summary `{epochs, test_residue_class_accuracy, …}` [epoch, class]. */
export const renderResidueClassTimeline = renderer(residueClassTimeline);

/** Draws input_trace_graduation `{graduation_epochs}` [pair] over a and b. */
export const renderGraduationHeatmap = renderer(graduationHeatmap);

/** Draws `{aggregate_energy}` [iteration, frequency] of one epoch. */
export const renderNucleationHeatmap = renderer(nucleationHeatmap);

/** Draws the fourier_frequency_quality summary `{epochs, quality_score, k}`. */
export const renderFourierQualityTrajectory = renderer(fourierQualityTrajectory);

/** Draws the landscape_flatness summary `{epochs, mean_delta_loss, …, baseline_loss}`. */
export const renderFlatnessTrajectory = renderer(flatnessTrajectory);

/** Draws `{delta_losses, baseline_loss}` of one epoch as a histogram. */
export const renderPerturbationDistribution = renderer(perturbationDistribution);

/** Draws `{embedding, unembedding}` [p] of one epoch. */
export const renderUnembeddingFrequencies = renderer(unembeddingFrequencies);

/** Draws the unembedding_fourier summary `{epochs, embedding_share, embedding_circularity, …}` [epoch, frequency]. */
export const renderFourierBalance = renderer(fourierBalance);

/** Draws spectral_gap `{epochs, W_in__pr_sigma, W_in__pr_sigma2, W_in__gap, …}`. */
export const renderSpectralGapTrajectory = renderer(spectralGapTrajectory);

/** Draws trajectory_loops `{epochs, all__path, all__walk, all__crossing_x, …}`. */
export const renderTrajectoryLoops = renderer(trajectoryLoops);

/** Draws trajectory_curvature `{epochs, all__velocity, all__turning_angle, …}`. */
export const renderTrajectoryCurvature = renderer(trajectoryCurvature);

/** Draws head_consensus `{epochs, dominant_frequency, share, similarity, divergence}`. */
export const renderHeadConsensus = renderer(headConsensus);

/** Draws the multiscale_structure summary `{epochs, head_low_frequency, head_gradient, …}` [epoch, head]. */
export const renderHeadScales = renderer(headScales);

/** Draws `{head_map}` [head, a, b] of one epoch. */
export const renderHeadCoarseMap = renderer(headCoarseMap);

/** Draws the trace of an input `{epochs, prime, subject_rows, subject_attention}` [epoch, head, key]. */
export const renderInputTraceAttention = renderer(inputTraceAttention);

/** Draws the trace of an input `{epochs, prime, subject_rows, subject_contribution}` [epoch, neuron]. */
export const renderInputTraceNeurons = renderer(inputTraceNeurons);

/** Draws centroid_dmd `{resid_post__eigenvalues, …}` in the complex plane. */
export const renderDmdEigenvalues = renderer(dmdEigenvalues);

/** Draws the progress_measures summary `{epochs, clean_train, clean_test, restricted_all, excluded_train, …}`. */
export const renderProgressMeasures = renderer(progressMeasures);

/** Draws the fourier_sparsity summary `{epochs, gini_W_E, gini_W_L}`. */
export const renderGiniTrajectory = renderer(giniTrajectory);

/** Draws the logit_cosine_fit summary `{epochs, explained, total}`, explained [epoch, frequency]. */
export const renderCosineFitTrajectory = renderer(cosineFitTrajectory);

/** Draws the weight_norms summary `{epochs, norm_W_E, …, norm_total}`. */
export const renderWeightNorms = renderer(weightNorms);

/** Draws `{accuracy, quality}`: the summaries of input_trace and fourier_frequency_quality. */
export const renderFrequencyQualityVsAccuracy = joinedRenderer(frequencyQualityVsAccuracy);

/** Draws input_trace_graduation `{graduation_epochs, split}` [pair] by answer. */
export const renderGraduationByAnswer = renderer(graduationByAnswer);

/** Draws parameter_trajectory `{epochs, all__projections, all__explained_variance_ratio, …}` in three components, seen from one side. */
export const renderTrajectoryInSpace = renderer(trajectoryInSpace);

/** Draws parameter_trajectory `{epochs, all__projections, …}`: shares of the components in the path so far. */
export const renderTrajectoryVariance = renderer(trajectoryVariance);

/** Draws parameter_trajectory `{epochs, embedding__projections, attention__projections, mlp__projections}`, scaled. */
export const renderTrajectoryGroups = renderer(trajectoryGroups);

/** Draws parameter_trajectory `{epochs, embedding__projections, attention__projections, mlp__projections}` as distances. */
export const renderTrajectoryProximity = renderer(trajectoryProximity);

/** Draws the repr_geometry summary `{epochs, resid_post_pca_var_pc1, …}`. */
export const renderCentroidPcaVariance = renderer(centroidPcaVariance);

/** Draws global_centroid_pca `{epochs, resid_post__projections, resid_post__explained_variance_ratio}` at one epoch. */
export const renderGlobalCentroidPca = renderer(globalCentroidPca);

/** Draws centroid_dmd `{epochs, resid_post__residual_norms, resid_post__trajectory, …}`. */
export const renderDmdResidual = renderer(dmdResidual);

/** Draws centroid_dmd `{epochs, resid_post__trajectory, resid_post__modes, …}` at one epoch. */
export const renderDmdReconstruction = renderer(dmdReconstruction);

/** Draws the attention_freq summary `{epochs, dominant_freq_per_head, max_frac_per_head}` [epoch, head]. */
export const renderAttentionSpecialization = renderer(attentionSpecialization);

/** Draws the attention_fourier summary `{epochs, qk_dominant_frequency, qk_dominant_share, …}` [epoch, head]. */
export const renderHeadAlignment = renderer(headAlignment);

/** Draws `{aggregate_energy}` [iteration, frequency] of one epoch as gains. */
export const renderNucleationGains = renderer(nucleationGains);

/** Draws the unembedding_fourier summary `{epochs, embedding_share, …}` [epoch, frequency]. */
export const renderDominantFrequenciesOverTime = renderer(dominantFrequenciesOverTime);

/** Draws gradient_site `{epochs, course_similarity_emb_attn, course_magnitude_mlp, …}`. */
export const renderGradientConvergence = renderer(gradientConvergence);

/** Draws gradient_site `{window_epochs, energy_embedding, energy_attention, energy_mlp}` [sample, frequency]. */
export const renderGradientHeatmap = renderer(gradientHeatmap);

/** Draws neuron_dynamics and the summaries of attention_fourier, unembedding_fourier and effective_dimensionality. */
export const renderMultiStreamSpecialization = joinedRenderer(multiStreamSpecialization);

export {
  /** The Python workbench's name. */
  renderLossCurves as renderLossCurvesWithIndicator
};
