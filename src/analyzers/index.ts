import type { Tensor } from '../array/tensor.ts';
import { didYouMean } from '../error/did-you-mean.ts';
import { usageError } from '../error/user-error.ts';
import { printable } from '../text/printable.ts';
import type { Analyzer } from './analyzer.ts';
import calibration from './answers/calibration.ts';
import centroidDmd from './answers/centroid-dmd.ts';
import cyclicRsa from './answers/cyclic-rsa.ts';
import globalCentroidPca from './answers/global-centroid-pca.ts';
import inputTrace from './answers/input-trace.ts';
import inputTraceGraduation from './answers/input-trace-graduation.ts';
import learningEvents from './answers/learning-events.ts';
import lensEntropy from './answers/lens-entropy.ts';
import logitCosineFit from './answers/logit-cosine-fit.ts';
import pairSkills from './answers/pair-skills.ts';
import progressMeasures from './answers/progress-measures.ts';
import reprGeometry from './answers/repr-geometry.ts';
import walshSpectrum from './answers/walsh-spectrum.ts';
import dominantFrequencies from './frequencies/dominant-frequencies.ts';
import fourierFrequencyQuality from './frequencies/fourier-frequency-quality.ts';
import fourierNucleation from './frequencies/fourier-nucleation.ts';
import fourierSparsity from './frequencies/fourier-sparsity.ts';
import transientCohorts from './frequencies/transient-cohorts.ts';
import transientFrequency from './frequencies/transient-frequency.ts';
import unembeddingFourier from './frequencies/unembedding-fourier.ts';
import freqGroupWeightGeometry from './groups/freq-group-weight-geometry.ts';
import neuronGroupPca from './groups/neuron-group-pca.ts';
import attentionFourier from './heads/attention-fourier.ts';
import attentionFreq from './heads/attention-freq.ts';
import attentionPatterns from './heads/attention-patterns.ts';
import headConsensus from './heads/head-consensus.ts';
import coarseness from './neurons/coarseness.ts';
import multiscaleStructure from './neurons/multiscale-structure.ts';
import neuronClusters from './neurons/neuron-clusters.ts';
import neuronDynamics from './neurons/neuron-dynamics.ts';
import neuronFourier from './neurons/neuron-fourier.ts';
import neuronFreqNorm from './neurons/neuron-freq-norm.ts';
import dataImpact from './text/data-impact.ts';
import embeddingMap from './text/embedding-map.ts';
import geometryDrift from './text/geometry-drift.ts';
import layerDrift from './text/layer-drift.ts';
import parameterStability from './text/parameter-stability.ts';
import probeAnswers from './text/probe-answers.ts';
import probeCalibration from './text/probe-calibration.ts';
import probeEmbeddings from './text/probe-embeddings.ts';
import probeEntropy from './text/probe-entropy.ts';
import probeErrors from './text/probe-errors.ts';
import probeLearning from './text/probe-learning.ts';
import probeSkills from './text/probe-skills.ts';
import tokenLearning from './text/token-learning.ts';
import trainingLog from './text/training-log.ts';
import effectiveDimensionality from './trajectory/effective-dimensionality.ts';
import gradientSite from './trajectory/gradient-site.ts';
import landscapeFlatness from './trajectory/landscape-flatness.ts';
import parameterTrajectory from './trajectory/parameter-trajectory.ts';
import spectralGap from './trajectory/spectral-gap.ts';
import trajectoryCurvature from './trajectory/trajectory-curvature.ts';
import trajectoryLoops from './trajectory/trajectory-loops.ts';
import weightNorms from './trajectory/weight-norms.ts';

export type {
  AnalysisContext,
  Analyzer,
  ArraySpec,
  ArraySpecs,
  CheckpointGraph,
  Repetition,
  RunArtifacts,
  Sizes
} from './analyzer.ts';
export { specOf } from './analyzer.ts';
export { arraysOfModel } from './measures/arrays-of-model.ts';
export type {
  AnswerStatistics,
  DataFileSpan,
  GreedyAnswer,
  LanguageCheckpoint,
  LanguageRunFiles,
  ProbeAnswers,
  TensorSums,
  TrainingLogRow,
  WeightSums
} from './text/language-checkpoint.ts';

