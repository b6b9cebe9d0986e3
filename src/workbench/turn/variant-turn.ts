import { readLosses, type Variant } from '../../loader/index.ts';
import { layoutOf } from '../../task/index.ts';
import { detectTurn, type TurnReport } from '../../turn/index.ts';
import { type StructureLead, structureLeads } from '../run/structure-marks.ts';
import { demandGrid } from '../run/suited.ts';

/** The turn of a variant by its losses, and the marks in its weights at stored epochs. */
export interface VariantTurn extends TurnReport {
  readonly variant: string;
  /** Epochs trained: marks of a run that ends too early look like leads. */
  readonly epochs: number;
  /** They also occur in runs that never turn, and count for nothing above. */
  readonly structure: readonly StructureLead[];
}

/** How the intervals and the confidence of a turn are made. */
export interface VariantTurnOptions {
  /** Resampled curves; 64 by default, 0 for none. */
  readonly resamples?: number;
  readonly seed?: number;
}

/**
 * Returns the turn of a variant. Throws a UserError when it has no losses, of a language model
 * too; damaged artifacts leave out their marks only.
 */
export async function variantTurn(
  variant: Variant,
  { resamples = 64, seed = 0 }: VariantTurnOptions = {}
): Promise<VariantTurn> {
  demandGrid(variant, 'turn');
  const losses = await readLosses(variant);
  const report = detectTurn(losses, { answers: layoutOf(variant).answers, resamples, seed });
  const structure = await structureLeads(variant, report, seed);
  return { variant: variant.name, epochs: losses.train.length, ...report, structure };
}
