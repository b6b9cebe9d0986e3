import { analyzers } from '../../src/analyzers/index.ts';

/** The analyzers that mean something for pairs of an odd modulus. */
export const pairAnalyzers = analyzers.filter(
  ({ structure }) => structure !== 'binary' && structure !== 'text'
);
