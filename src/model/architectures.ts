import { didYouMean } from '../error/did-you-mean.ts';
import { UserError } from '../error/user-error.ts';
import { printable } from '../text/printable.ts';
import { embeddedMlp } from './embedded-mlp.ts';
import { mlp } from './mlp.ts';
import type { Architecture } from './model.ts';
import { transformer } from './transformer.ts';

/** All architectures. */
export const architectures: readonly Architecture[] = [transformer, mlp, embeddedMlp];

/**
 * Returns the architecture of that id. Throws UserError, naming the known ones, if there is none.
 */
export function findArchitecture(id: string): Architecture {
  const found = architectures.find((architecture) => architecture.id === id);
  if (found !== undefined) return found;
  const known = architectures.map((architecture) => architecture.id);
  throw new UserError(
    `unknown model: ${printable(id)}`,
    didYouMean(id, known, `known models: ${known.join(', ')}`)
  );
}
