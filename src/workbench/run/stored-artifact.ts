import { analyzers, specOf } from '../../analyzers/index.ts';
import type { NamedArrays } from '../../array/tensor.ts';
import { UserError } from '../../error/user-error.ts';
import { analysisCommand, readArtifact, type Variant } from '../../loader/index.ts';
import { knownSizes, misfit } from './conform.ts';

/**
 * Returns an analyzer's arrays at one epoch, as {@link readArtifact}; those that it declares have
 * the shapes that the variant's model gives them. Throws a UserError where there are none, and
 * where a shape contradicts the model.
 */
export async function storedArtifact(
  variant: Variant,
  id: string,
  epoch: number
): Promise<NamedArrays> {
  const arrays = await readArtifact(variant, id, epoch);
  const declared = analyzers.find((analyzer) => analyzer.id === id)?.arrays ?? {};
  const sizes: Record<string, number> = { ...knownSizes(variant) };
  for (const [key, spec] of Object.entries(declared)) {
    const found = arrays[key];
    const wrong = found && misfit(found, specOf(spec).dims, sizes);
    if (wrong)
      throw new UserError(
        `damaged artifact of ${id} at epoch ${epoch}: ${key} has the shape ${wrong}`,
        `make it anew: ${analysisCommand(variant)} --analyzer ${id} --epochs ${epoch} --force`
      );
  }
  return arrays;
}
