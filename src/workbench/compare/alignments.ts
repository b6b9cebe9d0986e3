/**
 * What the epochs of the variants are counted by: as they are, from each grokking onset, or as a
 * share of the run.
 */
export const alignments = ['epoch', 'turn', 'fraction'] as const;

/** One of the alignments. */
export type Alignment = (typeof alignments)[number];
