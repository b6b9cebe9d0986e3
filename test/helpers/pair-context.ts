import type { AnalysisContext } from '../../src/analyzers/index.ts';

/** What analyzers are told of a run of pairs modulo a prime. */
export function pairContext(
  prime: number,
  { fraction = 0.3, dataSeed = 598, seed = 0 } = {}
): Omit<AnalysisContext, 'epoch'> {
  return {
    sizes: { prime, frequency: Math.floor(prime / 2) },
    parameters: { prime, seed, data_seed: dataSeed, fraction },
    config: {}
  };
}