const all = [
  attentionFourier,
  attentionFreq,
  attentionPatterns,
  calibration,
  centroidDmd,
  coarseness,
  cyclicRsa,
  dataImpact,
  dominantFrequencies,
  effectiveDimensionality,
  embeddingMap,
  fourierFrequencyQuality,
  fourierNucleation,
  fourierSparsity,
  freqGroupWeightGeometry,
  geometryDrift,
  globalCentroidPca,
  gradientSite,
  headConsensus,
  inputTrace,
  inputTraceGraduation,
  landscapeFlatness,
  layerDrift,
  learningEvents,
  lensEntropy,
  logitCosineFit,
  multiscaleStructure,
  neuronClusters,
  neuronDynamics,
  neuronFourier,
  neuronFreqNorm,
  neuronGroupPca,
  pairSkills,
  parameterStability,
  parameterTrajectory,
  probeAnswers,
  probeCalibration,
  probeEmbeddings,
  probeEntropy,
  probeErrors,
  probeLearning,
  probeSkills,
  progressMeasures,
  reprGeometry,
  spectralGap,
  tokenLearning,
  trainingLog,
  trajectoryCurvature,
  trajectoryLoops,
  transientCohorts,
  transientFrequency,
  unembeddingFourier,
  walshSpectrum,
  weightNorms
] as const;

/** All analyzers, alphabetical. */
export const analyzers: readonly Analyzer[] = all as readonly unknown[] as readonly Analyzer[];

/** The id of an analyzer. */
export type AnalyzerId = (typeof all)[number]['id'];

type Of<I extends AnalyzerId> = NonNullable<
  Extract<(typeof all)[number], { readonly id: I }>['types']
>;

/** The arrays of an analyzer at one epoch, by the names that it declares. */
export type ArtifactOf<I extends AnalyzerId> = ArraysOf<Of<I>['arrays']>;

/**
 * The arrays of an analyzer's summary.npz: `epochs` and those that it declares, one row per epoch.
 */
export type SummaryOf<I extends AnalyzerId> = ArraysOf<Of<I>['summary']> & {
  readonly epochs: Tensor;
};

/** The arrays of an analyzer's cross_epoch.npz, by the names that it declares. */
export type AcrossOf<I extends AnalyzerId> = ArraysOf<Of<I>['across']>;

type ArraysOf<S> = { readonly [K in keyof S]: Tensor };

/** Returns the analyzer of that id. Throws a usage UserError that names the known ones. */
export function findAnalyzer(id: string): Analyzer {
  const found = analyzers.find((analyzer) => analyzer.id === id);
  if (found) return found;
  const known = analyzers.map((analyzer) => analyzer.id);
  throw usageError(
    `unknown analyzer: ${printable(id)}`,
    didYouMean(id, known, `known analyzers: ${known.join(', ')}`)
  );
}

/**
 * Returns the analyzer whose measurements decide which layer the files of this one are about:
 * itself, or one that it reads; null where they are about no single layer.
 */
export function layerSource(analyzer: Analyzer): Analyzer | null {
  const { layered, measure, reads = [] } = analyzer;
  if (layered && measure) return analyzer;
  for (const read of reads) {
    const source = layerSource(findAnalyzer(read));
    if (source) return source;
  }
  return null;
}

/**
 * Returns the ids of the analyzers whose files depend on the pairs that are looked at, directly or
 * through others, and mean something over that many.
 */
export function probedAnalyzers(pairs: number): readonly string[] {
  const isProbed = ({ probed, reads = [] }: Analyzer): boolean =>
    probed ? pairs >= Number(probed) : reads.some((id) => isProbed(findAnalyzer(id)));
  return analyzers.filter(isProbed).map(({ id }) => id);
}
