import { UserError } from '../../error/user-error.ts';
import { hasLosses, isTraining, readLosses, type Variant } from '../../loader/index.ts';
import { keyFrequencies, lossFacts } from '../run/facts.ts';
import { storedArtifact } from '../run/stored-artifact.ts';
import { wholeArtifacts } from '../run/whole-artifacts.ts';
import type { VariantSummary } from './explorer-workbench.ts';
import { plannedEpochs } from './run-description.ts';
import { type TrainingPace, trainingPace } from './training-pace.ts';

/** Points of a curve in a row. */
const POINTS = 16;
const nothing: VariantSummary = { turn: null, testLoss: null, curve: [], frequencies: [] };

/**
 * Returns what a row of the variants tells of one; what cannot be read is not known. `pace`
 * remembers the looks at runs in training.
 */
export async function variantSummary(
  variant: Variant,
  pace: TrainingPace = trainingPace()
): Promise<VariantSummary> {
  if (variant.problem !== undefined || !hasLosses(variant)) return nothing;
  try {
    const { train, test } = await readLosses(variant);
    const { grokkedAt, finalTestLoss } = lossFacts(train, test);
    const planned = plannedEpochs(variant);
    const remaining = isTraining(variant)
      ? { remaining: pace.remaining(variant.path, train.length, planned, performance.now()) }
      : null;
    return {
      ...(remaining && { training: remaining }),
      turn: grokkedAt,
      testLoss: finalTestLoss,
      curve: thinned(test),
      frequencies: await lastFrequencies(variant)
    };
  } catch (error) {
    if (error instanceof UserError) return nothing;
    throw error;
  }
}

async function lastFrequencies(variant: Variant): Promise<readonly number[]> {
  const epoch = (await wholeArtifacts(variant, 'neuron_freq_norm')).at(-1);
  if (epoch === undefined) return [];
  return keyFrequencies(await storedArtifact(variant, 'neuron_freq_norm', epoch));
}

/** Some points of a curve, evenly spaced, the first and the last among them; powers of ten. */
function thinned(values: ArrayLike<number>): readonly number[] {
  const count = Math.min(POINTS, values.length);
  return Array.from({ length: count }, (_, i) =>
    Math.log10(values[Math.round((i * (values.length - 1)) / Math.max(1, count - 1))])
  );
}
