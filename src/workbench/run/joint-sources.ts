import type { NamedArrays } from '../../array/tensor.ts';
import type { Variant } from '../../loader/index.ts';
import sharedComponents from './shared-components.ts';

/**
 * Arrays that are computed from several variants together, because they mean something only
 * together.
 */
export interface JointSource {
  /** snake_case, as visualizations name it. */
  readonly id: string;
  /** One sentence: what it computes. */
  readonly about: string;
  /**
   * Returns the arrays of each variant. Rejects with a UserError where the variants do not go
   * together.
   */
  load(variants: readonly Variant[]): Promise<readonly NamedArrays[]>;
}

const jointSources: readonly JointSource[] = [sharedComponents];

/**
 * Returns the joint source of that id. Throws an Error if there is none: only visualizations name
 * them.
 */
export function findJointSource(id: string): JointSource {
  const found = jointSources.find((source) => source.id === id);
  if (found) return found;
  throw new Error(`unknown joint source: ${id}`);
}
