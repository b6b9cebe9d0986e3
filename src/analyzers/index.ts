import { usageError } from '../error/user-error.ts';
import type { Analyzer } from './analyzer.ts';
import attentionFreq from './attention-freq.ts';
import coarseness from './coarseness.ts';
import dominantFrequencies from './dominant-frequencies.ts';
import effectiveDimensionality from './effective-dimensionality.ts';
import neuronDynamics from './neuron-dynamics.ts';
import neuronFreqNorm from './neuron-freq-norm.ts';

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
  attentionFreq,
  coarseness,
  dominantFrequencies,
  effectiveDimensionality,
  neuronDynamics,
  neuronFreqNorm
] as readonly Analyzer[];

/** Returns the analyzer of that id. Throws a usage UserError that names the known ones. */
export function findAnalyzer(id: string): Analyzer {
  const found = analyzers.find((analyzer) => analyzer.id === id);
  if (found) return found;
  const known = analyzers.map((analyzer) => analyzer.id).join(', ');
  throw usageError(`unknown analyzer: ${id}`, `known analyzers: ${known}`);
}
