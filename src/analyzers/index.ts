import { didYouMean } from '../error/did-you-mean.ts';
import { printable } from '../error/printable.ts';
import { usageError } from '../error/user-error.ts';
import type { Analyzer } from './analyzer.ts';
import attentionFourier from './attention-fourier.ts';
import attentionFreq from './attention-freq.ts';
import attentionPatterns from './attention-patterns.ts';
import centroidDmd from './centroid-dmd.ts';
import coarseness from './coarseness.ts';
import dominantFrequencies from './dominant-frequencies.ts';
import effectiveDimensionality from './effective-dimensionality.ts';
import fourierFrequencyQuality from './fourier-frequency-quality.ts';
import fourierNucleation from './fourier-nucleation.ts';
import fourierSparsity from './fourier-sparsity.ts';
import freqGroupWeightGeometry from './freq-group-weight-geometry.ts';
import globalCentroidPca from './global-centroid-pca.ts';
import gradientSite from './gradient-site.ts';
import headConsensus from './head-consensus.ts';
import inputTrace from './input-trace.ts';
import inputTraceGraduation from './input-trace-graduation.ts';
import landscapeFlatness from './landscape-flatness.ts';
import logitCosineFit from './logit-cosine-fit.ts';
import multiscaleStructure from './multiscale-structure.ts';
import neuronClusters from './neuron-clusters.ts';
import neuronDynamics from './neuron-dynamics.ts';
import neuronFourier from './neuron-fourier.ts';
import neuronFreqNorm from './neuron-freq-norm.ts';
import neuronGroupPca from './neuron-group-pca.ts';
import parameterTrajectory from './parameter-trajectory.ts';
import progressMeasures from './progress-measures.ts';
import reprGeometry from './repr-geometry.ts';
import spectralGap from './spectral-gap.ts';
import trajectoryCurvature from './trajectory-curvature.ts';
import trajectoryLoops from './trajectory-loops.ts';
import transientCohorts from './transient-cohorts.ts';
import transientFrequency from './transient-frequency.ts';
import unembeddingFourier from './unembedding-fourier.ts';
import weightNorms from './weight-norms.ts';

export type {
  AnalysisContext,
  Analyzer,
  ArraySpec,
  ArraySpecs,
  Probe,
  Repetition,
  RunArtifacts
} from './analyzer.ts';
export { specOf } from './analyzer.ts';

/** All analyzers, alphabetical. */
export const analyzers: readonly Analyzer[] = [
  attentionFourier,
  attentionFreq,
  attentionPatterns,
  centroidDmd,
  coarseness,
  dominantFrequencies,
  effectiveDimensionality,
  fourierFrequencyQuality,
  fourierNucleation,
  fourierSparsity,
  freqGroupWeightGeometry,
  globalCentroidPca,
  gradientSite,
  headConsensus,
  inputTrace,
  inputTraceGraduation,
  landscapeFlatness,
  logitCosineFit,
  multiscaleStructure,
  neuronClusters,
  neuronDynamics,
  neuronFourier,
  neuronFreqNorm,
  neuronGroupPca,
  parameterTrajectory,
  progressMeasures,
  reprGeometry,
  spectralGap,
  trajectoryCurvature,
  trajectoryLoops,
  transientCohorts,
  transientFrequency,
  unembeddingFourier,
  weightNorms
] as readonly Analyzer[];

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
 * Returns the ids of the analyzers whose files depend on the pairs that are looked at, directly or through others, and mean
 * something over that many.
 */
export function probedAnalyzers(pairs: number): readonly string[] {
  const isProbed = ({ probed, reads = [] }: Analyzer): boolean =>
    probed ? pairs >= Number(probed) : reads.some((id) => isProbed(findAnalyzer(id)));
  return analyzers.filter(isProbed).map(({ id }) => id);
}
