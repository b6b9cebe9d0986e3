import { labelsOf, splitOf } from '../../task/index.ts';
import type { AnalysisContext } from '../analyzer.ts';

/** What is known of the rows of a grid, [row] each. */
export interface RowFacts {
  /** The right answer; −1 where there is none. */
  readonly labels: Int32Array;
  /** 1 for rows that the run trained on. */
  readonly isTrained: Uint8Array;
}

/** Returns the answers to the rows of a run's grid, and which rows it trained on. */
export function rowFacts(context: AnalysisContext): RowFacts {
  const labels = labelsOf(context);
  const isTrained = new Uint8Array(labels.length);
  for (const row of splitOf(context).train) isTrained[row] = 1;
  return { labels, isTrained };
}
