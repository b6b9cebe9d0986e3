import { usageError } from '../../error/user-error.ts';
import type { Variant } from '../../loader/index.ts';
import { parseProbe, partnersOf, probeParts } from '../../model/index.ts';
import {
  labelsOf,
  layoutOf,
  type SplitFacts,
  splitOf,
  taskOf,
  tokensAt
} from '../../task/index.ts';

/** Pairs that are traced together. */
export interface TracedPairs {
  /** `4+29=33` for one pair, else the words that named them. */
  readonly name: string;
  /** Rows of the grid. */
  readonly rows: Int32Array;
  /** The side of the split on which they all lie. */
  readonly side: 'train' | 'test' | 'mixed';
}

/** What to trace. */
export interface PairsRequest {
  /** A probe (see `parseProbe`); the first pair that the run is tested on by default. */
  readonly input?: string | null;
  /**
   * A probe to hold against it. By default of a pair its partner, of a set on both sides of the
   * split its test side.
   */
  readonly against?: string | null;
}

/**
 * The pairs to trace and those to hold against them, null where the other side of the split has
 * none.
 */
export interface PairsToTrace {
  readonly subject: TracedPairs;
  readonly partner: TracedPairs | null;
}

/**
 * Returns the pairs that a request names in a variant. Throws a usage UserError on a malformed
 * probe.
 */
export function pairsToTrace(variant: Variant, { input, against }: PairsRequest): PairsToTrace {
  const labels = labelsOf(variant);
  const { train, test } = splitOf(variant);
  const trained = new Set(train);
  const named = (words: string, rows: Int32Array): TracedPairs => {
    const inTrain = rows.filter((row) => trained.has(row)).length;
    const side = inTrain === rows.length ? 'train' : inTrain === 0 ? 'test' : 'mixed';
    return { name: rows.length === 1 ? equation(rows[0], variant) : words, rows, side };
  };
  const { parameters, config } = variant;
  const parsed = (words: string) =>
    named(shortened(words), parseProbe(words, { task: taskOf(config), parameters, train }));
  const first = test[0] ?? train[0];
  const isGiven = input !== undefined && input !== null;
  if (!isGiven && first === undefined)
    throw usageError('nothing to trace', 'give an input, such as 1+2 or 0110');
  const subject = isGiven ? parsed(input) : named('', Int32Array.of(first));
  if (against !== undefined && against !== null) return { subject, partner: parsed(against) };
  const { name, rows, side } = subject;
  if (side === 'mixed') {
    const [seen, unseen] = [true, false].map((isIn) =>
      rows.filter((row) => trained.has(row) === isIn)
    ) as [Int32Array, Int32Array];
    return { subject: named(name, seen), partner: named(name, unseen) };
  }
  const partners = partnersOf(rows, labels, train, layoutOf(variant)).filter((row) => row !== null);
  const others = Int32Array.from(new Set(partners)).sort();
  return { subject, partner: others.length === 0 ? null : named(`partners of ${name}`, others) };
}

/** The first parts of a probe in words, without comments. */
function shortened(words: string): string {
  const parts = probeParts(words);
  return parts.length > 3 ? `${parts.slice(0, 3).join(', ')} …` : parts.join(', ');
}

/** Returns `4+29=33` for a row of a run's grid. */
export function equation(row: number, { parameters, config }: SplitFacts): string {
  const task = taskOf(config);
  const examples = task.grid(parameters);
  return task.text(tokensAt(examples, row), examples.labels[row]);
}
