import { randperm } from '../../array/random/randperm.ts';
import { torchGenerator } from '../../array/random/torch-generator.ts';
import type { Task } from '../task.ts';
import type { TextProbe } from './probe.ts';

/** Classes of pairs, the easiest first. */
export const pairClasses = ['easy', 'medium', 'hard', 'edge', 'random'] as const;

/** The grid of pairs of a run. */
export interface PairGrid {
  readonly task: Task;
  /** Number of inputs p; row a·p + b is the pair (a, b). */
  readonly inputs: number;
  /** The answer to each row; −1 where there is none. */
  readonly labels: Int32Array;
  /** Rows that the run trained on. */
  readonly train: Int32Array;
}

/**
 * Returns pairs of a run as probes, at most so many of each class, none twice: easy, the run
 * trained on them; medium, on their mirror (b, a) only; hard, on neither; edge, doubles, zeros and
 * sums from p−2 to p+1, around which they wrap; random. The same seed gives the same.
 */
export function pairProbes(
  { task, inputs: p, labels, train }: PairGrid,
  perClass: number,
  seed: number
): readonly TextProbe[] {
  const trained = new Set(train);
  const isOf: Readonly<Record<(typeof pairClasses)[number], (a: number, b: number) => boolean>> = {
    easy: (a, b) => trained.has(a * p + b),
    medium: (a, b) => !trained.has(a * p + b) && trained.has(b * p + a),
    hard: (a, b) => !trained.has(a * p + b) && !trained.has(b * p + a),
    edge: (a, b) => a === b || a === 0 || b === 0 || (a + b >= p - 2 && a + b <= p + 1),
    random: () => true
  };
  const generator = torchGenerator(seed);
  const taken = new Set<number>();
  // Edge cases are few: they are chosen before the classes that hold them too.
  const order = ['edge', 'hard', 'medium', 'easy', 'random'] as const;
  const found = order.flatMap((name) => {
    const rows = Array.from(randperm(generator, labels.length)).filter((row) => {
      const [a, b] = [Math.floor(row / p), row % p];
      return labels[row] >= 0 && !taken.has(row) && isOf[name](a, b);
    });
    return rows.slice(0, perClass).map((row) => {
      taken.add(row);
      return { name, row };
    });
  });
  return found
    .sort((x, y) => pairClasses.indexOf(x.name) - pairClasses.indexOf(y.name) || x.row - y.row)
    .map(({ name, row }, i) => {
      const [a, b] = [Math.floor(row / p), row % p];
      const [prompt, expected] = task.text([a, b], labels[row]).split('=') as [string, string];
      return {
        id: `pair_${String(i).padStart(4, '0')}`,
        prompt: `${prompt}=`,
        expected,
        category: name,
        difficulty: ['easy', 'medium', 'hard'].includes(name) ? name : '',
        metadata: { a, b, trained: trained.has(row) }
      };
    });
}
